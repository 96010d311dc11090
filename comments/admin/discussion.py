"""Discussions: opened, closed or held by one press."""

from __future__ import annotations

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting
from comments.models import Discussion


@admin.register(Discussion)
class DiscussionAdmin(admin.ModelAdmin):
    list_display = ["headline", "state", "comment_count"]
    list_filter = ["state", "article__section"]
    list_select_related = ["article"]
    search_fields = ["article__headline"]
    fields = ["article", "state", "comment_count"]
    readonly_fields = ["article", "comment_count"]

    @admin.display(description=_("article"))
    def headline(self, discussion: Discussion) -> str:
        return discussion.article.headline

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Discussion | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Discussion, form: forms.ModelForm, change: bool) -> None:
        """By the verb, so that readers see it with the next answer."""
        obj.set_state(obj.state, by=acting(request))
