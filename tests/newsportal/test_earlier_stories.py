"""Whoever reads on through earlier stories sees each that stays exactly once, whatever editors do between two pages."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Topic
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db

STORY = re.compile(r'href="/harbour/(story-\d+)/"')
EARLIER = re.compile(r'href="(\?before=[^"]+)">Earlier stories')


@pytest.fixture
def editor() -> User:
    return EditorFactory()


@pytest.fixture
def places() -> list[str]:
    """A section, a topic and an author with fifty stories, of which some came at one moment."""
    now, section = timezone.now(), SectionFactory(slug="harbour")
    author, topic = AuthorFactory(), Topic.objects.create(name="Ferries", slug="ferries")
    for number in range(50):
        at = now - timedelta(hours=1 + number // 5)
        article = ArticleFactory(slug=f"story-{number}", section=section, authors=[author], published_at=at)
        article.topics.add(topic)
    return [section.get_absolute_url(), topic.get_absolute_url(), author.get_absolute_url()]


def meanwhile(editor: User, turn: int) -> set[str]:
    """What an editor does between two pages; the stories that go."""
    newest, *_others, oldest = Article.objects.published().newest()
    for article in (newest, oldest):
        article.unpublish(by=editor)
    back = ArticleFactory(slug=f"new-{turn}", section=newest.section, state="draft", published_at=None)
    back.publish(by=editor)
    ArticleFactory(
        slug=f"soon-{turn}", section=newest.section, published_at=timezone.now() + timedelta(days=1)
    )
    return {newest.slug, oldest.slug}


@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_that_stays_comes_once(client: Client, editor: User, places: list[str], place: int) -> None:
    shown: list[str] = []
    gone: set[str] = set()
    address = places[place]
    for turn in range(5):
        page = client.get(address).text
        shown += list(dict.fromkeys(STORY.findall(page)))
        earlier = EARLIER.search(page)
        if earlier is None:
            break
        address = places[place] + earlier[1].replace("&amp;", "&")
        gone |= meanwhile(editor, turn)
    assert turn == 2, "fifty stories are three pages"
    assert len(shown) == len(set(shown))
    assert {f"story-{number}" for number in range(50)} - gone <= set(shown)
