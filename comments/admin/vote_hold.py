"""Votes that wait: how many, on what, why and until when, never whose; counted, set aside, undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting
from articles.admin.plain import plain
from comments import holding
from comments.admin.asking import ask_reason
from comments.admin.moments import moment
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import VoteHold
from comments.refusal import Refusal
from comments.text import cited


@admin.register(VoteHold)
class VoteHoldAdmin(ReadOnlyAdmin):
    list_display = ["votes", "reason", "on", "author", "state", "since", "until", "decision"]
    list_filter = ["state", "reason"]
    list_select_related = ["comment__author", "decided_by"]
    search_fields = ["comment__text", "comment__author__username", "comment__discussion__article__headline"]
    ordering = ["-id"]
    actions = ["count_selected", "set_aside_selected", "undo_selected"]
    show_full_result_count = False
    fields: ClassVar[Any] = [
        "votes",
        "reason",
        "on",
        "author",
        "state",
        "opened_at",
        "ends_at",
        plain(VoteHold, "decided_by"),
        "decided_at",
        "words",
    ]
    readonly_fields = ["votes", "on", "author"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[VoteHold]:
        return super().get_queryset(request).with_votes()  # type: ignore[attr-defined]

    # ------------------------------------------------------------------ what is shown

    @admin.display(description=gettext_lazy("votes"))
    def votes(self, hold: Any) -> str:
        return f"{hold.up + hold.down} ( +{hold.up} / -{hold.down} )".replace(" ", "\u00a0")

    @admin.display(description=gettext_lazy("comment"))
    def on(self, hold: VoteHold) -> str:
        words = cited(hold.comment.text, 60) or "—"
        return format_html('<a href="{}">{}</a>', hold.comment.get_absolute_url(), words)

    @admin.display(description=gettext_lazy("author"))
    def author(self, hold: VoteHold) -> str:
        return str(hold.comment.author or "—")

    @admin.display(description=gettext_lazy("since"), ordering="opened_at")
    def since(self, hold: VoteHold) -> str:
        return moment(hold.opened_at)

    @admin.display(description=gettext_lazy("counts from"), ordering="ends_at")
    def until(self, hold: VoteHold) -> str:
        return moment(hold.ends_at)

    @admin.display(description=gettext_lazy("decision"))
    def decision(self, hold: VoteHold) -> str:
        if hold.decided_at is None:
            return "—"
        return f"{hold.decided_by or '—'}, {moment(hold.decided_at)}{': ' if hold.words else ''}{hold.words}"

    # ------------------------------------------------------------------ what is done

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    @admin.action(description=gettext_lazy("Count selected votes now"), permissions=["moderate"])
    def count_selected(self, request: HttpRequest, holds: QuerySet[VoteHold]) -> None:
        self._decided(request, holds, holding.count)

    @admin.action(description=gettext_lazy("Set selected votes aside"), permissions=["moderate"])
    def set_aside_selected(self, request: HttpRequest, holds: QuerySet[VoteHold]) -> HttpResponse | None:
        """Asks for the reason first; the same form comes back with it."""
        refusal = None
        if "reason" in request.POST:
            try:
                self._decided(request, holds, holding.set_aside)
            except Refusal as caught:
                refusal = caught
            else:
                return None
        return ask_reason(
            self,
            request,
            action="set_aside_selected",
            words=ngettext(
                "The votes of %(n)d line won't count.", "The votes of %(n)d lines won't count.", len(holds)
            )
            % {"n": len(holds)},
            button=_("Set votes aside"),
            refusal=refusal,
        )

    @admin.action(description=gettext_lazy("Undo the decision on selected votes"), permissions=["moderate"])
    def undo_selected(self, request: HttpRequest, holds: QuerySet[VoteHold]) -> None:
        self._decided(request, holds, holding.undo)

    def _decided(self, request: HttpRequest, holds: QuerySet[VoteHold], decide: Callable[..., int]) -> None:
        """Does it, and says to how many; the rest has been decided on by somebody else meanwhile, or never."""
        chosen = list(holds.values_list("pk", flat=True))
        decided = decide(
            VoteHold.objects.filter(pk__in=chosen), by=acting(request), reason=request.POST.get("reason", "")
        )
        words = ngettext("%(n)d decision is taken.", "%(n)d decisions are taken.", decided) % {"n": decided}
        self.message_user(request, words, messages.SUCCESS)
        if decided < len(chosen):
            left = len(chosen) - decided
            words = ngettext(
                "%(n)d is left as it was: there is nothing to undo, or a decision that must be undone first.",
                "%(n)d are left as they were: there is nothing to undo, or a decision that must be undone first.",
                left,
            ) % {"n": left}
            self.message_user(request, words, messages.WARNING)
