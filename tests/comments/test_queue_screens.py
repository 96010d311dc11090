"""One comment's screen at the desk: what a decision asks for, who looks at it, and where a decision leads."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments.claiming import claim
from comments.models import Claim, Comment, ModerationEntry, ReaderSettings, Sanction
from comments.models.claim import LASTS
from tests.comments.pages import words
from tests.comments.waiting import LIST, deciding, held, press, report
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_one_screen_has_what_a_decision_asks_for(desk: Client, mona: User) -> None:
    kelpie, selkie = UserFactory(username="Kelpie"), UserFactory(username="Selkie")
    earlier = CommentFactory(by=selkie, text="Earlier.")
    earlier.hide(by=mona, reason="Sells boats.")
    Sanction.objects.warn(selkie, by=mona, reason="Mind your words.")
    Sanction.objects.get().read(by=selkie)
    parent = CommentFactory(by=kelpie, text="Is that **so**?")
    comment = CommentFactory(by=selkie, parent=parent, text="See [this](https://boats.example) now")
    comment.report(by=kelpie, reason="spam", words="Look at the link.")
    comment.edit(by=selkie, text="See [that](https://ferries.example) and https://boats.example/")
    html = desk.get(f"{LIST}{comment.pk}/").text
    shown = words(html)
    assert "answers Kelpie" in shown and "<strong>so</strong>" in html
    for told in ("Spam or advertising", "Look at the link.", "As it was reported", "Sells boats.", "Warned"):
        assert told in shown, told
    assert "See [this](https://boats.example) now" in html, "as it was reported"
    assert "(https://ferries.example)" in shown and "(https://boats.example/)" not in shown
    assert 'value="Spam or advertising"' in html
    assert re.search(r"public\s+1\s.*hidden\s+1\s", shown), "their comments by state"


def test_another_s_look_is_told_and_takes_the_buttons_away_until_it_is_stale(
    desk: Client, time_machine: Any
) -> None:
    comment = CommentFactory()
    report(comment)
    claim(comment.pk, by=ModeratorFactory(username="Otto"))
    html = desk.get(f"{LIST}{comment.pk}/").text
    assert "Otto is looking at it" in words(html) and 'value="hide"' not in html
    time_machine.move_to(timezone.now() + LASTS)
    assert 'value="hide"' in desk.get(f"{LIST}{comment.pk}/").text


def test_of_the_house_and_of_oneself_there_is_a_sentence_and_no_button(desk: Client, mona: User) -> None:
    for author, sentence in ((mona, "is your own"), (EditorFactory(), "of the house")):
        comment = CommentFactory(by=author)
        report(comment)
        for path in (f"{LIST}{comment.pk}/", LIST):
            html = desk.get(path).text
            assert sentence in words(html) and 'value="approve"' not in html


def test_who_has_switched_the_keys_off_gets_no_script_for_them(desk: Client, mona: User) -> None:
    assert "desk/keys" in desk.get(LIST).text
    ReaderSettings.objects.update_or_create(reader=mona, defaults={"has_keys": False})
    html = desk.get(LIST).text
    assert "desk/keys" not in html and "Keys:" not in words(html)


def test_a_decision_leads_to_the_next_and_after_the_last_to_the_list(desk: Client, mona: User) -> None:
    comments = held(2)
    answer = press(desk, comments[0], "approve")
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}{comments[1].pk}/?queue=held")
    assert Claim.objects.get().comment == comments[1]
    html = desk.get(answer["Location"]).text
    assert "Approved" in words(html) and f"/undo/{ModerationEntry.objects.first().pk}/" in html  # type: ignore[union-attr]
    answer = press(desk, comments[1], "hide", reason="Rude.")
    assert answer["Location"] == f"{LIST}?queue=held"
    assert "Nothing more waits here." in words(desk.get(answer["Location"]).text)
    assert list(Comment.objects.order_by("pk").values_list("state", flat=True)) == ["public", "hidden"]


def test_what_cannot_be_decided_says_why_and_keeps_the_reason(desk: Client, mona: User) -> None:
    (comment,) = held(1)
    path = f"{LIST}{comment.pk}/"
    answer = press(desk, comment, "hide", reason=" ")
    assert answer.status_code == 422 and "Say why" in words(answer.text)
    address = deciding(desk.get(path).text)
    comment.approve(by=ModeratorFactory(username="Otto"))
    answer = desk.post(address, {"act": "hide", "reason": "Rude."})
    assert answer.status_code == 422 and "Otto has decided on it meanwhile" in words(answer.text)
    assert 'value="Rude."' in answer.text
    assert desk.post(f"{path}decide/", {"act": "hide", "reason": "Rude."}).status_code == 422, "unseen"
    assert desk.post(address, {"act": "explode"}).status_code == 404
    assert Comment.objects.get().is_public


def test_undoing_leads_back_to_the_comment_and_is_refused_to_others(desk: Client, mona: User) -> None:
    (comment,) = held(1)
    press(desk, comment, "hide", reason="Rude.")
    entry: Any = ModerationEntry.objects.first()
    other = Client()
    other.force_login(ModeratorFactory())
    assert other.post(f"{LIST}undo/{entry.pk}/").status_code == 403
    answer = desk.post(f"{LIST}undo/{entry.pk}/?queue=held", {"here": ""})
    assert answer["Location"] == f"{LIST}{comment.pk}/?queue=held"
    assert Comment.objects.get().state == "held" and Claim.objects.get().moderator == mona
    again = desk.post(f"{LIST}undo/{entry.pk}/", {"here": str(comment.pk)}, follow=True)
    assert "can't be undone" in words(again.text)


def test_looking_claims_and_stepping_goes_on_to_the_neighbours(desk: Client, mona: User) -> None:
    comments = held(3)
    answer = desk.post(f"{LIST}{comments[0].pk}/look/?queue=held")
    assert answer["Location"] == f"{LIST}{comments[0].pk}/?queue=held"
    assert Claim.objects.get().comment == comments[0]
    claim(comments[1].pk, by=ModeratorFactory())
    step = desk.post(f"{LIST}{comments[0].pk}/step/?queue=held")
    assert step["Location"].startswith(f"{LIST}{comments[1].pk}/"), "shown, though another has it"
    step = desk.post(f"{LIST}{comments[1].pk}/step/?queue=held", {"back": "1"})
    assert step["Location"].startswith(f"{LIST}{comments[0].pk}/")
    step = desk.post(f"{LIST}{comments[0].pk}/step/?queue=held", {"back": "1"}, follow=True)
    assert "There is none before it." in words(step.text)
    answer = desk.post(f"{LIST}next/?queue=held", {"after": str(comments[0].pk)})
    assert answer["Location"].startswith(f"{LIST}{comments[2].pk}/")


def test_its_author_deletes_what_is_on_the_screen(desk: Client) -> None:
    comment = CommentFactory(text="unspeakable")
    address = deciding(desk.get(f"{LIST}{comment.pk}/").text)
    comment.withdraw(by=comment.author)  # type: ignore[arg-type]
    answer = desk.post(address, {"act": "hide", "reason": "x"})
    assert answer.status_code == 422 and "deleted it meanwhile" in words(answer.text)
    assert "unspeakable" not in answer.text and 'value="hide"' not in answer.text


def test_a_screen_takes_the_same_queries_however_much_is_known(desk: Client, mona: User) -> None:
    author, taken = UserFactory(), []
    comment = CommentFactory(by=author)
    for count in (1, 29):
        for other in CommentFactory.create_batch(count, by=author, article=ArticleFactory()):
            report(other)
            other.hide(by=mona, reason="spam")
        report(comment, count)
        for _ in range(count):
            comment.hide(by=mona, reason="spam")
            comment.restore(by=mona)
            report(comment)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{LIST}{comment.pk}/").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1] <= 17
