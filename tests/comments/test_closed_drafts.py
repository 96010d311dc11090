"""What was begun in a discussion that was closed before it was sent can still be read and copied."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from comments.models import Comment, Discussion, Draft
from tests.comments.pages import JSON, buttons, field, page, post_address, typed, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

WHY = "This discussion was closed before you sent this."


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="old_salt"), text="Dogs ride free.")


@pytest.fixture
def reader(comment: Comment) -> Client:
    client = Client()
    client.force_login(comment.author)
    return client


def close(comment: Comment) -> None:
    Discussion.objects.get(pk=comment.discussion_id).set_state("closed", by=ModeratorFactory())


def form(html: str, text: str, **pressed: str) -> dict[str, str]:
    names = ("key", "seen", "parent", "base", "reader")
    return {name: field(html, name) for name in names if field(html, name)} | {"text": text} | pressed


def is_only_to_be_read(html: str) -> bool:
    return WHY in words(html) and "readonly" in html and "Post comment" not in words(html)


def test_a_comment_begun_stands_under_the_article_to_be_copied(reader: Client, comment: Comment) -> None:
    article = comment.discussion.article
    reader.post(post_address(article), form(page(reader, article), "Half a thought", save="1"))
    close(comment)
    html = page(reader, article)
    assert is_only_to_be_read(html) and typed(html) == "Half a thought"
    gone = reader.post(post_address(article), form(html, "Half a thought", discard=field(html, "key")))
    assert gone.url == f"{article.get_absolute_url()}#comments"
    assert typed(page(reader, article)) == "" and not Draft.objects.exists()


@pytest.mark.parametrize("verb", ["reply", "edit"])
def test_a_reply_and_a_change_begun_are_led_to(reader: Client, comment: Comment, verb: str) -> None:
    article = comment.discussion.article
    address = f"/comments/{comment.pk}/{verb}/"
    sent = form(reader.get(address).text, "Begun words", save="1")
    reader.post(post_address(article) if verb == "reply" else address, sent)
    close(comment)
    html = page(reader, article)
    assert "You have begun:" in words(html) and f'href="{address}"' in html
    html = reader.get(address).text
    assert is_only_to_be_read(html) and typed(html) == "Begun words"
    assert "Save changes" not in words(html)
    discard = form(html, "Begun words", discard=field(html, "key"))
    gone = reader.post(post_address(article) if verb == "reply" else address, discard)
    assert gone.status_code == 303 and not Draft.objects.exists()
    assert reader.get(address).status_code == 303
    comment.refresh_from_db()
    assert comment.text == "Dogs ride free."


def test_a_comment_that_comes_too_late_is_given_back(reader: Client, comment: Comment) -> None:
    article = comment.discussion.article
    sent = form(page(reader, article), "A moment too late.")
    close(comment)
    answer = reader.post(post_address(article), sent)
    assert answer.status_code == 422
    assert is_only_to_be_read(answer.text) and typed(answer.text) == "A moment too late."
    told = reader.post(post_address(article), sent, **JSON)
    assert (told.status_code, told.json()["code"]) == (422, "closed")
    assert Comment.objects.get() == comment


def test_a_visitors_words_are_there_before_and_after_the_login(comment: Comment) -> None:
    article, visitor = comment.discussion.article, Client()
    visitor.post(post_address(article), {"text": "Typed before."})
    close(comment)
    html = page(visitor, article)
    assert is_only_to_be_read(html) and typed(html) == "Typed before."
    visitor.force_login(UserFactory())
    assert typed(page(visitor, article)) == "Typed before."


@pytest.mark.parametrize("signed_in", [True, False])
def test_where_nothing_was_begun_there_is_nothing_to_be_seen(comment: Comment, signed_in: bool) -> None:
    close(comment)
    client: Any = Client()
    if signed_in:
        client.force_login(User.objects.get(username="old_salt"))
    html = page(client, comment.discussion.article)
    composer = html.partition('id="composer"')[2].partition(">")[0]
    assert "hidden" in composer.split()
    assert not any(name.startswith(("Reply", "Quote")) for name in buttons(html))
