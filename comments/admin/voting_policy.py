"""The site's switches for votes: the one page stands where a list would."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.acting import acting
from comments.admin.standing import StandingForm
from comments.log import note
from comments.models import ModerationEntry, VotingPolicy


@admin.register(VotingPolicy)
class VotingPolicyAdmin(admin.ModelAdmin):
    """For moderators: they see what hiding and folding do to discussions, and answer for it."""

    form = StandingForm
    fields = ["hides", "minutes", "line_votes", "line_share", "seen"]

    def save_model(self, request: HttpRequest, obj: VotingPolicy, form: Any, change: bool) -> None:
        """With an entry in the log that says what was changed."""
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if form.changed_data:
                note(
                    ModerationEntry.Act.SET_POLICY,
                    by=acting(request),
                    before={name: form.initial[name] for name in form.changed_data},
                    after={name: form.cleaned_data[name] for name in form.changed_data},
                )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        return self.changeform_view(request, "1", extra_context=extra_context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> VotingPolicy | None:
        """The row, which the first change makes; until then the defaults."""
        return VotingPolicy.objects.current() if object_id == "1" else None
