"""Readers' reports."""

from django.contrib import admin

from comments.admin.read_only import ReadOnlyAdmin
from comments.models import Report


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "reason", "words", "comment"]
    list_filter = ["reason"]
    list_select_related = ["comment"]
    raw_id_fields = ["comment", "reporter"]
