"""Subscribers of the news alerts, and what went to them."""

from __future__ import annotations

from typing import Any

from accounts.models import AlertSubscription, User
from articles.models import Alert, AlertChoice, Article
from tests.factories import EditorFactory, UserFactory


def subscriber(name: str, pace: str = "breaking", **chosen: Any) -> AlertSubscription:
    """One who has said yes, and chosen where something is given."""
    subscription = subscribed(UserFactory(username=name))
    if chosen or pace != "breaking":
        AlertChoice.objects.choose(subscription, pace=pace, **chosen)
    return subscription


def subscribed(reader: User) -> AlertSubscription:
    subscription = AlertSubscription.objects.create(reader=reader, email=reader.email)
    subscription.confirm()
    return subscription


def many(count: int) -> None:
    """So many subscribers who take everything."""
    readers = User.objects.bulk_create(
        User(username=f"many{number}", email=f"many{number}@example.com", looks=None)
        for number in range(count)
    )
    AlertSubscription.objects.bulk_create(
        AlertSubscription(reader=reader, email=reader.email, confirmed_at="2026-01-01T00:00Z")
        for reader in readers
    )


def send(article: Article, subject: str = "", text: str = "Now.") -> Alert:
    alert, _is_new = Alert.objects.send(
        article, by=EditorFactory(), subject=subject or article.headline, text=text
    )
    return alert


def progress(alert: Alert) -> tuple[int, int, int]:
    """To how many it was addressed, how many have it, how many may still get it."""
    found = Alert.objects.with_progress().get(pk=alert.pk)
    return found.recipients, found.sent, found.waiting
