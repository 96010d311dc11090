"""Newsletters' issues, and readers who have chosen one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import AlertSubscription
from articles.models import AlertChoice, Article, Newsletter, NewsletterIssue
from tests.articles.subscribers import subscriber
from tests.factories import ArticleFactory


def daily(**fields: Any) -> Newsletter:
    """The daily newsletter, with these fields."""
    newsletter = Newsletter.objects.get(pk="daily")
    for name, value in fields.items():
        setattr(newsletter, name, value)
    newsletter.save()
    return newsletter


def reader_of(name: str, *newsletters: str, pace: str = "none") -> AlertSubscription:
    return subscriber(name, pace=pace, newsletters=newsletters or ["daily"])


def all_choose(cadence: str = "daily") -> None:
    """Whoever subscribes to alerts has this newsletter, and nothing else."""
    AlertChoice.objects.bulk_create(
        AlertChoice(subscription_id=pk, pace="none")
        for pk in AlertSubscription.objects.filter(choice=None).values_list("pk", flat=True)
    )
    through: Any = AlertChoice.newsletters.through
    through.objects.bulk_create(
        through(alertchoice_id=pk, newsletter_id=cadence)
        for pk in AlertChoice.objects.values_list("pk", flat=True)
    )


def issue_of(*articles: Article, cadence: str = "daily", at: datetime | None = None) -> NewsletterIssue:
    """A draft with these stories, or one of its own, in their order."""
    now = at or timezone.now()
    newsletter = Newsletter.objects.get(pk=cadence)
    stories = [(article.pk, "latest") for article in articles or [ArticleFactory()]]
    day = timezone.localtime(now, timezone.get_default_timezone()).date()
    issue: NewsletterIssue = NewsletterIssue.objects.draft(
        newsletter, day, since=now - timedelta(days=1), until=now, stories=stories
    )
    return issue
