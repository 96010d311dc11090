"""Sections, topics and authors that are no more: each address that they had says so, and nothing else does."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.models import Author, Section, Topic
from tests.factories import ArticleFactory, AuthorFactory, SectionFactory

pytestmark = pytest.mark.django_db

NOUNS = {
    "section": (Section, {"name": "Old", "slug": "old"}),
    "topic": (Topic, {"name": "台風", "slug": "台風"}),
    "author": (Author, {"name": "大石", "slug": "大石"}),
}


@pytest.mark.parametrize("noun", NOUNS)
def test_a_deleted_one_is_gone_under_each_of_its_names(client: Client, noun: str) -> None:
    model, fields = NOUNS[noun]
    made: Any = model._default_manager.create(**fields)
    had = [made.get_absolute_url()]
    made.slug = "new-name"
    made.save()
    had.append(made.get_absolute_url())
    assert client.get(had[0]).status_code == 301
    made.delete()
    for path in had:
        for more in ("", "feed/", "feed/json/"):
            answer = client.get(path + more)
            assert answer.status_code == 410 and "noindex" in answer.text, path + more
        assert "This page is here no more" in client.get(path).text
    assert client.get(had[1].replace("new-name", "newer-name")).status_code == 404


@pytest.mark.parametrize("noun", NOUNS)
def test_another_that_comes_to_its_name_stands_there(client: Client, noun: str) -> None:
    model, fields = NOUNS[noun]
    for _ in range(2):
        made: Any = model._default_manager.create(**fields)
        path = made.get_absolute_url()
        assert client.get(path).status_code == 200
        # A wrong question about what stands is no word of what is gone.
        assert client.get(f"{path}?before=nonsense").status_code == 404
        made.delete()
    made = model._default_manager.create(**fields)
    made.slug = "new-name"
    made.save()
    assert client.get(path).status_code == 301


def test_the_stories_that_left_a_deleted_section_are_found(client: Client) -> None:
    article = ArticleFactory(authors=[AuthorFactory()])
    former, left = article.get_absolute_url(), article.section
    article.section = SectionFactory(slug="port")
    article.save()
    left.delete()
    assert client.get(former).headers["Location"] == article.get_absolute_url()
    assert client.get(f"/{left.slug}/").status_code == 410
    assert client.get(f"/{left.slug}/never-was/").status_code == 404
