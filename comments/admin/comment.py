"""Comments: read, hidden with a reason, restored; one or many. Nothing is edited or deleted here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting
from articles.admin.plain import plain
from comments import moderation, picking, reasons
from comments.admin.asking import ask_reason
from comments.admin.moments import moment
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import Comment, Report
from comments.refusal import Refusal
from comments.rules import name_of
from comments.text import cited


class ReportedFilter(admin.SimpleListFilter):
    title = gettext_lazy("reports")
    parameter_name = "reported"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("open", _("Waiting for a decision")), ("yes", _("Reported at any time"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        if self.value() == "open":
            return queryset.filter(pk__in=Report.objects.waiting().values("comment"))
        return queryset.filter(pk__in=Report.objects.values("comment")) if self.value() else queryset


class PickedFilter(admin.SimpleListFilter):
    title = gettext_lazy("editors' picks")
    parameter_name = "picked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Editors' pick"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        return queryset.filter(picked_at__isnull=False) if self.value() == "yes" else queryset


@admin.register(Comment)
class CommentAdmin(ReadOnlyAdmin):
    list_display = ["excerpt", "author", "state", "reported", "created_at"]
    list_filter = ["state", ReportedFilter, PickedFilter, "discussion__article__section"]
    search_fields = ["text", "author__username", "discussion__article__headline"]
    ordering = ["-id"]
    actions = ["hide_selected", "restore_selected", "reject_selected", "pick_selected", "unpick_selected"]
    change_form_template = "admin/comments/comment.html"
    show_full_result_count = False  # counting a million comments costs more than the page
    readonly_fields: ClassVar[Any] = [
        "article",
        "answers",
        plain(Comment, "author"),
        "created_at",
        "state",
        "shown_tally",
        "picked_at",
        "shown",
        "reports_list",
        "log",
    ]
    # Without this all others of the model stood there, too, as they are called in the code.
    fields: ClassVar[Any] = readonly_fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comment]:
        comments = (
            super()
            .get_queryset(request)
            .select_related("author", "discussion__article__section", "parent__author")
        )
        return comments.annotate(reports_count=Count("reports", distinct=True))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        shown = {"checkbox": ACTION_CHECKBOX_NAME, "acts": self._acts_on(request, object_id)}
        return super().changeform_view(request, object_id, form_url, {**shown, **(extra_context or {})})

    def _acts_on(self, request: HttpRequest, object_id: str | None) -> list[tuple[str, str]]:
        """What `request` may do to the one comment, as (action of the list, label)."""
        comment = self.get_object(request, str(object_id))
        if comment is None:
            return []
        acts = []
        if self.has_moderate_permission(request):
            acts = [("hide_selected", _("Hide"))] if comment.is_public else []
            acts += [("restore_selected", _("Restore"))] if comment.state in moderation.RESTORABLE else []
            acts += [("reject_selected", _("Reject reports"))] if comment.reports.waiting().exists() else []
        if self.has_pick_permission(request) and comment.is_public:
            acts += (
                [("unpick_selected", _("Unpick"))] if comment.picked_at else [("pick_selected", _("Pick"))]
            )
        return acts

    def view_on_site(self, obj: Comment) -> str:
        return obj.get_absolute_url()

    # ------------------------------------------------------------------ what is shown

    @admin.display(description=gettext_lazy("comment"))
    def excerpt(self, comment: Comment) -> str:
        """Its first words and, below them, where they stand: side by side both would be columns of single words."""
        words = cited(comment.text, 160) or "—"
        return format_html(
            '{}<span class="quiet article">{}</span>', words, comment.discussion.article.headline
        )

    @admin.display(description=gettext_lazy("article"))
    def article(self, comment: Comment) -> str:
        return comment.discussion.article.headline

    @admin.display(description=gettext_lazy("score"))
    def shown_tally(self, comment: Comment) -> str:
        return comment.tally

    @admin.display(description=gettext_lazy("reports"), ordering="reports_count")
    def reported(self, comment: Any) -> int:
        return comment.reports_count

    @admin.display(description=gettext_lazy("text"))
    def shown(self, comment: Comment) -> str:
        # The source, escaped: what was typed, not what it looks like.
        return format_html("<pre>{}</pre>", comment.text)

    @admin.display(description=gettext_lazy("answers"))
    def answers(self, comment: Comment) -> str:
        if comment.parent is None:
            return "—"
        return format_html("<pre>{}: {}</pre>", comment.parent.author or "—", comment.parent.text)

    @admin.display(description=gettext_lazy("reports"))
    def reports_list(self, comment: Comment) -> SafeString | str:
        reports = comment.reports.select_related("reporter")
        rows = (
            (
                moment(r.created_at),
                r.get_reason_display(),
                r.words,
                r.reporter,
                r.get_outcome_display(),
                # An edit or a deletion must not change what the reader saw.
                "" if r.text == comment.text else format_html("<pre>{}</pre>", r.text),
            )
            for r in reports
        )
        return format_html_join("", "<p>{} {} {} ({}): {}{}</p>", rows) or "—"

    @admin.display(description=gettext_lazy("log"))
    def log(self, comment: Comment) -> SafeString | str:
        entries = list(comment.moderation_entries.select_related("actor"))
        reasons.show(entries)
        rows = (
            (
                moment(e.created_at),
                e.get_act_display(),
                e.actor or name_of(e.rule) or "—",
                f": {e.words}" if e.words else "",
            )
            for e in entries
        )
        return format_html_join("", "<p>{} {} ({}){}</p>", rows) or "—"

    # ------------------------------------------------------------------ what is done

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    @admin.action(description=gettext_lazy("Hide selected comments"), permissions=["moderate"])
    def hide_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> HttpResponse | None:
        """Asks for the reason first; the same form comes back with it."""
        refusal = None
        if "reason" in request.POST:
            try:
                hidden = len(
                    moderation.hide(self._chosen(comments), by=acting(request), reason=request.POST["reason"])
                )
            except Refusal as caught:
                refusal = caught
            else:
                words = ngettext("%(n)d comment is hidden.", "%(n)d comments are hidden.", hidden)
                self._say(request, words, hidden, len(comments))
                return None
        return ask_reason(
            self,
            request,
            action="hide_selected",
            words=ngettext("%(n)d comment will be hidden.", "%(n)d comments will be hidden.", len(comments))
            % {"n": len(comments)},
            button=_("Hide comments"),
            refusal=refusal,
            is_told=True,
        )

    @admin.action(description=gettext_lazy("Restore selected comments"), permissions=["moderate"])
    def restore_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        try:
            restored = len(moderation.restore(self._chosen(comments), by=acting(request)))
        except Refusal as refusal:
            return self.message_user(request, refusal.message, messages.ERROR)
        words = ngettext("%(n)d comment is public again.", "%(n)d comments are public again.", restored)
        return self._say(request, words, restored, len(comments))

    @admin.action(
        description=gettext_lazy("Reject the reports of selected comments"), permissions=["moderate"]
    )
    def reject_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        try:
            rejected = len(moderation.reject_reports(self._chosen(comments), by=acting(request)))
        except Refusal as refusal:
            return self.message_user(request, refusal.message, messages.ERROR)
        words = ngettext(
            "The reports of %(n)d comment are rejected.",
            "The reports of %(n)d comments are rejected.",
            rejected,
        )
        return self._say(request, words, rejected, len(comments))

    def _say(self, request: HttpRequest, words: str, decided: int, asked: int) -> None:
        """To how many it was done, in `words`; the rest needed no decision any more, or isn't theirs to take."""
        self.message_user(request, words % {"n": decided}, messages.SUCCESS)
        if left := asked - decided:
            words = ngettext(
                "%(n)d is left as it was: it was decided on meanwhile, or its author is of the house.",
                "%(n)d are left as they were: they were decided on meanwhile, or their authors are of the house.",
                left,
            )
            self.message_user(request, words % {"n": left}, messages.WARNING)

    def has_pick_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.pick_comment")

    @admin.action(description=gettext_lazy("Pick selected comments"), permissions=["pick"])
    def pick_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        picked = picking.pick(self._chosen(comments), by=acting(request))
        words = ngettext("%(n)d comment is picked.", "%(n)d comments are picked.", picked) % {"n": picked}
        self.message_user(request, words, messages.SUCCESS)

    @admin.action(description=gettext_lazy("Take back the pick of selected comments"), permissions=["pick"])
    def unpick_selected(self, request: HttpRequest, comments: QuerySet[Comment]) -> None:
        unpicked = picking.unpick(self._chosen(comments), by=acting(request))
        words = ngettext(
            "%(n)d comment is no longer picked.", "%(n)d comments are no longer picked.", unpicked
        ) % {"n": unpicked}
        self.message_user(request, words, messages.SUCCESS)

    @staticmethod
    def _chosen(comments: QuerySet[Comment]) -> Any:
        """The same comments without what the list joins to them."""
        return Comment.objects.filter(pk__in=list(comments.values_list("pk", flat=True)))
