"""Reporting a comment to the moderators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from comments.models.comment import Comment
from comments.models.report import Report
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User


def report(comment: Comment, *, by: User, reason: str, words: str = "") -> None:
    """See Comment.report."""
    if reason not in Report.Reason.values:
        raise Refusal(_("Choose what is wrong with the comment."), code="reason")
    if len(words) > 500 or "\x00" in words:
        raise Refusal(_("Tell it in at most 500 characters."), code="words")
    if comment.author_id == by.pk:
        raise Refusal(_("You can't report your own comment."), code="own")
    Report.objects.bulk_create(
        [Report(comment=comment, reporter=by, reason=reason, words=words.strip(), text=comment.text)],
        ignore_conflicts=True,
    )
