"""Waves: what is alike within an hour, and more of it than usual; offered at the desk, and decided as one act."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from articles.models import Article
from comments.akismet import Sender
from comments.claiming import claim
from comments.models import Comment, Discussion, ModerationEntry, Origin, Reason, Wave
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.tasks import watch_waves
from comments.undoing import undo
from comments.wave_finding import find
from comments.waves import approve, hidden_with, hide, outcome, restore
from tests.at_once import at_once, tried
from tests.comments.pages import post_address, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/queue/waves/"


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture
def desk(mona: User) -> Client:
    client = Client()
    client.force_login(mona)
    return client


def fresh_reader() -> User:
    return UserFactory(date_joined=timezone.now())


def say(*texts: str, by: User | None = None, article: Article | None = None) -> list[Comment]:
    """Each under an article of its own, by a reader of a month's standing, unless it is said otherwise."""
    return [
        CommentFactory(by=by or UserFactory(), text=text, article=article or ArticleFactory())
        for text in texts
    ]


def spam(count: int, start: int = 0) -> list[Comment]:
    return say(*(f"Buy my lovely little boat today, only {n} left!" for n in range(start, start + count)))


def found() -> dict[str, list[int]]:
    """What is found now, by kind."""
    return {str(one.kind): one.comments for one in find(timezone.now())}


def ids(comments: list[Comment]) -> list[int]:
    return [one.pk for one in comments]


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


# ---------------------------------------------------------------------- what is found


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


# ---------------------------------------------------------------------- what is decided


@pytest.fixture
def wave() -> Wave:
    spam(6)
    watch_waves.func()
    return Wave.objects.get()


def test_it_is_hidden_as_one_act_undone_as_one_and_offered_again(wave: Wave, mona: User) -> None:
    entries = hide(wave, by=mona, reason="spam")
    assert states() == ["hidden"] * 6 and len({one.batch for one in entries}) == 1
    wave.refresh_from_db()
    assert not wave.is_open and not Wave.objects.open().exists()
    with pytest.raises(Refusal):
        hide(wave, by=ModeratorFactory(), reason="spam")
    undo(entries[-1], by=mona)
    assert states() == ["public"] * 6 and Wave.objects.open().get() == wave
    approve(wave, by=mona)
    assert states() == ["public"] * 6 and not Wave.objects.open().exists()
    assert list(find(timezone.now())) == [], "a moderator has looked at them"


def test_it_is_restored_as_one_act_but_for_what_was_decided_since(
    wave: Wave, mona: User, time_machine: Any
) -> None:
    hide(wave, by=mona, reason="spam")
    time_machine.move_to(timezone.now() + UNDO_FOR * 2)
    first, second, *_rest = Comment.objects.order_by("pk")
    second.restore(by=mona)
    second.hide(by=mona, reason="really")
    other = Wave.objects.get()
    assert hidden_with(other).count() == 5
    restore(other, by=ModeratorFactory())
    assert states() == ["public", "hidden", *["public"] * 4]
    with pytest.raises(Refusal):
        restore(Wave.objects.get(), by=mona)
    first.refresh_from_db()


def test_a_dry_run_says_what_is_taken_and_what_is_left(wave: Wave, mona: User) -> None:
    looked_at, claimed, gone, own, held, public = Comment.objects.order_by("pk")
    looked_at.approve(by=mona)
    claim(claimed.pk, by=ModeratorFactory())
    gone.withdraw(by=gone.author)  # type: ignore[arg-type]
    Comment.objects.filter(pk=own.pk).update(author=mona)
    Comment.objects.filter(pk=held.pk).update(state="held")
    told = outcome(wave, by=mona)
    assert (told.public, told.held, told.accounts) == (1, 1, 2)
    assert (told.decided, told.claimed, told.barred, told.gone) == (1, 1, 1, 1)
    assert ModerationEntry.objects.count() == 1, "nothing was done"
    assert {one.comment_id for one in hide(wave, by=mona, reason="spam")} == {held.pk, public.pk}
    assert told.takes == 2 and told.leaves == 4


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_on_a_wave_at_once_one_does(mona: User) -> None:
    spam(6)
    watch_waves.func()
    wave = Wave.objects.get()
    other = ModeratorFactory()
    answers = at_once(
        tried(lambda: hide(wave, by=mona, reason="spam")), tried(lambda: approve(wave, by=other))
    )
    assert [isinstance(answer, Refusal) for answer in answers].count(True) == 1
    assert len(set(states())) == 1 and ModerationEntry.objects.count() == 6


# ---------------------------------------------------------------------- the pages


def test_the_desk_shows_waves_says_what_would_be_done_and_does_it(desk: Client, wave: Wave) -> None:
    assert re.search(r"Waves\s+1", words(desk.get("/admin/comments/queue/").text))
    shown = words(desk.get(LIST).text)
    assert "Similar texts" in shown and "6 comments" in shown and "only 5 left!" in shown
    path = f"{LIST}{wave.pk}/"
    html = desk.get(path).text
    assert "Would be decided 6" in words(html) and "Hide 6 comments" in words(html)
    assert states() == ["public"] * 6
    assert desk.post(f"{path}decide/", {"act": "hide", "reason": " "}).status_code == 422
    answer = desk.post(f"{path}decide/", {"act": "hide", "reason": "spam"}, follow=True)
    assert "6 comments, as one act." in words(answer.text) and "and 5 more" in words(answer.text)
    assert states() == ["hidden"] * 6
    undoing = re.search(r'"(/admin/comments/queue/undo/\d+/[^"]*)"', answer.text)
    assert undoing
    back = desk.post(undoing[1], follow=True)
    assert states() == ["public"] * 6 and back.redirect_chain[-1][0] == path
    desk.post(f"{path}decide/", {"act": "hide", "reason": "spam"})
    assert "Restore 6 comments" in words(desk.get(path).text)
    desk.post(f"{path}decide/", {"act": "restore"})
    assert states() == ["public"] * 6
    assert desk.post(f"{path}decide/", {"act": "explode"}).status_code == 404


def test_of_what_was_decided_the_desk_says_how_many_it_was(desk: Client, wave: Wave, mona: User) -> None:
    Comment.objects.get(pk=wave.comments[0]).approve(by=mona)
    desk.post(f"{LIST}{wave.pk}/decide/", {"act": "hide", "reason": "spam"})
    decided = words(desk.get(LIST).text.partition('id="decided-heading"')[2])
    assert "Similar texts Hidden 5 comments, Mona" in decided.replace("\u2068", "").replace("\u2069", "")


def test_a_wave_is_hidden_for_a_reason_of_the_list_as_a_comment_is(desk: Client, wave: Wave) -> None:
    page = desk.get(f"{LIST}{wave.pk}/").text
    assert re.search(r'<input[^>]*name="reason"[^>]*list="reasons"', page)
    offered = re.findall(r'<option value="([^"]*)"', page.partition("<datalist")[2])
    assert offered and offered == [escape(str(reason)) for reason in Reason.objects.all()]


def test_they_are_for_moderators_alone_and_nothing_is_done_by_get(wave: Wave, mona: User) -> None:
    paths = [LIST, f"{LIST}{wave.pk}/", f"{LIST}{wave.pk}/decide/"]
    for user, expected in ((UserFactory(), 302), (EditorFactory(), 403)):
        client = Client()
        client.force_login(user)
        for path in paths:
            assert client.get(path).status_code == client.post(path).status_code == expected
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(mona)
    assert [desk.get(path).status_code for path in paths] == [200, 200, 405]
    assert [desk.post(path).status_code for path in paths][2] == 403
    assert states() == ["public"] * 6


def test_they_take_the_same_queries_for_one_and_for_many(desk: Client) -> None:
    taken: dict[str, list[int]] = {"list": [], "one": []}
    themes = iter(
        [
            "Harbour lights shine brightly tonight",
            "Kettles descaled with vinegar",
            "Marathon tickets, cheap resale",
            "Vintage bicycles quickly repaired",
        ]
    )
    for _ in range(2):
        for theme in (next(themes), next(themes)):
            say(*(f"{theme} {n}" for n in range(6)))
        watch_waves.func()
        for name, path in (("list", LIST), ("one", f"{LIST}{Wave.objects.latest('pk').pk}/")):
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(path).status_code == 200
            taken[name].append(len(queries))
    assert Wave.objects.count() > 3
    assert taken["list"][0] == taken["list"][1] <= 8 and taken["one"][0] == taken["one"][1] <= 12
