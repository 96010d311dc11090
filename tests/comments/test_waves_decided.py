"""A wave is hidden or restored as one act, after a dry run, and undone as one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape

from accounts.models import User
from comments.claiming import claim
from comments.models import Comment, ModerationEntry, Reason, Wave
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.tasks import watch_waves
from comments.undoing import undo
from comments.wave_finding import find
from comments.waves import approve, hidden_with, hide, outcome, restore
from tests.at_once import at_once, tried
from tests.comments.alike import say, spam, states
from tests.comments.pages import words
from tests.factories import EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/queue/waves/"


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
