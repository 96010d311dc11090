"""Akismet: asked outside all locks of what passes the rules, believed, and never a reason to lose a comment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from comments import akismet
from comments.models import Comment, Discussion, ModerationEntry
from comments.refusal import Refusal
from tests.akismet_server import KEY, AkismetServer, akismet_server
from tests.at_once import at_once
from tests.comments.pages import post_address
from tests.comments.ruling import held_by, list_words, refusal, set_rule
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


@pytest.fixture
def server(settings: Any) -> Iterator[AkismetServer]:
    akismet.forget()
    with akismet_server() as running:
        settings.AKISMET_KEY, settings.AKISMET_URL = KEY, running.url
        yield running
    akismet.forget()


def test_without_a_key_nobody_is_asked(server: AkismetServer, settings: Any) -> None:
    settings.AKISMET_KEY = ""
    assert CommentFactory(text="viagra").is_public
    assert not server.asked


def test_what_it_takes_for_spam_is_held_or_refused(server: AkismetServer) -> None:
    assert held_by(CommentFactory(text="Cheap viagra")) == "spam"
    assert CommentFactory(text="The ferry was late.").is_public
    assert held_by(CommentFactory(by=UserFactory(username="akismet-guaranteed-spam"))) == "spam"
    set_rule("spam", answer="refuse")
    assert refusal(text="More viagra").rule == "spam"
    assert ModerationEntry.objects.filter(act="refuse", rule="spam").count() == 1
    set_rule("spam", is_on=False)
    assert CommentFactory(text="Still more viagra").is_public


def test_it_is_told_what_it_needs_and_no_mail_address(
    server: AkismetServer, client: Client, settings: Any
) -> None:
    author, article = UserFactory(username="Kelpie"), ArticleFactory()
    client.force_login(author)
    headers = {"user-agent": "Browser/7", "referer": "http://testserver/"}
    client.post(post_address(article), {"text": "Was it late?"}, REMOTE_ADDR="192.0.2.7", headers=headers)
    (asked,) = server.asked
    assert asked.pop("comment_date_gmt").endswith("Z")
    assert asked == {
        "api_key": KEY,
        "blog": settings.SITE_URL,
        "blog_lang": "en",
        "blog_charset": "UTF-8",
        "user_ip": "192.0.2.7",
        "user_agent": "Browser/7",
        "referrer": "http://testserver/",
        "comment_type": "comment",
        "comment_author": "Kelpie",
        "comment_content": "Was it late?",
    }


def test_an_edit_is_asked_about_too(server: AkismetServer) -> None:
    comment = CommentFactory(text="Harmless.")
    rest()
    comment.edit(by=comment.author, text="Cheap viagra.")
    assert held_by(comment) == "spam"


def test_what_a_rule_refuses_or_holds_is_sent_to_nobody(server: AkismetServer) -> None:
    list_words("hold-me")
    list_words("refuse-me", answer="refuse")
    assert held_by(CommentFactory(text="hold-me viagra")) == "words"
    assert refusal(text="refuse-me").rule == "words"
    assert refusal(text="").code == "empty"
    assert CommentFactory(by=ModeratorFactory(), text="viagra").is_public
    author, discussion = UserFactory(), Discussion.objects.of(ArticleFactory())
    discussion.post(by=author, text="One.")
    with pytest.raises(Refusal) as refused:
        discussion.post(by=author, text="Two.")
    assert refused.value.code == "pace" and [asked["comment_content"] for asked in server.asked] == ["One."]


def test_the_same_form_sent_again_is_the_comment_that_stands(server: AkismetServer) -> None:
    author, discussion = UserFactory(), Discussion.objects.of(ArticleFactory())
    first = discussion.post(by=author, text="Once.", key="k")
    assert discussion.post(by=author, text="Once.", key="k") == first
    assert len(server.asked) == 1


@pytest.mark.parametrize("trouble", ["refuses", "slow", "error", "nonsense", "invalid key"])
@pytest.mark.parametrize("when_away", ["pass", "hold"])
def test_while_it_is_away_comments_pass_or_are_held_and_none_is_lost(
    server: AkismetServer, settings: Any, trouble: str, when_away: str
) -> None:
    set_rule("spam", when_away=when_away, seconds=0.3)
    if trouble == "refuses":
        settings.AKISMET_URL = "http://127.0.0.1:9"
    server.delay = 30 if trouble == "slow" else 0
    server.status = 500 if trouble == "error" else 200
    server.says = "<html>" if trouble == "nonsense" else ""
    if trouble == "invalid key":
        settings.AKISMET_KEY = "other"
    start = time.monotonic()
    comment = CommentFactory(text="viagra")
    assert held_by(comment) == ("spam" if when_away == "hold" else "")
    # The next isn't kept waiting, though the service may be back.
    asked = len(server.asked)
    assert held_by(CommentFactory()) == ("spam" if when_away == "hold" else "")
    assert len(server.asked) == asked and time.monotonic() - start < 20


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_at_the_discussion_while_it_is_asked(server: AkismetServer) -> None:
    server.delay = 1
    article, moderator = ArticleFactory(), ModeratorFactory()
    discussion = Discussion.objects.of(article)
    authors = [UserFactory() for _ in range(2)]
    waited: list[float] = []

    def post() -> None:
        discussion.post(by=authors[0], text="Held up?")

    def lock() -> None:
        while not server.asked:
            time.sleep(0.01)
        start = time.monotonic()
        with transaction.atomic():
            Discussion.objects.select_for_update().get(pk=discussion.pk)
        discussion.post(by=moderator, text="I am of the house.")
        waited.append(time.monotonic() - start)
        assert not Comment.objects.filter(author=authors[0]).exists()

    at_once(post, lock)
    assert waited[0] < 1 and Comment.objects.count() == 2
    connection.close()
