"""A Disqus export brings its comments into the articles that stand here, thread by thread, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.models import Article, FormerAddress
from comments.models import Comment
from comments.recount import recount
from tests.factories import ArticleFactory, UserFactory
from tests.newsportal.imports import wxr
from tests.newsportal.imports.bringing import bring_in, dump
from tests.newsportal.imports.disqus_export import HEAD, post, thread, write

pytestmark = pytest.mark.django_db


def test_comments_come_into_the_article_of_their_link_in_their_threads(tmp_path: Path) -> None:
    ArticleFactory(slug="story-1")
    UserFactory(username="Noor")
    link = "https://old.example/harbour/story-1/?utm=x"
    posts = [post(1, 9), post(3, 9, "Third", parent=2), post(2, 9, "<p>Two <i>words</i></p>", parent=1)]
    said = bring_in("disqus", write(tmp_path / "a.xml", thread(9, link), *posts))
    one, two, three = (Comment.objects.get(key=f"disqus-{number}") for number in (1, 2, 3))
    assert (two.parent, three.parent, three.depth, two.text) == (one, two, 2, "Two *words*")
    assert one.created_at.isoformat() == "2024-05-12T08:00:01+00:00"
    assert one.author and one.author.username == "Noor*" and not one.author.email
    assert said.out.strip() == "1 article was there already; added to it: 3 comments." and not said.error
    assert recount() == []


def test_an_article_is_found_by_where_it_was_before_and_by_what_it_was_called(tmp_path: Path) -> None:
    bring_in("wordpress", wxr.write(tmp_path / "w.xml", wxr.post(1), wxr.post(2), wxr.post(3)))
    FormerAddress.objects.create(path="/old/place/", article=Article.objects.get(slug="story-3"))
    threads = [
        thread(1, "https://old.example/2024/05/12/story-1"),
        thread(2, "https://old.example/?p=2", "2 https://old.example/?p=2"),
        thread(3, "https://elsewhere.example/", "/old/place/"),
    ]
    said = bring_in(
        "disqus", write(tmp_path / "a.xml", *threads, *(post(number, number) for number in (1, 2, 3)))
    )
    found = Comment.objects.order_by("key").values_list("key", "discussion__article__slug")
    assert (
        list(found) == [("disqus-1", "story-1"), ("disqus-2", "story-2"), ("disqus-3", "story-3")]
        and not said.lines
    )


def test_what_is_deleted_spam_or_of_no_article_is_not_taken_and_named(tmp_path: Path) -> None:
    ArticleFactory(slug="story-1")
    file = write(
        tmp_path / "a.xml",
        thread(1, "https://old.example/harbour/story-1/"),
        thread(2, "https://old.example/nowhere/"),
        thread(3, "https://old.example/harbour/story-1/", deleted="true"),
        post(1, 1, isDeleted="true"),
        post(2, 1, parent=1),
        post(3, 1, isSpam="true"),
        post(4, 2),
        post(5, 3),
        post(6, 77),
    )
    said = bring_in("disqus", file)
    assert list(Comment.objects.order_by("key").values_list("key", "state")) == [
        ("disqus-1", "deleted"),
        ("disqus-2", "public"),
    ]
    for told in (
        "comment disqus-1 not taken: deleted there",
        "comment disqus-3 not taken: spam",
        "line 6, thread “Thread 2”: its comment not taken: no article here has the address",
        "its comment not taken: it was deleted there",
        "comments of thread 77 not taken: the thread isn't in the file",
    ):
        assert told in said.lines


def test_again_and_dry_it_changes_nothing(tmp_path: Path) -> None:
    ArticleFactory(slug="story-1")
    file = write(
        tmp_path / "a.xml", thread(1, "https://x.example/harbour/story-1/"), post(1, 1), post(2, 1, parent=1)
    )
    bring_in("disqus", file, dry_run=True)
    assert not Comment.objects.exists()
    bring_in("disqus", file)
    before = dump()
    bring_in("disqus", file)
    assert dump() == before and before.count("disqus-") == 3


@pytest.mark.parametrize(
    ("written", "told"),
    [("<rss><channel/></rss>", "no export of Disqus"), (HEAD + thread(1, "x"), "cut off")],
)
def test_what_is_no_export_or_cut_off_is_a_sentence(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "a.xml").write_text(written)
    assert told in bring_in("disqus", tmp_path / "a.xml").error
