"""What is hidden, and the appeal against it."""

from __future__ import annotations

from accounts.models import User
from comments import appealing
from comments.models import Appeal, Comment, Notification, Statement
from comments.models.telling import UNDO_FOR
from tests.worker import work

DESK = "/admin/comments/appeal/"


def hidden(comment: Comment, by: User) -> Statement:
    comment.hide(by=by, reason="Off the subject")
    work(UNDO_FOR)
    return Statement.objects.latest("pk")


def appealed(statement: Statement, words: str = "It was on the subject.") -> Appeal:
    return appealing.appeal(statement, by=statement.reader, words=words)


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def told(reader: User, kind: str = "decision") -> list[str]:
    """The words in which the reader has been told of it."""
    rows = Notification.objects.of(reader).filter(kind=kind).order_by("pk")
    return list(rows.values_list("words", flat=True))
