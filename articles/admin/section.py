"""Sections and sources."""

from django.contrib import admin

from articles.admin.editable_list import EditableList
from articles.admin.text_boxes import TextBoxes
from articles.models import Section, Source


@admin.register(Section)
class SectionAdmin(EditableList):
    list_display = ["name", "slug", "position", "description"]
    list_editable = ["position"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Source)
class SourceAdmin(TextBoxes):
    search_fields = ["name"]
