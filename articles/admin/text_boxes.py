"""What is typed in the boxes of the desk: without the characters that nobody sees and no feed can hold."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from articles.in_xml import in_xml


class TextBox(forms.CharField):
    """Words; a control character, as comes along from a slide or a terminal, is a space. NUL stays, and is refused.

    The browser isn't told how many there may be: of what is pasted it would cut off the rest without a word."""

    def to_python(self, value: Any) -> Any:
        parts = value.split("\x00") if isinstance(value, str) else None
        return super().to_python("\x00".join(in_xml(part, " ") for part in parts) if parts else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {name: value for name, value in super().widget_attrs(widget).items() if name != "maxlength"}


class TextBoxes(admin.ModelAdmin):
    """The desk of what has words: slugs, links and choices have boxes of their own."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if type(db_field) in (models.CharField, models.TextField) and not db_field.choices:
            kwargs.setdefault("form_class", TextBox)
        return super().formfield_for_dbfield(db_field, request, **kwargs)
