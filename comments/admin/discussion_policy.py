"""The days of a section's discussions."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.acting import acting
from comments.admin.standing import StandingForm
from comments.log import note
from comments.models import DiscussionPolicy, ModerationEntry


@admin.register(DiscussionPolicy)
class DiscussionPolicyAdmin(admin.ModelAdmin):
    """Each change with an entry in the log."""

    form = StandingForm
    list_display = ["section", "days"]
    list_select_related = ["section"]

    def get_readonly_fields(self, request: HttpRequest, obj: DiscussionPolicy | None = None) -> list[str]:
        return ["section"] if obj else []

    def save_model(self, request: HttpRequest, obj: DiscussionPolicy, form: Any, change: bool) -> None:
        with transaction.atomic():
            before = {obj.section.slug: form.initial["days"]} if change else {}
            super().save_model(request, obj, form, change)
            if form.has_changed():
                self._note(request, before, {obj.section.slug: obj.days})

    def delete_model(self, request: HttpRequest, obj: DiscussionPolicy) -> None:
        with transaction.atomic():
            self._note(request, {obj.section.slug: obj.days}, {})
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[DiscussionPolicy]) -> None:
        for policy in queryset.select_related("section"):
            self.delete_model(request, policy)

    @staticmethod
    def _note(request: HttpRequest, before: dict[str, int], after: dict[str, int]) -> None:
        note(
            ModerationEntry.Act.SET_POLICY, by=acting(request), rule="discussion", before=before, after=after
        )
