"""Who wrote an article and what it is about, as rows of its form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest

from articles.models import ArticleTopic, Byline


class BylineForm(forms.ModelForm):
    def has_changed(self) -> bool:
        """A new row without an author is none, whatever place it was offered."""
        is_empty = not self.instance.pk and not self["author"].data
        return not is_empty and super().has_changed()


class BylineRows(BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        """Who is added stands behind the others, unless an editor says otherwise."""
        super().add_fields(form, index)
        if not form.instance.pk:
            places = [byline.position for byline in self.get_queryset()]
            form.fields["position"].initial = max(places, default=-1) + 1


class BylineInline(admin.TabularInline):
    model = Byline
    form = BylineForm
    formset = BylineRows
    extra = 1
    autocomplete_fields = ["author"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Byline]:
        return super().get_queryset(request).select_related("author")


class ArticleTopicInline(admin.TabularInline):
    model = ArticleTopic
    extra = 1
    autocomplete_fields = ["topic"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleTopic]:
        return super().get_queryset(request).select_related("topic")
