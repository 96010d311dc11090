"""A Ghost export comes in with authors, tags, states and excerpts, once; each post's old address leads on."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from articles.models import Article, Photo
from tests.newsportal.exchanging import picture
from tests.newsportal.imports.bringing import bring_in, dump
from tests.newsportal.imports.ghost_export import POST, write

pytestmark = pytest.mark.django_db


def test_a_post_comes_in_as_it_was_and_its_address_leads_on(tmp_path: Path, client: Client) -> None:
    said = bring_in("ghost", write(tmp_path / "a.json", {}))
    article = Article.objects.get()
    assert (article.headline, article.standfirst, article.section.slug) == (
        POST["title"],
        "In short.",
        "harbour",
    )
    assert article.body == "<p>It left at <strong>dawn</strong>.</p>"
    assert article.published_at and article.published_at.isoformat() == "2024-05-12T07:00:00+00:00"
    assert [author.name for author in article.ordered_authors] == ["Ada Wills", "森 葵"]
    assert [topic.name for topic in article.topics.all()] == ["Ferries"]
    assert client.get("/ferry/").headers["Location"] == "/harbour/ferry/" and not said.lines


def test_what_was_not_for_everybody_is_a_draft_and_what_is_no_post_is_named(tmp_path: Path) -> None:
    posts = [
        {"id": "a", "uuid": "a", "slug": "a", "status": "draft", "published_at": None},
        {"id": "b", "uuid": "b", "slug": "b", "visibility": "paid"},
        {"id": "c", "uuid": "c", "slug": "c", "type": "page"},
        {
            "id": "d",
            "uuid": "d",
            "slug": "d",
            "status": "scheduled",
            "published_at": "2999-01-01T00:00:00.000Z",
        },
        {"id": "e", "uuid": "e", "slug": "e", "html": None},
        {"id": "f", "uuid": "f", "slug": "f", "status": "odd"},
    ]
    said = bring_in("ghost", write(tmp_path / "a.json", *posts))
    states = {article.slug: article.state for article in Article.objects.all()}
    assert states == {"a": "draft", "b": "draft", "d": "published", "e": "draft"}
    assert Article.objects.get(slug="d").is_scheduled and Article.objects.get(slug="a").section.slug == "news"
    for told in (
        "post 2, “The ferry sails again”: it is for members only",
        "it is a page",
        "Ghost's own form",
        "“odd”",
    ):
        assert told in said.lines


def test_links_to_other_posts_lead_there(tmp_path: Path, client: Client) -> None:
    linked = (
        '<p><a href="__GHOST_URL__/other/#part">Other</a>, __GHOST_URL__ and <a href="#part">here</a>.</p>'
    )
    other = {"id": "b", "uuid": "b", "slug": "other"}
    bring_in("ghost", write(tmp_path / "a.json", {"html": linked}, other))
    body = Article.objects.get(slug="ferry").body
    assert 'href="/other/#part"' in body and 'href="#part"' in body and "GHOST_URL" not in body
    assert client.get("/other/").headers["Location"] == "/news/other/"


def test_the_picture_comes_from_the_folder_of_pictures(tmp_path: Path) -> None:
    (tmp_path / "images/2024/05").mkdir(parents=True)
    (tmp_path / "images/2024/05/ferry.jpg").write_bytes(picture())
    file = write(tmp_path / "a.json", {"feature_image": "__GHOST_URL__/content/images/2024/05/ferry.jpg"})
    assert "no folder of pictures was given" in bring_in("ghost", file, dry_run=True).lines
    bring_in("ghost", file, pictures=tmp_path / "images")
    assert (Photo.objects.get().alt, Photo.objects.get().caption) == ("White ship", "A ferry")


def test_coming_in_again_changes_nothing(tmp_path: Path) -> None:
    file = write(tmp_path / "a.json", {}, {"id": "b", "uuid": "b"})
    bring_in("ghost", file)
    before = dump()
    assert bring_in("ghost", file).out.strip() == "2 articles were there already, nothing changed."
    assert dump() == before and sorted(Article.objects.values_list("slug", flat=True)) == ["ferry", "ferry"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("", "isn't whole"),
        ("[]", "no export of Ghost"),
        ('{"db": [{"data": {"posts": [{"id": 1', "isn't whole"),
        ('{"db": x}', "JSON"),
        ('{"db": "\xff"}', "JSON"),
        ("[" * 200_000, "100 deep"),
    ],
)
def test_what_is_no_export_or_cut_off_is_a_sentence(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "a.json").write_bytes(written.encode("latin-1"))
    said = bring_in("ghost", tmp_path / "a.json")
    assert told in said.error and "\n" not in said.error and not Article.objects.exists()
