"""The reasons that moderators choose from, in the order in which they stand there."""

from __future__ import annotations

from django.contrib import admin

from comments.models import Reason


@admin.register(Reason)
class ReasonAdmin(admin.ModelAdmin):
    list_display = ["words", "words_ja", "position"]
    list_editable = ["position"]
    fields = ["words", "words_ja", "position"]
