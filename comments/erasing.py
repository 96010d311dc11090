"""What is taken away of a reader whose account is erased: see accounts/erasing.py.

Their votes go, for a vote is somebody's, and the totals go down with them. Their comments lose the name, or also the words,
as they have chosen; what others have answered stays either way. The triggers keep every count.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q

from comments.models import Comment, CommentEdit, Notification, Pace, Report, Vote
from comments.reporting import author_deleted
from comments.weighing import count_anew

if TYPE_CHECKING:
    from accounts.models import User

# So many rows at once hold their locks for some tens of milliseconds.
BATCH = 500


def erase(reader: User) -> Iterator[None]:
    """A batch after the other; yields after each."""
    while _vote_batch(reader):
        yield
    while _comment_batch(reader):
        yield
    while _report_batch(reader):
        yield
    while _notification_batch(reader):
        yield
    Pace.objects.filter(
        Q(key__in=[f"{act}/{reader.pk}" for act in ("post", "edit", "refused")])
        | Q(key__startswith=f"same/{reader.pk}/")
        | Q(key__startswith=f"slow/{reader.pk}/")
    ).delete()


def _vote_batch(reader: User) -> int:
    batch = dict(
        Vote.objects.filter(voter=reader).order_by("comment_id").values_list("pk", "comment_id")[:BATCH]
    )
    with transaction.atomic():
        # The comments first, as in voting: the other way round a vote in the midst and this would wait for each other.
        comments = Comment.objects.select_for_update(no_key=True).filter(pk__in=set(batch.values()))
        list(comments.order_by("pk").values_list("pk"))
        Vote.objects.filter(pk__in=batch).delete()
    return len(batch)


def _comment_batch(reader: User) -> int:
    batch = list(Comment.objects.filter(author=reader).order_by("pk").values_list("pk", flat=True)[:BATCH])
    with transaction.atomic():
        ids = list(Comment.objects.filter(pk__in=batch).lock(*Comment.State.values))
        comments = Comment.objects.filter(pk__in=ids)
        if reader.erasure_removes:
            # As when their author deletes them; and what was reported goes as well: two weeks were time to decide on it.
            author_deleted(ids)
            Report.objects.on(ids).update(text="")
            CommentEdit.objects.filter(comment__in=ids).delete()
            comments.update(author=None, state=Comment.State.DELETED, text="", html="", picked_at=None)
        else:
            comments.update(author=None)
    return len(ids)


def _report_batch(reader: User) -> int:
    reports = Report.objects.filter(reporter=reader).order_by("comment_id")
    batch = dict(reports.values_list("pk", "comment_id")[:BATCH])
    with transaction.atomic():
        # The comments first, as in deciding on them: else a decision in the midst and this would wait for each other.
        comments = Comment.objects.select_for_update(no_key=True).filter(pk__in=set(batch.values()))
        list(comments.order_by("pk").values_list("pk"))
        waiting = list(reports.waiting().filter(pk__in=batch).values_list("comment_id", flat=True))
        Report.objects.filter(pk__in=batch).delete()
        # Of those that acted together another counts from now on.
        for comment in waiting:
            count_anew(comment)
    return len(batch)


def _notification_batch(reader: User) -> int:
    batch = Notification.objects.filter(recipient=reader).order_by("pk").values_list("pk", flat=True)[:BATCH]
    return Notification.objects.filter(pk__in=list(batch)).delete()[0]
