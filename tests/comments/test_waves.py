"""Waves: what is alike within an hour, and more of it than usual; offered at the desk, and decided as one act."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from comments.akismet import Sender
from comments.models import Comment, Discussion, Origin, Wave
from comments.tasks import watch_waves
from comments.wave_finding import find
from tests.comments.alike import fresh_reader, say, spam
from tests.comments.pages import post_address
from tests.comments.waiting import ids
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


def found() -> dict[str, list[int]]:
    """What is found now, by kind."""
    return {str(one.kind): one.comments for one in find(timezone.now())}


def test_similar_texts_are_found_among_others() -> None:
    say("The harbour is older than the town.", "I remember the bridge before it fell.")
    wave = spam(6)
    say("Whoever says so has never been to sea.")
    assert found() == {"text": ids(wave)}


def test_japanese_is_alike_without_spaces() -> None:
    wave = say(*(f"今だけ特別価格で船を販売しています、残り{n}隻" for n in "一二三四五"))
    say("港は町よりも古いと祖父が言っていました。", "橋が落ちる前のことを覚えています。")
    assert found() == {"text": ids(wave)}


def test_what_is_short_or_quoted_is_no_wave() -> None:
    say(*["I agree!"] * 8)
    say(
        *(
            f"> The harbour is older than the town itself.\n\n{word}"
            for word in ["Yes", "No", "Why", "Where", "Nobody"]
        )
    )
    assert found() == {}


def test_four_are_no_wave_nor_is_what_is_an_hour_old_or_decided_or_of_the_house(
    mona: User, time_machine: Any
) -> None:
    spam(4)
    assert found() == {}
    spam(1, start=4)[0].approve(by=mona)
    say("Buy my lovely little boat today, only 9 left!", by=EditorFactory())
    assert found() == {}
    spam(1, start=5)
    assert "text" in found()
    time_machine.move_to(timezone.now() + timedelta(hours=1, seconds=1))
    assert found() == {}


def linking(count: int, domain: str, by: User | None = None) -> list[Comment]:
    words = [
        "Tides",
        "Herrings and gulls",
        "My aunt says otherwise",
        "Rope",
        "No lighthouse",
        "Fog",
        "Nets",
        "Eels",
    ]
    return say(*(f"{words[n % 8]}: https://{domain}/{n}" for n in range(count)), by=by)


def test_a_domain_that_many_lead_to_at_once_is_found_unless_it_is_usual(
    settings: Any, time_machine: Any
) -> None:
    settings.SITE_URL = "https://paper.example"
    begin = timezone.now()
    linking(40, "usual.example")
    time_machine.move_to(begin + timedelta(hours=3))
    linking(5, "usual.example")
    linking(5, "paper.example")
    linking(6, "alone.example", by=UserFactory())
    wave = linking(5, "boats.example") + linking(1, "www.boats.example")
    assert found() == {"domain": ids(wave)}
    assert [one.key for one in find(timezone.now())] == ["boats.example"]


def test_a_network_is_found_where_fresh_accounts_write_from_it() -> None:
    texts = [
        "Tides",
        "Herrings",
        "Gulls",
        "Rope and tar",
        "Fog again",
        "Nets",
        "Eels",
        "Mud",
        "Salt",
        "Crabs",
    ]
    fresh, others = [], []
    for text in texts:
        for network, made, make in (("n", fresh, fresh_reader), ("m", others, UserFactory)):
            rest()
            article = ArticleFactory()
            discussion = Discussion.objects.of(article)
            made.append(discussion.post(by=make(), text=text, sender=Sender(network=network)))
    assert found() == {"network": ids(fresh)}


def test_fresh_accounts_under_one_article_are_found_unless_they_are_the_few() -> None:
    article, other = ArticleFactory(), ArticleFactory()
    texts = ["Tides", "Herrings", "Gulls", "Rope and tar", "Fog again"]
    fresh = [CommentFactory(by=fresh_reader(), text=text, article=article) for text in texts]
    for text in texts:
        CommentFactory(by=fresh_reader(), text=text, article=other)
        CommentFactory(by=UserFactory(), text=f"Not {text}", article=other)
        CommentFactory(by=UserFactory(), text=f"Well, {text}", article=other)
    assert found() == {"fresh": ids(fresh)}


def test_the_desk_offers_each_once_and_with_what_came_since() -> None:
    wave = spam(5)
    watch_waves.func()
    wave += spam(3, start=5)
    watch_waves.func()
    watch_waves.func()
    assert Wave.objects.get().comments == ids(wave)


def test_what_shows_in_two_ways_is_offered_once() -> None:
    texts = [f"Buy my lovely little boat: https://boats.example/{n}" for n in range(6)]
    article = ArticleFactory()
    for text in texts:
        CommentFactory(by=fresh_reader(), text=text, article=article)
    assert set(found()) == {"text", "domain", "fresh"}
    watch_waves.func()
    assert Wave.objects.get().kind == "text"


def test_where_a_comment_came_from_is_kept_for_a_day_and_no_wave_for_ever(
    client: Client, settings: Any, time_machine: Any
) -> None:
    article = ArticleFactory()
    client.force_login(UserFactory())
    rest()
    client.post(post_address(article), {"text": "Tides.", "key": "k"}, REMOTE_ADDR="8.8.8.8")
    origin = Origin.objects.get()
    assert origin.comment == Comment.objects.get() and re.fullmatch("[0-9a-f]{16}", origin.network)
    Wave.objects.create(kind="text", comments=[origin.pk], first_at=timezone.now(), last_at=timezone.now())
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    watch_waves.func()
    assert not Origin.objects.exists() and Wave.objects.exists()
    time_machine.move_to(timezone.now() + timedelta(days=30))
    watch_waves.func()
    assert not Wave.objects.exists()
