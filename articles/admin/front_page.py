"""The front page's slots."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import FrontPageSlot


@admin.register(FrontPageSlot)
class FrontPageSlotAdmin(admin.ModelAdmin):
    list_display = ["article", "position", "starts_at", "ends_at"]
    list_editable = ["position"]
    list_select_related = ["article"]
    autocomplete_fields = ["article"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article")
