"""Partner links."""

from django.contrib import admin

from articles.admin.editable_list import EditableList
from articles.models import PartnerLink


@admin.register(PartnerLink)
class PartnerLinkAdmin(EditableList):
    list_display = ["title", "site", "is_on", "position", "starts_at", "ends_at"]
    list_editable = ["is_on", "position"]
    fields = ["title", "url", "site", "is_on", "position", "starts_at", "ends_at"]
