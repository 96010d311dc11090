"""Discussions: opened, closed or held by one press, with their other switches, and when they close by themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from comments import rulebook
from comments.admin.moments import moment
from comments.models import Discussion, RulesVersion


class DiscussionForm(forms.ModelForm):
    reopen = forms.BooleanField(
        label=gettext_lazy("open it again"),
        required=False,
        help_text=gettext_lazy("Where it has closed by itself: its days begin anew."),
    )


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    form = DiscussionForm
    list_display = ["headline", "state", "comment_count", "closes"]
    list_filter = ["state", "article__section"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    fields = ["article", *Discussion.SWITCHES, "closes", "reopen", "comment_count"]
    readonly_fields = ["article", "closes", "comment_count"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Discussion]:
        """With the version of the rules, so that a list asks for them once."""
        version = Subquery(RulesVersion.objects.values("version")[:1])
        return super().get_queryset(request).annotate(rules_version=version)

    @admin.display(description=gettext_lazy("article"))
    def headline(self, discussion: Discussion) -> str:
        return discussion.article.headline

    @admin.display(description=gettext_lazy("closes by itself"))
    def closes(self, discussion: Any) -> str:
        site_terms = rulebook.current(discussion.rules_version).site_terms
        closes_at = site_terms.over(discussion, discussion.article).closes_at
        return moment(closes_at) if closes_at else _("never")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Discussion, form: forms.ModelForm, change: bool) -> None:
        """By the verb, so that readers see it with the next answer."""
        switches = {
            name: form.cleaned_data[name] for name in form.changed_data if name in Discussion.SWITCHES
        }
        if form.cleaned_data["reopen"]:
            switches.setdefault("state", obj.state)
        obj.switch(by=acting(request), **switches)
