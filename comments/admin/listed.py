"""The lists of words and domains: many typed at once, tried on the last comments first, each change in the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting
from comments import rule_changes
from comments.answers import Kind
from comments.models import DomainRule, WordRule
from comments.refusal import Refusal
from comments.rule_trials import Trial, try_domains, try_words


class ListForm(forms.Form):
    typed = forms.CharField(
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "vLargeTextField", "spellcheck": "false"}),
    )
    answer = forms.ChoiceField(
        label=gettext_lazy("What happens to a comment"), choices=Kind.choices, initial=Kind.HOLD
    )

    def __init__(self, *args: Any, desk: ListedAdmin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._desk = desk
        self.fields["typed"].label, self.fields["typed"].help_text = desk.label, desk.help_text

    def clean_typed(self) -> list[str]:
        """The lines, as they are listed."""
        lines = [line for line in self.cleaned_data["typed"].splitlines() if line.strip()]
        try:
            return [self._desk.checked(line) for line in lines]
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ListedAdmin(admin.ModelAdmin):
    """What both lists have in common. A row's own page is the form with that one line."""

    list_filter = ["answer"]
    list_per_page = 200
    label: Any
    help_text: Any

    @staticmethod
    def checked(typed: str) -> str:
        raise NotImplementedError

    @staticmethod
    def tried(typed: Iterable[str], answer: str) -> Trial:
        raise NotImplementedError

    @staticmethod
    def put(typed: Iterable[str], answer: str, *, by: Any) -> int:
        raise NotImplementedError

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.get_object(request, object_id) if object_id else None
        allowed = self.has_change_permission(request, row) if object_id else self.has_add_permission(request)
        if not allowed or (object_id and row is None):
            raise PermissionDenied
        initial = {"typed": str(row), "answer": row.answer} if row else None
        form = ListForm(request.POST if request.method == "POST" else None, initial=initial, desk=self)
        trial = None
        if form.is_valid():
            typed, answer = form.cleaned_data["typed"], form.cleaned_data["answer"]
            if "_save" in request.POST:
                return self._saved(request, row, typed, answer)
            trial = self.tried(typed, answer)
        context = {
            **self.admin_site.each_context(request),
            "title": row or self.label,
            "opts": self.opts,
            "form": form,
            "trial": trial,
            "original": row,
        }
        return TemplateResponse(request, "admin/comments/listed.html", context)

    def _saved(self, request: HttpRequest, row: Any, typed: list[str], answer: str) -> HttpResponse:
        by = acting(request)
        if row is not None and str(row) not in typed:
            rule_changes.unlist([row], by=by)
        changed = self.put(typed, answer, by=by)
        words = ngettext("%(n)d is listed now.", "%(n)d are listed now.", changed) % {"n": changed}
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse(f"admin:comments_{self.opts.model_name}_changelist"), status=303)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        rule_changes.unlist([obj], by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        rule_changes.unlist(queryset, by=acting(request))


@admin.register(WordRule)
class WordRuleAdmin(ListedAdmin):
    list_display = ["typed", "answer"]
    search_fields = ["typed"]
    label = gettext_lazy("Words and phrases")
    help_text = gettext_lazy(
        "One a line. A word is found whole, in any disguise; * stands for any letters: “spam*”, “*spam*”, “sp*m”. Let pass what "
        "may be said though a part of it is listed."
    )
    checked = staticmethod(rule_changes.checked_word)
    put = staticmethod(rule_changes.list_words)

    @staticmethod
    def tried(typed: Iterable[str], answer: str) -> Trial:
        return try_words([(word, answer) for word in typed])


@admin.register(DomainRule)
class DomainRuleAdmin(ListedAdmin):
    list_display = ["domain", "answer"]
    search_fields = ["domain"]
    label = gettext_lazy("Domains")
    help_text = gettext_lazy("One a line, each with all below it. Links to domains that pass aren't counted.")
    checked = staticmethod(rule_changes.checked_domain)
    put = staticmethod(rule_changes.list_domains)

    @staticmethod
    def tried(typed: Iterable[str], answer: str) -> Trial:
        listed: Mapping[str, str] = dict.fromkeys(typed, answer)
        return try_domains(listed)
