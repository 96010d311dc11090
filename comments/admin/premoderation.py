"""Readers all of whose comments are read first: begun by the name, ended here."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.acting import acting
from accounts.models import User
from articles.admin.plain import plain
from comments import premoderating
from comments.admin.moments import moment
from comments.models import Premoderation
from comments.refusal import Refusal


class PremoderationForm(forms.ModelForm):
    """Whom and why. Moderators have no list of accounts, so they type the name."""

    name = forms.CharField(label=_("Reader"), help_text=_("The name as it stands beside the comments."))

    class Meta:
        model = Premoderation
        fields = ["reason"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 3})}

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or {}
        if self.errors:
            return typed
        reader = User.objects.bearing(typed["name"].strip()).first()
        if reader is None:
            self.add_error("name", _("Nobody is called so."))
            return typed
        try:
            self.instance = premoderating.begin(reader, by=self.by, reason=typed["reason"])  # type: ignore[attr-defined]
        except Refusal as refusal:
            self.add_error(None, refusal.message)
        return typed

    def _post_clean(self) -> None:
        """The verb has made the row, and checked all of it."""


@admin.register(Premoderation)
class PremoderationAdmin(admin.ModelAdmin):
    form = PremoderationForm
    list_display = ["reader", "reason", "by", "since"]
    list_select_related = ["reader", "by"]
    search_fields = ["reader__username", "reason"]
    fields = ["name", "reason"]

    @admin.display(description=_("since"), ordering="at")
    def since(self, premoderation: Premoderation) -> str:
        return moment(premoderation.at)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Premoderation | None = None) -> Any:
        if obj is None:
            return self.fields
        return [plain(Premoderation, "reader"), "reason", plain(Premoderation, "by"), "at"]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type("PremoderationForm", (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has done it."""

    def delete_model(self, request: HttpRequest, obj: Premoderation) -> None:
        premoderating.end(obj, by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Premoderation]) -> None:
        for premoderation in queryset.select_related("reader"):
            premoderating.end(premoderation, by=acting(request))
