"""The newsletters: which are made, when, and whether they wait for an editor."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from articles.models import Newsletter


class NewsletterForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "weekday" in self.fields:
            self.fields["weekday"].required = True


@admin.register(Newsletter)
class NewsletterAdmin(admin.ModelAdmin):
    form = NewsletterForm
    list_display = ["cadence", "weekday", "made_hour", "goes_by_itself", "goes_hour"]

    def get_fields(self, request: HttpRequest, obj: Newsletter | None = None) -> Any:
        """The daily has no day of the week; which of them it is stands above the form."""
        is_weekly = obj is not None and obj.pk == Newsletter.Cadence.WEEKLY
        return [*(["weekday"] if is_weekly else []), "made_hour", "goes_by_itself", "goes_hour"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Newsletter | None = None) -> bool:
        return False
