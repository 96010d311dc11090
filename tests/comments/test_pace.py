"""Pace: how fast a reader may write, when the same again, and that waiting loses nothing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Discussion, Pace
from comments.refusal import Refusal
from newsportal.models import PeriodicTask
from tests.comments.pages import JSON, act, field, page, post_address, typed, words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader() -> User:
    return UserFactory(username="Kelpie")


@pytest.fixture
def newcomer() -> User:
    return UserFactory(date_joined=timezone.now() - timedelta(hours=23))


def post(by: User, text: str, article: Article, **more: Any) -> Comment:
    return Discussion.objects.of(article).post(by=by, text=text, **more)


def refusal(by: User, text: str, article: Article, **more: Any) -> Refusal:
    with pytest.raises(Refusal) as refused:
        post(by, text, article, **more)
    return refused.value


@pytest.fixture
def wait(time_machine: Any) -> Any:
    """`wait(seconds)`: from a moment that stands still."""
    now = timezone.now()
    time_machine.move_to(now, tick=False)

    def move(seconds: float) -> None:
        nonlocal now
        now += timedelta(seconds=seconds)
        time_machine.move_to(now, tick=False)

    return move


def test_ten_seconds_lie_between_two_comments_wherever_they_stand(
    reader: User, article: Article, wait: Any
) -> None:
    post(reader, "One.", article)
    wait(9.9)
    assert refusal(reader, "Two.", ArticleFactory()).code == "pace"
    wait(0.1)
    post(reader, "Two.", ArticleFactory())


def test_what_was_refused_does_not_make_the_wait_longer(reader: User, article: Article, wait: Any) -> None:
    post(reader, "One.", article)
    for _ in range(9):
        wait(1)
        assert refusal(reader, "Two.", article).code == "pace"
    wait(1)
    post(reader, "Two.", article)


def test_the_time_left_is_told(reader: User, article: Article, wait: Any) -> None:
    post(reader, "One.", article)
    wait(2.5)
    assert "Post again in 8 seconds" in refusal(reader, "Two.", article).message
    wait(7)
    assert "Post again in 1 second;" in refusal(reader, "Two.", article).message
    assert "post it again in 6 minutes" in refusal(reader, "One.", article).message


def test_a_newcomer_waits_longer_and_is_told_why(newcomer: User, article: Article, wait: Any) -> None:
    post(newcomer, "One.", article)
    wait(11)
    assert "first day" in refusal(newcomer, "Two.", article).message
    wait(20)
    post(newcomer, "Two.", article)
    wait(30 * 60)
    assert refusal(newcomer, "Two.", article).code == "repeated"
    wait(30 * 60)
    post(newcomer, "Two.", article)


def test_another_reader_does_not_wait(reader: User, article: Article) -> None:
    post(reader, "One.", article)
    post(UserFactory(), "One.", article)


def test_the_same_text_comes_again_after_six_minutes(reader: User, article: Article, wait: Any) -> None:
    post(reader, "Buy my boats!", article)
    wait(359)
    assert refusal(reader, "Buy my boats!", ArticleFactory()).code == "repeated"
    wait(1)
    post(reader, "Buy my boats!", ArticleFactory())


@pytest.mark.parametrize(
    "same",
    [
        "buy MY boats!",
        "  Buy\n\nmy   boats!",
        "Ｂｕｙ　ｍｙ　ｂｏａｔｓ！",
        "Bu\u200by m\u00ady b\u2060oats!\ufe0f",
        "\u202eBuy my boats!\u202c",
    ],
)
def test_case_spaces_width_and_what_nobody_sees_make_no_other_text(
    reader: User, article: Article, wait: Any, same: str
) -> None:
    post(reader, "Buy my boats!", article)
    wait(60)
    assert refusal(reader, same, article).code == "repeated"


def test_a_resend_is_no_second_comment_and_waits_for_nothing(reader: User, article: Article) -> None:
    first = post(reader, "Once.", article, key="k")
    assert post(reader, "Once.", article, key="k") == first


@pytest.mark.parametrize("factory", [ModeratorFactory, EditorFactory])
def test_staff_answer_many_in_a_row(factory: Any, article: Article) -> None:
    staff = factory()
    for _ in range(3):
        post(staff, "Thank you, we have corrected that.", article)


# ---------------------------------------------------------------------- changing what one has said


def test_a_slip_is_put_right_at_once_and_back_again(reader: User, article: Article) -> None:
    comment = post(reader, "The ferry leaves at sxi.", article)
    comment.edit(by=reader, text="The ferry leaves at six.")
    comment.edit(by=reader, text="The Ferry leaves at six.")
    comment.edit(by=reader, text="The ferry leaves at sxi.")


def test_changing_is_no_way_round_the_same_text(reader: User, article: Article, wait: Any) -> None:
    post(reader, "Buy my boats!", article)
    wait(10)
    other = post(reader, "Lovely weather.", article)
    with pytest.raises(Refusal) as refused:
        other.edit(by=reader, text="Buy my BOATS!")
    assert refused.value.code == "repeated"
    other.refresh_from_db()
    assert other.text == "Lovely weather."


def test_changing_again_and_again_has_a_pace_too(reader: User, article: Article, wait: Any) -> None:
    comment = post(reader, "Version 0.", article)
    for number in range(1, 7):
        comment.edit(by=reader, text=f"Version {number}.")
    with pytest.raises(Refusal) as refused:
        comment.edit(by=reader, text="Version 7.")
    assert refused.value.code == "pace" and "Save again in 60 seconds" in refused.value.message
    wait(60)
    comment.edit(by=reader, text="Version 7.")


def test_what_was_deleted_or_changed_may_be_said_again(reader: User, article: Article, wait: Any) -> None:
    comment = post(reader, "Said in the wrong place.", article)
    comment.withdraw(by=reader)
    wait(10)
    comment = post(reader, "Said in the wrong place.", ArticleFactory())
    comment.edit(by=reader, text="Said in the right place.")
    wait(10)
    post(reader, "Said in the wrong place.", article)


# ---------------------------------------------------------------------- on the page


def test_who_must_wait_finds_the_text_in_the_box_and_posts_it_then(
    client: Client, reader: User, article: Article, wait: Any
) -> None:
    client.force_login(reader)
    client.post(post_address(article), {"text": "One.", "key": "k1"})
    refused = client.post(post_address(article), {"text": "Two, at length.", "key": "k2"})
    html = refused.content.decode()
    assert refused.status_code == 422 and "Post again in 10 seconds" in words(html)
    assert typed(html) == "Two, at length."
    wait(10)
    again = {"text": typed(html), "key": field(html, "key")}
    assert client.post(post_address(article), again).status_code == 303
    assert "Two, at length." in words(page(client, article))


def test_a_script_is_told_the_time_left_and_gets_a_key_that_posts(
    client: Client, reader: User, article: Article, wait: Any
) -> None:
    client.force_login(reader)
    client.post(post_address(article), {"text": "One.", "key": "k1"}, **JSON)
    answer = client.post(post_address(article), {"text": "Two.", "key": "k2"}, **JSON)
    assert answer.status_code == 422 and "in 10 seconds" in answer.json()["message"]
    wait(10)
    sent = {"text": "Two.", "key": answer.json()["key"]}
    assert client.post(post_address(article), sent, **JSON).status_code == 200


def test_an_edit_that_must_wait_is_still_in_the_box(client: Client, reader: User, article: Article) -> None:
    comment = post(reader, "Version 0.", article)
    client.force_login(reader)
    for number in range(1, 7):
        assert act(client, comment, "edit", text=f"Version {number}.").status_code == 303
    refused = act(client, comment, "edit", text="Version 7.")
    assert refused.status_code == 422 and "Version 7." in typed(refused.content.decode())


# ---------------------------------------------------------------------- in the database


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("same", [True, False])
def test_of_what_one_reader_posts_from_eight_connections_at_once_exactly_one_passes(
    reader: User, same: bool
) -> None:
    articles, barrier = [ArticleFactory() for _ in range(8)], Barrier(8)

    def send(number: int) -> str:
        try:
            discussion = Discussion.objects.of(articles[number])
            barrier.wait()
            discussion.post(by=reader, text="Everywhere" if same else f"Number {number}")
        except Refusal as refused:
            return refused.code
        finally:
            connection.close()
        return "posted"

    with ThreadPoolExecutor(8) as threads:
        answers = sorted(threads.map(send, range(8)))
    assert answers == sorted(["posted", *["repeated" if same else "pace"] * 7])
    assert Comment.objects.count() == 1


def test_pace_and_sanctions_cost_posting_a_statement_each(reader: User, article: Article) -> None:
    staff, discussion = ModeratorFactory(), Discussion.objects.of(article)
    with CaptureQueriesContext(connection) as of_staff:
        discussion.post(by=staff, text="Without.")
    with CaptureQueriesContext(connection) as of_reader:
        discussion.post(by=reader, text="With.")
    assert len(of_reader) == len(of_staff) + 2


@pytest.mark.django_db(transaction=True)
def test_the_worker_forgets_what_decides_nothing_any_more(reader: User, article: Article, wait: Any) -> None:
    post(reader, "One.", article)
    wait(60)
    PeriodicTask.objects.all().delete()
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert [pace.key.partition("/")[0] for pace in Pace.objects.all()] == ["same"]
    wait(60 * 60)
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    assert not Pace.objects.exists()
