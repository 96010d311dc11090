"""Readers' reports, the undecided first: decided on where the comment is, or rejected here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy, ngettext

from accounts.acting import acting
from articles.admin.plain import plain
from comments import moderation
from comments.admin.read_only import ReadOnlyAdmin
from comments.models import Comment, Report
from comments.refusal import Refusal


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["created_at", "outcome", "reason", "words", "comment_link"]
    list_filter = ["outcome", "reason"]
    actions = ["reject_selected"]
    fields: ClassVar[Any] = [
        "comment_link",
        "reported_text",
        "reason",
        "words",
        plain(Report, "reporter"),
        "created_at",
        "outcome",
        "decided_at",
    ]
    show_full_result_count = False

    list_select_related = ["comment", "reporter"]

    def get_ordering(self, request: HttpRequest) -> Any:
        return [Case(When(outcome=Report.Outcome.OPEN, then=0), default=1).asc(), "-id"]

    @admin.display(description=gettext_lazy("comment"))
    def comment_link(self, report: Report) -> str:
        address = f"/admin/comments/comment/{report.comment_id}/change/"
        return format_html('<a href="{}">{}</a>', address, report.comment)

    @admin.display(description=gettext_lazy("the comment as it was reported"))
    def reported_text(self, report: Report) -> str:
        return format_html("<pre>{}</pre>", report.text)

    def has_moderate_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comments.moderate_comment")

    @admin.action(description=gettext_lazy("Reject: the comments stay"), permissions=["moderate"])
    def reject_selected(self, request: HttpRequest, reports: QuerySet[Report]) -> None:
        """All reports of these comments: one decision for each comment."""
        comments: Any = Comment.objects.filter(pk__in=list(reports.values_list("comment_id", flat=True)))
        try:
            rejected = len(moderation.reject_reports(comments, by=acting(request)))
        except Refusal as refusal:
            return self.message_user(request, refusal.message, messages.ERROR)
        words = ngettext(
            "The reports of %(n)d comment are rejected.",
            "The reports of %(n)d comments are rejected.",
            rejected,
        ) % {"n": rejected}
        return self.message_user(request, words, messages.SUCCESS)
