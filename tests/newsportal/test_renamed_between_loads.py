"""What records call by the name that it had when the first of them came: it is that, and isn't made a second time."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.models import Article, Author, Section, Topic
from tests.newsportal.exchanging import load

pytestmark = pytest.mark.django_db


def story(slug: str, **more: object) -> dict[str, object]:
    return {
        "section": "news",
        "slug": slug,
        "headline": slug,
        "authors": ["Mona Kerr"],
        "topics": ["港", "Ferries"],
    } | more


@pytest.mark.parametrize("is_moved", [False, True])
def test_what_is_renamed_between_two_loads_stays_one(tmp_path: Path, is_moved: bool) -> None:
    load(tmp_path, story("first"))
    for model, was, name, slug in (
        (Section, "news", "Local", "local"),
        (Author, "mona-kerr", "Mona Hale", "mona-hale"),
        (Topic, "港", "港湾", "港湾"),
        (Topic, "ferries", "Boats", "boats"),
    ):
        # Its address may stay as it was.
        model._default_manager.filter(slug=was).update(name=name, **({"slug": slug} if is_moved else {}))
    load(tmp_path, story("second"))
    first, second = Article.objects.order_by("pk")
    assert Section.objects.count() == Author.objects.count() == 1 and Topic.objects.count() == 2
    assert first.section == second.section and list(first.ordered_authors) == list(second.ordered_authors)
    assert {topic.name for topic in second.topics.all()} == {"港湾", "Boats"}


def test_whose_own_name_makes_the_address_is_another(tmp_path: Path) -> None:
    load(tmp_path, story("first", topics=["C"], authors=["Ana Perez"]))
    load(tmp_path, story("second", topics=["C++"], authors=["Ana-Perez"]))
    assert set(Topic.objects.values_list("name", "slug")) == {("C", "c"), ("C++", "c-2")}
    assert Author.objects.count() == 2


def test_what_has_the_name_today_comes_first(tmp_path: Path) -> None:
    load(tmp_path, story("first", topics=["Ferries"]))
    Topic.objects.filter(slug="ferries").update(name="Boats", slug="boats")
    Topic.objects.create(name="Ferries", slug="all-ferries")
    load(tmp_path, story("second", topics=["Ferries"]))
    assert [topic.slug for topic in Article.objects.get(slug="second").topics.all()] == ["all-ferries"]
