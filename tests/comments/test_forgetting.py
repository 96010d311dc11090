"""Notifications of long ago go by themselves, and nothing else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from comments import inbox
from comments.models import Notification
from comments.tasks import forget_notifications
from newsportal.periodic import registered
from tests.factories import CommentFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_what_was_read_goes_after_ninety_days_and_all_of_it_after_a_year(monkeypatch: Any) -> None:
    monkeypatch.setattr(inbox, "BATCH", 2)
    reader, comments = UserFactory(), [CommentFactory() for _ in range(7)]
    now, day = timezone.now(), timedelta(days=1)
    # Days since it was told, and since it was read.
    ages = [(400, None), (366, 1), (364, None), (300, 91), (300, 89), (91, 91), (10, 5)]
    for comment, (told, read) in zip(comments, ages, strict=True):
        Notification.objects.create(
            recipient=reader,
            kind=Notification.Kind.MENTION,
            comment=comment,
            discussion=comment.discussion,
            created_at=now - told * day,
            read_at=None if read is None else now - read * day,
        )
    forget_notifications.enqueue()
    work()
    kept = Notification.objects.order_by("pk").values_list("comment", flat=True)
    assert list(kept) == [comments[place].pk for place in (2, 4, 6)]


def test_it_is_looked_for_each_day() -> None:
    assert registered()["comments.tasks.forget_notifications"] == timedelta(days=1)
