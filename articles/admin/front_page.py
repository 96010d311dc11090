"""The slots of the front page and of the sections' pages."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models import FrontPageSlot


class PageFilter(admin.RelatedOnlyFieldListFilter):
    """No section is the front page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("Front page")  # type: ignore[assignment]


@admin.register(FrontPageSlot)
class FrontPageSlotAdmin(admin.ModelAdmin):
    list_display = ["position", "article", "page", "starts_at", "ends_at", "shows"]
    list_display_links = ["article"]
    list_editable = ["position"]
    list_filter = [("section", PageFilter)]
    autocomplete_fields = ["article"]
    fields = ["article", "section", "position", "starts_at", "ends_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article", "section").defer("article__body")

    @admin.display(description=_("page"), ordering="section")
    def page(self, slot: FrontPageSlot) -> str:
        return slot.section.name if slot.section else str(_("Front page"))

    @admin.display(description=pgettext_lazy("of a slot", "shows"), boolean=True)
    def shows(self, slot: FrontPageSlot) -> bool:
        """Whether readers see the story in this place now."""
        return slot.is_current and slot.article.is_public
