"""Sanctions at the desk: a new one by the reader's name, and lifting those that hold."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from articles.admin.plain import plain
from comments.admin.moments import moment, stacked
from comments.models import Sanction
from comments.models.sanction import HOURS
from comments.refusal import Refusal


class SanctionForm(forms.ModelForm):
    """Whom, what, for how long, why. Moderators have no list of accounts, so they type the name."""

    name = forms.CharField(label=_("Reader"), help_text=_("The name as it stands beside the comments."))
    hours = forms.TypedChoiceField(
        label=_("For how long"),
        choices=[("", _("until it is lifted")), *HOURS.items()],
        coerce=int,
        required=False,
        empty_value=None,
        help_text=_("For a suspension; a warning and a ban have no end of their own."),
    )

    class Meta:
        model = Sanction
        fields = ["kind", "reason"]
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
            self.instance = self._impose(reader, **typed)
        except Refusal as refusal:
            self.add_error(None, refusal.message)
        return typed

    def _impose(self, reader: User, *, kind: str, reason: str, hours: int | None, **_typed: Any) -> Sanction:
        """By the verb itself, whose refusals are the form's."""
        by: User = self.by  # type: ignore[attr-defined]
        if kind == Sanction.Kind.SUSPEND:
            until = timezone.now() + timedelta(hours=hours or 0)
            return Sanction.objects.suspend(reader, by=by, reason=reason, until=until)
        begin = Sanction.objects.warn if kind == Sanction.Kind.WARN else Sanction.objects.ban
        return begin(reader, by=by, reason=reason)

    def _post_clean(self) -> None:
        """The verb has made the row, and checked all of it."""


@admin.register(Sanction)
class SanctionAdmin(admin.ModelAdmin):
    form = SanctionForm
    list_display = ["since", "reader", "kind", "ends", "why", "by", "standing"]
    list_filter = ["kind"]
    list_select_related = ["reader", "by"]
    search_fields = ["reader__username", "reason"]
    fields = ["name", "kind", "hours", "reason"]
    actions = ["lift"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: Sanction | None = None) -> Any:
        if obj is None:
            return self.fields
        return [
            plain(Sanction, "reader"),
            "kind",
            "comment",
            "reason",
            "reason_ja",
            plain(Sanction, "by"),
            "at",
            "until",
            "read_at",
            "lifted_at",
            plain(Sanction, "lifted_by"),
            "is_undone",
        ]

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type("SanctionForm", (form,), {"by": request.user})

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """The form has done it."""

    @admin.display(description=_("since"), ordering="id")
    def since(self, sanction: Sanction) -> str:
        return stacked(sanction.at)

    @admin.display(description=_("until"), ordering="until")
    def ends(self, sanction: Sanction) -> str:
        return stacked(sanction.until) if sanction.until else "—"

    @admin.display(description=_("reason, as the reader sees it"), ordering="reason")
    def why(self, sanction: Sanction) -> str:
        return sanction.told

    @admin.display(description=_("state"))
    def standing(self, sanction: Sanction) -> str:
        if sanction.is_undone:
            return gettext("undone")
        if sanction.lifted_at:
            return f"{gettext('lifted')} {moment(sanction.lifted_at)}"
        if sanction.is_in_force:
            return gettext("in force")
        return f"{gettext('read')} {moment(sanction.read_at)}" if sanction.read_at else gettext("over")

    @admin.action(description=_("Lift"), permissions=["add"])
    def lift(self, request: HttpRequest, sanctions: QuerySet[Sanction]) -> None:
        for sanction in sanctions:
            sanction.lift(by=request.user)  # type: ignore[arg-type]
        self.message_user(request, _("Lifted."), messages.SUCCESS)
