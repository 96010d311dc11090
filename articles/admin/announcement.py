"""Announcements."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.widgets import AdminURLFieldWidget
from django.utils.translation import gettext_lazy as _

from articles.admin.editable_list import EditableList
from articles.models import Announcement


class LinkField(forms.URLField):
    """An address anywhere; a path is one of this site."""

    def to_python(self, value: Any) -> str | None:
        typed = (value or "").strip()
        # With two strokes it begins with the name of a site.
        is_path = typed.startswith("/") and not typed.startswith("//")
        return super().to_python(f"{settings.SITE_URL}{typed}" if is_path else typed)


class AnnouncementForm(forms.ModelForm):
    url = LinkField(
        label=_("Link"),
        required=False,
        max_length=200,
        widget=AdminURLFieldWidget,
        help_text=_("A whole address, or a path of this site such as /search/."),
    )


@admin.register(Announcement)
class AnnouncementAdmin(EditableList):
    form = AnnouncementForm
    list_display = ["text", "is_on", "starts_at", "ends_at"]
    list_editable = ["is_on"]
    fields = ["text", "url", "is_on", "starts_at", "ends_at"]
