"""Where to read on from an article: what shares its topics, and what is new."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.models import Article, ArticleTopic, Topic
from newsportal.pages.onward import OF_TOPIC, onward
from tests.factories import ArticleFactory, SectionFactory

pytestmark = pytest.mark.django_db


def about(*topics: Topic, **fields: Any) -> Article:
    article: Article = ArticleFactory(**fields)
    for topic in topics:
        ArticleTopic.objects.create(article=article, topic=topic)
    return article


def test_related_stories_share_topics_the_most_first() -> None:
    ferries, fares, weather = (Topic.objects.create(name=name, slug=name) for name in ("f", "p", "w"))
    own = about(ferries, fares)
    others = [about() for _ in range(3)]
    one, both = about(ferries), about(ferries, fares)
    about(fares, state=Article.State.DRAFT, published_at=None)
    about(weather)
    related, more = onward(own)
    assert related == [both, one]
    assert more[-3:] == others[::-1] and not {own, one, both} & set(more)


def test_no_story_stands_there_twice_and_most_share_nothing() -> None:
    ferries = Topic.objects.create(name="f", slug="f")
    own = about(ferries)
    latest = [about(ferries) for _ in range(12)][::-1]
    related, more = onward(own)
    assert related == latest[:4] and more == latest[4:9]
    assert onward(about()).related == []


def test_an_old_story_is_found_under_a_lively_topic_of_another() -> None:
    rare, lively = (Topic.objects.create(name=name, slug=name) for name in ("r", "l"))
    old = about(rare, lively, published_at=timezone.now() - timedelta(days=900))
    for _ in range(40):
        about(lively)
    assert old in onward(about(rare, lively)).related


def archive(topic: Topic, count: int) -> None:
    """So many stories of years ago that were brought in last."""
    long_ago, section = timezone.now() - timedelta(days=3000), SectionFactory()
    brought_in = Article.objects.bulk_create(
        Article(
            section=section, slug=f"old-{n}", headline=f"Old {n}", state="published", published_at=long_ago
        )
        for n in range(count)
    )
    ArticleTopic.objects.bulk_create(ArticleTopic(article=one, topic=topic) for one in brought_in)


def test_an_archive_that_is_brought_in_pushes_no_recent_story_out() -> None:
    ferries = Topic.objects.create(name="f", slug="f")
    recent = [about(ferries) for _ in range(3)][::-1]
    newer = [about() for _ in range(12)]
    archive(ferries, 40)
    related, more = onward(about(ferries))
    assert related[:3] == recent and more == newer[:-6:-1]


def test_nor_one_that_is_larger_than_what_is_looked_through() -> None:
    ferries = Topic.objects.create(name="f", slug="f")
    recent = [about(ferries) for _ in range(3)][::-1]
    for _ in range(12):
        about()
    archive(ferries, OF_TOPIC + 10)
    assert onward(about(ferries)).related[:3] == recent
