"""The desk of the rules: switched and tuned, with how often each was overturned."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments.models import ModerationEntry, RuleSetting
from comments.rule_figures import figures
from comments.rules import BY_CODE
from tests.clients import signed_in
from tests.comments.desk import opened, seen_on
from tests.comments.pages import words
from tests.comments.ruling import list_words, refusal
from tests.factories import CommentFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
RULES = "/admin/comments/rulesetting/"


def test_all_rules_stand_in_their_order_with_their_switches(desk: Client) -> None:
    html = desk.get(RULES).content.decode()
    places = [html.index(f"{RULES}{code}/change/") for code in BY_CODE]
    assert places == sorted(places)
    assert 'value="history"' in html and 'value="length"' not in html


def test_switches_are_set_at_once_and_each_is_in_the_log(desk: Client, mona: User) -> None:
    on = set(RuleSetting.objects.filter(is_on=True).values_list("code", flat=True))
    assert "1 rule is switched." in opened(desk, RULES, {"on": [*(on - {"history"})], "seen": [*on]})
    assert "1 rule is switched." in opened(
        desk, RULES, {"on": [*(on - {"history"}), "newcomer"], "seen": [*(on - {"history"})]}
    )
    entries = ModerationEntry.objects.order_by("id").values_list("rule", "before", "after", "actor")
    assert list(entries) == [
        ("history", {"is_on": True}, {"is_on": False}, mona.pk),
        ("newcomer", {"is_on": False}, {"is_on": True}, mona.pk),
    ]


def test_of_two_who_switch_rules_at_once_neither_takes_back_what_the_other_switched(desk: Client) -> None:
    stood = seen_on(desk, RULES)
    other = Client()
    other.force_login(ModeratorFactory())
    other.post(RULES, {"on": [*stood, "newcomer"], "seen": stood})
    desk.post(RULES, {"on": [*stood, "history"], "seen": stood})
    assert {"newcomer", "history"} <= set(
        RuleSetting.objects.filter(is_on=True).values_list("code", flat=True)
    )


def test_the_second_of_two_who_set_a_rule_at_once_is_told_who_did_and_what_stands(
    desk: Client, moll: User
) -> None:
    address, other = f"{RULES}links/change/", signed_in(moll)
    typed = {"_save": "1", "is_on": "on", "answer": "hold", "newcomers": "pass", "others": "pass"}
    (seen,) = seen_on(desk, address)
    opened(other, address, {**typed, "most": "5", "seen": seen})
    tried = {name: value for name, value in typed.items() if name != "_save"}
    assert "Moll" not in opened(desk, address, {**tried, "_try": "1", "most": "9", "seen": seen})
    answer = desk.post(address, {**typed, "most": "9", "seen": seen})
    said = words(answer.content.decode())
    assert "Moll has set this rule meanwhile" in said and "Now “Most links in a comment” is: 5." in said
    assert 'value="9"' in answer.text and RuleSetting.objects.get(code="links").values["most"] == 5
    (now,) = re.findall(r'name="seen"\s+value="(\w+)"', answer.text)
    opened(desk, address, {**typed, "most": "9", "seen": now})
    assert RuleSetting.objects.get(code="links").values["most"] == 9


def test_who_sets_a_rule_as_it_is_already_is_told_nothing(desk: Client) -> None:
    address = f"{RULES}length/change/"
    (seen,) = seen_on(desk, address)
    for _time in range(2):
        said = opened(desk, address, {"_save": "1", "most": "500", "least": "1", "seen": seen})
        assert "The rule is set" in said


def test_a_rule_that_keeps_the_site_together_is_not_switched_off(desk: Client) -> None:
    opened(desk, RULES, {})
    opened(desk, f"{RULES}length/change/", {"_save": "1", "most": "900", "least": "1"})
    setting = RuleSetting.objects.get(pk="length")
    assert setting.is_on and setting.values == {"most": 900, "least": 1}


def test_a_rule_is_tuned_from_the_next_comment_on(desk: Client) -> None:
    said = opened(
        desk,
        f"{RULES}links/change/",
        {"_save": "1", "is_on": "on", "answer": "refuse", "most": "0", "newcomers": "pass", "others": "pass"},
    )
    assert "it holds from the next comment on" in said
    assert refusal(text="https://example.com").rule == "links"


def test_what_does_not_fit_is_told_and_nothing_changed(desk: Client) -> None:
    before = RuleSetting.objects.values_list("values", flat=True).get(pk="length")
    answer = desk.post(f"{RULES}length/change/", {"_save": "1", "most": "20000", "least": "1"})
    assert "less than or equal to 10000" in words(answer.content.decode())
    assert RuleSetting.objects.values_list("values", flat=True).get(pk="length") == before
    assert not ModerationEntry.objects.exists()


def test_how_often_a_rule_was_overturned_is_shown(desk: Client, mona: User) -> None:
    list_words("spam")
    held = [CommentFactory(text=f"spam {number}") for number in range(4)]
    held[0].restore(by=mona)
    held[1].hide(by=mona, reason="Indeed.")
    held[2].hide(by=mona, reason="Indeed.")
    held[2].restore(by=mona)
    found = figures()["words"]
    assert (found.held, found.overturned, found.upheld, found.share) == (4, 2, 1, 67)
    assert "Held 4, refused 0. Let in after all: 2 (67 %)." in opened(desk, RULES)
    assert figures()["links"].share is None


def test_the_list_of_rules_asks_the_same_however_much_they_did(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(RULES)
        return len(captured)

    list_words("spam")
    few = queries()
    for number in range(5):
        CommentFactory(text=f"spam {number}")
    assert queries() == few
