"""The lists of words and of domains at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from comments import rule_changes
from comments.models import DomainRule, ModerationEntry, WordRule
from tests.comments.desk import opened
from tests.comments.pages import words
from tests.comments.ruling import list_words, refusal
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db


def test_words_are_listed_many_at_once_after_a_trial(desk: Client) -> None:
    CommentFactory(text="Such s.p.a.m, such spam.")
    CommentFactory(text="Nothing.")
    address = "/admin/comments/wordrule/add/"
    typed = {"typed": "spam\r\n\r\n scam* \r\nbuy  now", "answer": "refuse"}
    said = opened(desk, address, {"_try": "1", **typed})
    assert "Of the last 2 comments it would have held 0, refused 1." in said
    assert not WordRule.objects.exists()
    assert "3 are listed now." in opened(desk, address, {"_save": "1", **typed})
    assert list(WordRule.objects.values_list("typed", "answer")) == [
        ("buy now", "refuse"),
        ("scam*", "refuse"),
        ("spam", "refuse"),
    ]
    assert refusal(text="spam").rule == "words"


@pytest.mark.parametrize("typed", ["*", "a*", "…", "x" * 101])
def test_words_that_fit_nothing_or_everything_are_refused(desk: Client, typed: str) -> None:
    said = opened(
        desk, "/admin/comments/wordrule/add/", {"_save": "1", "typed": f"spam\n{typed}", "answer": "hold"}
    )
    assert typed[:40] in said and not WordRule.objects.exists()


@pytest.mark.parametrize("typed", ["a$$", "c++", "18+", "sh!t", "(ab", "\\w+", "[a-z]+", "a$$ hole", "x👎"])
def test_words_of_which_too_little_is_left_without_their_signs_are_refused(desk: Client, typed: str) -> None:
    """Else "a$$" would hold every comment with an "a" in it."""
    said = opened(desk, "/admin/comments/wordrule/add/", {"_save": "1", "typed": typed, "answer": "hold"})
    assert "signs aren't looked for" in said and not WordRule.objects.exists()


def test_signs_around_words_are_left_out_and_all_that_cannot_be_listed_is_told_at_once(desk: Client) -> None:
    address = "/admin/comments/wordrule/add/"
    typed = "“buy now!!!”\n#spam,\nd'oh\n14/88\n死ね！"
    opened(desk, address, {"_save": "1", "typed": typed, "answer": "hold"})
    assert set(WordRule.objects.values_list("typed", flat=True)) == {
        "buy now",
        "spam",
        "d'oh",
        "14/88",
        "死ね！",
    }
    said = opened(desk, address, {"_save": "1", "typed": "scam\na$$\n…\nc++", "answer": "hold"})
    assert all(f"“{word}”" in said for word in ("a$$", "…", "c++"))
    assert WordRule.objects.count() == 5


def test_more_than_can_be_listed_at_once_is_told_and_nothing_lost(desk: Client) -> None:
    list_words("spam")
    many = "\n".join(f"word{n}" for n in range(5001))
    for address in (
        "/admin/comments/wordrule/add/",
        f"/admin/comments/wordrule/{WordRule.objects.get().pk}/change/",
    ):
        for button in ("_try", "_save"):
            said = opened(desk, address, {button: "1", "typed": many, "answer": "hold"})
            assert "At most 5,000 at once." in said
    assert list(WordRule.objects.values_list("typed", flat=True)) == ["spam"]


def test_a_listed_word_is_changed_and_taken_off(desk: Client) -> None:
    list_words("spam")
    row = WordRule.objects.get()
    opened(
        desk,
        f"/admin/comments/wordrule/{row.pk}/change/",
        {"_save": "1", "typed": "scam", "answer": "refuse"},
    )
    row = WordRule.objects.get()
    assert (row.typed, row.answer) == ("scam", "refuse")
    opened(desk, f"/admin/comments/wordrule/{row.pk}/delete/", {"post": "yes"})
    assert not WordRule.objects.exists()
    changes = (
        ModerationEntry.objects.filter(actor__isnull=False).order_by("id").values_list("before", "after")
    )
    assert list(changes)[1:] == [({"spam": "hold"}, {}), ({}, {"scam": "refuse"}), ({"scam": "refuse"}, {})]


def test_thousands_are_taken_off_in_few_statements_with_one_entry(
    mona: User, django_assert_max_num_queries: Any
) -> None:
    list_words(*(f"word{number}" for number in range(50)))
    rows = list(WordRule.objects.all())
    WordRule.objects.filter(typed="word7").delete()
    with django_assert_max_num_queries(8):
        rule_changes.unlist(rows, by=mona)
    entry = ModerationEntry.objects.get(actor=mona)
    assert not WordRule.objects.exists() and len(entry.before) == 49 and "word7" not in entry.before


def test_who_opens_a_word_that_another_has_taken_off_is_led_to_the_list(desk: Client) -> None:
    address = "/admin/comments/wordrule/999/change/"
    assert "isn't listed any more" in words(desk.get(address, follow=True).text)
    # What was typed is listed all the same.
    opened(desk, address, {"_save": "1", "typed": "spam", "answer": "hold"})
    assert WordRule.objects.get().typed == "spam"


def test_domains_are_listed_however_they_are_typed(desk: Client) -> None:
    CommentFactory(text="https://www.bad.example/x")
    typed = {
        "typed": "https://Bad.Example/path\n*.worse.example\nbücher.example\nodd.example:8080?x=1#y",
        "answer": "refuse",
    }
    address = "/admin/comments/domainrule/add/"
    assert "refused 1" in opened(desk, address, {"_try": "1", **typed})
    opened(desk, address, {"_save": "1", **typed})
    listed = {"bad.example", "worse.example", "xn--bcher-kva.example", "odd.example"}
    assert set(DomainRule.objects.values_list("domain", flat=True)) == listed
    assert "is no domain" in opened(desk, address, {"_save": "1", "typed": "no domain", "answer": "hold"})
