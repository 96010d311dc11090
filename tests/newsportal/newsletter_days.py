"""The days of newsletters: stories that came out at a moment, a worker that looks at one, and what it then has put together."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import time_machine

from articles.models import Article, NewsletterIssue
from newsportal.tasks import put_newsletters_together
from tests.factories import ArticleFactory, SectionFactory
from tests.worker import work

# A Monday, at the hour of the daily newsletter; the weekly's day and hour.
MONDAY = datetime(2026, 3, 9, 5, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
FRIDAY = datetime(2026, 3, 13, 9, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def at(moment: datetime) -> None:
    """The worker looks at `moment`."""
    with time_machine.travel(moment, tick=True):
        put_newsletters_together.enqueue()
        work()


def story(
    headline: str, moment: datetime = MONDAY - HOUR, section: str = "harbour", **fields: Any
) -> Article:
    return ArticleFactory(
        headline=headline, published_at=moment, section=SectionFactory(slug=section), **fields
    )


def told(cadence: str = "daily") -> list[tuple[str, str]]:
    """(headline, why) of the latest issue's stories."""
    issue = NewsletterIssue.objects.filter(newsletter=cadence).latest("day")
    return list(issue.stories.values_list("article__headline", "why"))


def headlines(cadence: str = "daily") -> list[str]:
    return [headline for headline, _why in told(cadence)]
