"""What the lists of words and of domains have in common: many typed at once, tried on the last comments first, each change in the log."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext

from accounts.acting import acting
from comments import rule_changes
from comments.answers import Kind
from comments.refusal import Refusal
from comments.rule_trials import Trial

# So many lines that can't be listed are told at once.
TOLD = 20


@dataclass(frozen=True, slots=True)
class Listing:
    """What one of the lists is called, and what is done with the lines that are typed into it: `checked` returns a line as it is
    listed, or raises Refusal; `tried` what the lines would do with an answer; `put` lists them, and returns how many are new
    or answered otherwise than before."""

    label: Any
    help_text: Any
    checked: Callable[[str], str]
    tried: Callable[[Iterable[str], str], Trial]
    put: Callable[..., int]


class ListForm(forms.Form):
    typed = forms.CharField(
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField", "spellcheck": "false"}),
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("What happens to a comment"), choices=Kind.choices, initial=Kind.HOLD
    )

    def __init__(self, *args: Any, listing: Listing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listing = listing
        self.fields["typed"].label, self.fields["typed"].help_text = listing.label, listing.help_text

    def clean_typed(self) -> list[str]:
        """The lines, as they are listed."""
        lines = [line for line in self.cleaned_data["typed"].splitlines() if line.strip()]
        if len(lines) > rule_changes.MOST_AT_ONCE:
            raise forms.ValidationError(rule_changes.too_many())
        listed, refused = [], []
        for line in lines:
            try:
                listed.append(self._listing.checked(line))
            except Refusal as refusal:
                refused.append(refusal.message)
        if refused:
            raise forms.ValidationError(refused[:TOLD])
        return listed

    @property
    def sight(self) -> str:
        """A word for what is typed, by which the form knows what it has asked about."""
        stands = "\n".join([self.cleaned_data["answer"], *self.cleaned_data["typed"]])
        return hashlib.blake2b(stands.encode(), digest_size=6).hexdigest()


class ListedAdmin(admin.ModelAdmin):
    """A row's own page is the form with that one line."""

    list_filter = ["answer"]
    list_per_page = 200
    listing: Listing

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        allowed = self.has_change_permission(request, row) if object_id else self.has_add_permission(request)
        if not allowed:
            raise PermissionDenied
        if object_id and row is None and request.method != "POST":
            words = gettext("It isn't listed any more: somebody has taken it off meanwhile.")
            self.message_user(request, words, messages.WARNING)
            return self._to_list()
        initial = {"typed": str(row), "answer": row.answer} if row else None
        form = ListForm(
            request.POST if request.method == "POST" else None, initial=initial, listing=self.listing
        )
        trial, sure = None, ""
        if form.is_valid():
            typed, answer = form.cleaned_data["typed"], form.cleaned_data["answer"]
            saves = "_save" in request.POST
            if not saves or (answer == Kind.REFUSE and request.POST.get("sure") != form.sight):
                trial = self.listing.tried(typed, answer)
            if saves and (trial is None or not trial.refuses_most):
                return self._saved(request, row, typed, answer)
            if saves and trial is not None:
                form.add_error(None, trial.question)
                sure = form.sight
        context = {
            **self.admin_site.each_context(request),
            "title": row or self.listing.label,
            "opts": self.opts,
            "form": form,
            "trial": trial,
            "sure": sure,
            "original": row,
        }
        return TemplateResponse(request, "admin/comments/listed.html", context)

    def _saved(self, request: HttpRequest, row: Any, typed: list[str], answer: str) -> HttpResponse:
        by = acting(request)
        with transaction.atomic():
            if row is not None and str(row) not in typed:
                rule_changes.unlist([row], by=by)
            changed = self.listing.put(typed, answer, by=by)
        words = ngettext("%(n)d is listed now.", "%(n)d are listed now.", changed) % {"n": changed}
        self.message_user(request, words, messages.SUCCESS)
        return self._to_list()

    def _to_list(self) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:comments_{self.opts.model_name}_changelist"), status=303)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        rule_changes.unlist([obj], by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        rule_changes.unlist(queryset, by=acting(request))
