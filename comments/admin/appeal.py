"""Appeals: each with the decision, what it was about and what its reader says; upheld or overturned by another moderator."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from comments import appealing, explaining, undoing
from comments.admin.moments import moment
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import Appeal, ModerationEntry, Reason
from comments.moderation import require_moderator
from comments.refusal import Refusal
from comments.rules import name_of
from comments.text import cited

# Of what one act removed as much is shown.
SHOWN = 20


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ["made", "reader", "act", "what_they_say", "outcome", "decided_by"]
    list_display_links = ["made", "what_they_say"]
    list_filter = ["outcome"]
    list_select_related = ["statement__reader", "decided_by"]
    search_fields = ["words", "statement__reader__username"]
    show_full_result_count = False

    def get_urls(self) -> list[Any]:
        decide = self.admin_site.admin_view(self.decide)
        return [path("<int:pk>/decide/", decide, name="comments_appeal_decide"), *super().get_urls()]

    @admin.display(description=gettext_lazy("made"), ordering="id")
    def made(self, appeal: Appeal) -> str:
        return moment(appeal.made_at)

    @admin.display(description=gettext_lazy("reader"))
    def reader(self, appeal: Appeal) -> str:
        return appeal.statement.reader.username

    @admin.display(description=gettext_lazy("against"))
    def act(self, appeal: Appeal) -> str:
        return appeal.statement.get_act_display()

    @admin.display(description=gettext_lazy("in the reader's words"))
    def what_they_say(self, appeal: Appeal) -> str:
        return cited(appeal.words, 90)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Appeal]:
        related = ("statement__reader", "statement__entry__actor", "statement__entry__comment", "decided_by")
        return super().get_queryset(request).select_related(*related, "statement__sanction")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one, which stands at the admin's own address of it."""
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        appeal = self.get_object(request, object_id)
        if appeal is None:
            raise Http404
        return self._shown(request, appeal)

    def decide(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Upholds or overturns (`outcome`), or undoes what was decided (`undo`, the entry's id)."""
        by = acting(request)
        require_moderator(by)
        if request.method != "POST":
            return HttpResponseRedirect(reverse("admin:comments_appeal_change", args=[pk]))
        appeal = get_object_or_404(self.get_queryset(request), pk=pk)
        try:
            if "undo" in request.POST:
                last = undoing.last_undoable(by, after__appeal=pk)
                if last is None or str(last.pk) != request.POST["undo"]:
                    raise Refusal(_("It can't be undone any more."), code="late")
                undoing.undo(last, by=by)
                words = _("Undone: nobody was told of it.")
            else:
                self._verb(appeal, request.POST.get("outcome", ""))(
                    by=by, reason=request.POST.get("reason", "")
                )
                words = _("Decided. The reader is told in ten seconds; until then it can be undone.")
        except Refusal as refusal:
            return self._shown(request, appeal, refusal)
        messages.success(request, words)
        return HttpResponseRedirect(reverse("admin:comments_appeal_change", args=[pk]), status=303)

    def _verb(self, appeal: Appeal, outcome: str) -> Callable[..., None]:
        """Raises Refusal where none was named: an appeal is decided once, never by mistake."""
        verbs = {Appeal.Outcome.UPHELD: appeal.uphold, Appeal.Outcome.OVERTURNED: appeal.overturn}
        verb = verbs.get(outcome)  # type: ignore[call-overload]
        if verb is None:
            raise Refusal(_("Choose what is to happen."), code="outcome")
        return verb  # type: ignore[no-any-return]

    def _shown(self, request: HttpRequest, appeal: Appeal, refusal: Refusal | None = None) -> HttpResponse:
        statement, by = appeal.statement, acting(request)
        entries = ModerationEntry.objects.filter(after__appeal=appeal.pk, reader=statement.reader)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Appeal of %(name)s") % {"name": statement.reader.username},
            "opts": self.opts,
            "appeal": appeal,
            "statement": statement,
            "facts": explaining.facts(statement),
            "rule": name_of(statement.rule_code) if statement.rule_code else "",
            "comments": statement.comments.select_related("discussion__article__section")[:SHOWN],
            "not_for": appealing.not_for(appeal, by),
            "undoable": undoing.last_undoable(by, after__appeal=appeal.pk),
            "reasons": Reason.objects.all(),
            "reason": request.POST.get("reason", ""),
            "refusal": refusal,
            "entries": entries.select_related("actor").order_by("pk"),
        }
        status = 422 if refusal else 200
        return TemplateResponse(request, "admin/comments/appeal.html", context, status=status)
