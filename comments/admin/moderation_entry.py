"""The moderation log."""

from django.contrib import admin

from comments.admin.read_only import ReadOnlyAdmin
from comments.models import ModerationEntry


@admin.register(ModerationEntry)
class ModerationEntryAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "act", "comment", "actor", "reason"]
    list_filter = ["act"]
    list_select_related = ["comment", "actor"]
    search_fields = ["reason", "actor__username"]
    raw_id_fields = ["comment", "actor"]
