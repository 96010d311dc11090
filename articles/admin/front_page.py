"""The slots of the front page and of the sections' pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from django import forms
from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.admin.editable_list import EditableList
from articles.models import FrontPageSlot


class PageFilter(admin.RelatedOnlyFieldListFilter):
    """No section is the front page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.empty_value_display = _("Front page")  # type: ignore[assignment]


class SlotForm(forms.ModelForm):
    class Meta:
        help_texts = {"position": _("1 is the lead. What stands in that place moves down by one.")}


@contextmanager
def _numbering(request: HttpRequest) -> Iterator[None]:
    """Once all that was sent is saved, the places are numbered anew on each page where one was given: by then the slots that were
    dragged past each other all have theirs."""
    if request.method != "POST":
        yield
        return
    # {page: {slot: its place before}}
    request.placed = {}  # type: ignore[attr-defined]
    with transaction.atomic():
        yield
        for section, before in request.placed.items():  # type: ignore[attr-defined]
            FrontPageSlot.objects.number(section, before)


@admin.register(FrontPageSlot)
class FrontPageSlotAdmin(EditableList):
    form = SlotForm
    list_display = ["position", "article", "page", "starts_at", "ends_at", "shows"]
    list_display_links = ["article"]
    list_editable = ["position"]
    # What is dragged is numbered as it stands on the screen, so it stands there by its places.
    sortable_by = ()
    list_filter = [("section", PageFilter)]
    autocomplete_fields = ["article"]
    fields = ["article", "section", "position", "starts_at", "ends_at"]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).select_related("article", "section").defer("article__body")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        with _numbering(request):
            return super().changelist_view(request, extra_context)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        with _numbering(request):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(
        self, request: HttpRequest, obj: FrontPageSlot, form: forms.ModelForm, change: bool
    ) -> None:
        super().save_model(request, obj, form, change)
        is_new_here = not change or "section" in form.changed_data
        if is_new_here or "position" in form.changed_data:
            page = request.placed.setdefault(obj.section_id, {})  # type: ignore[attr-defined]
            page[obj.pk] = inf if is_new_here else form.initial["position"]

    @admin.display(description=_("page"))
    def page(self, slot: FrontPageSlot) -> str:
        return slot.section.name if slot.section else str(_("Front page"))

    @admin.display(description=pgettext_lazy("of a slot", "shows"), boolean=True)
    def shows(self, slot: FrontPageSlot) -> bool:
        """Whether readers see the story in this place now."""
        return slot.is_current and slot.article.is_public
