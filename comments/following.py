"""Following a discussion and stopping it; both are one row of the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from comments.models.discussion import Discussion
from comments.models.follow import Follow
from comments.models.notification import Notification

if TYPE_CHECKING:
    from accounts.models import User


def follow(discussion: Discussion, *, by: User, is_on: bool) -> None:
    """See Discussion.follow and Discussion.unfollow."""
    with transaction.atomic():
        Follow.objects.bulk_create(
            [Follow(reader=by, discussion=discussion, is_on=is_on)],
            update_conflicts=True,
            unique_fields=["discussion", "reader"],
            update_fields=["is_on"],
        )
        if not is_on:
            # What was told of it and not read yet would keep counting for what nobody wants to hear any more.
            news = Notification.objects.of(by).filter(kind=Notification.Kind.FOLLOWED, discussion=discussion)
            news.mark_read()
