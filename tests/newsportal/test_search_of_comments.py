"""The search in comments: those that everybody may read, and no others, each with the way to where it stands."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.models import Comment, CommentWords, Mute
from newsportal.periodic import enqueue_due
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    SectionFactory,
    UserFactory,
)
from tests.newsportal.searches import headlines, words_of
from tests.worker import work

pytestmark = pytest.mark.django_db
PAGE = "/search/?in=comments&q="


def found(query: str, client: Client | None = None) -> list[str]:
    return headlines((client or Client()).get(PAGE + query).text)


def kelpie() -> Comment:
    return CommentFactory(
        by=UserFactory(username="Kelpie"), text="A *pelican* on the quay, 港の台風は去った。"
    )


def test_a_comment_is_found_with_its_author_time_and_the_way_to_it(client: Client) -> None:
    comment = kelpie()
    html = client.get(f"{PAGE}pelicans").text
    assert headlines(html) == ["Kelpie"]
    assert "A <mark>pelican</mark> on the quay" in html and f'href="/comments/{comment.pk}/"' in html
    assert f"Under “{comment.discussion.article.headline}”" in words_of(html) and "1 comment found" in html
    assert f'datetime="{timezone.localtime(comment.created_at).isoformat(timespec="seconds")}"' in html
    assert found("台風") == ["Kelpie"] and "<mark>台風</mark>" in client.get(f"{PAGE}台風").text


@pytest.mark.parametrize("act", ["hide", "withdraw", "edit", "unpublish", "hold", "erase"])
def test_what_is_not_to_be_read_is_not_found_from_the_next_answer_on(act: str) -> None:
    comment = kelpie()
    assert found("pelican") == ["Kelpie"]
    acts: dict[str, Any] = {
        "hide": lambda: comment.hide(by=ModeratorFactory(), reason="rude"),
        "withdraw": lambda: comment.withdraw(by=comment.author),
        "edit": lambda: comment.edit(by=comment.author, text="A heron."),
        "unpublish": lambda: comment.discussion.article.unpublish(by=EditorFactory()),
        "hold": lambda: Comment.objects.update(state=Comment.State.HELD),
        "erase": lambda: Comment.objects.update(author=None),
    }
    acts[act]()
    assert found("pelican") == []
    # Nor by who may read it elsewhere.
    moderator = Client()
    moderator.force_login(ModeratorFactory())
    assert found("pelican", moderator) == []


@pytest.mark.parametrize("removes", [True, False])
def test_an_erased_reader_s_comments_are_not_found_nor_are_their_words_kept(removes: bool) -> None:
    comment = kelpie()
    assert comment.author
    comment.author.ask_erasure(removes=removes)
    later = timedelta(days=15)
    with time_machine.travel(timezone.now() + later, tick=True):
        enqueue_due()
    work(later)
    comment.refresh_from_db()
    assert comment.author is None and found("pelican") == [] and not CommentWords.objects.exists()


def test_a_restored_comment_is_found_again() -> None:
    comment = kelpie()
    comment.hide(by=ModeratorFactory(), reason="rude")
    comment.restore(by=ModeratorFactory())
    assert found("pelican") == ["Kelpie"]


def test_the_words_go_with_the_comment() -> None:
    comment = kelpie()
    assert CommentWords.objects.filter(comment=comment).exists()
    comment.delete()
    assert not CommentWords.objects.exists()


def test_whom_a_reader_has_muted_is_left_out_for_them_alone() -> None:
    comment, reader = kelpie(), UserFactory()
    Mute.objects.create(reader=reader, muted=comment.author)
    client = Client()
    client.force_login(reader)
    assert found("pelican", client) == [] and found("pelican") == ["Kelpie"]


def test_it_is_narrowed_down_by_section_and_dates() -> None:
    kelpie()
    CommentFactory(
        by=UserFactory(username="Selkie"),
        article=ArticleFactory(section=SectionFactory(slug="town")),
        text="Another pelican.",
    )
    assert found("pelican&section=town") == ["Selkie"]
    assert found("pelican&to=2020-01-01") == []
    assert set(found("pelican&from=2020-01-01")) == {"Kelpie", "Selkie"}


def test_a_page_of_comments_is_kept_by_no_cache_and_marks_none_of_their_html(client: Client) -> None:
    CommentFactory(
        by=UserFactory(username="Kelpie"),
        text="> pelican\n\n[pelican](https://example.com/pelican) <i>pelican</i>",
    )
    answer = client.get(f"{PAGE}pelican")
    assert answer["Cache-Control"] == "private, no-store"
    assert "<mark>pelican</mark> &lt;i&gt;<mark>pelican</mark>&lt;/i&gt;" in answer.text
    assert found("example") == []
