"""What would refuse most of what is written is switched on or listed by nobody who wasn't told so first."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from comments.models import Discussion, ModerationEntry, RuleSetting, WordRule
from tests.comments.desk import opened
from tests.comments.pages import words
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db
RULES = "/admin/comments/rulesetting/"


def test_a_rule_that_would_refuse_most_of_what_is_written_is_saved_only_by_who_was_told(desk: Client) -> None:
    for number in range(12):
        CommentFactory(text=f"Short {number}")
    address, typed = f"{RULES}length/change/", {"most": 100, "least": 100, "_save": "1"}
    asked = opened(desk, address, typed)
    assert "Of the last 12 comments this would have refused 12, so it isn't saved yet." in asked
    assert RuleSetting.objects.get(pk="length").settings.least == 1
    (sure,) = sure_on(desk.post(address, typed).text)
    # What is typed otherwise since is asked anew.
    assert "so it isn't saved yet" in opened(desk, address, {**typed, "least": 99, "sure": sure})
    assert "The rule is set" in opened(desk, address, {**typed, "sure": sure})
    assert RuleSetting.objects.get(pk="length").settings.least == 100


def test_a_rule_that_refuses_few_is_saved_at_once(desk: Client) -> None:
    for number in range(12):
        CommentFactory(text=f"Short {number}")
    CommentFactory(text="No")
    assert "The rule is set" in opened(
        desk, f"{RULES}length/change/", {"most": 100, "least": 5, "_save": "1"}
    )
    assert sure_on(desk.get(f"{RULES}length/change/").text) == [""]


def sure_on(html: str) -> list[str]:
    """What the form of a page says that was asked for already."""
    return re.findall(r'name="sure" value="(\w*)"', re.sub(r"\s+", " ", html))


def test_in_the_list_of_rules_one_that_would_refuse_most_is_not_switched_on_and_the_others_are(
    desk: Client,
) -> None:
    # Accounts of a test are made today: for members alone they all would have been too young.
    CommentFactory.create_batch(12)
    stood = list(RuleSetting.objects.filter(is_on=True).values_list("code", flat=True))
    answer = desk.post(RULES, {"on": [*stood, "members", "newcomer"], "seen": stood}, follow=True)
    said = words(answer.text)
    assert "would have refused 12 of the last 12 comments, so it isn't switched on" in said
    assert "1 rule is switched." in said
    assert f'<a href="{RULES}members/change/">Members only</a> would have' in answer.text
    on = dict(RuleSetting.objects.values_list("code", "is_on"))
    assert on["newcomer"] and not on["members"]
    assert [entry.rule for entry in ModerationEntry.objects.all()] == ["newcomer"]
    # On its own page it is switched on by who was told.
    address, typed = f"{RULES}members/change/", {"is_on": "on", "hours": "24", "_save": "1"}
    (sure,) = sure_on(desk.post(address, typed).text)
    assert "The rule is set" in opened(desk, address, {**typed, "sure": sure})


def test_a_rule_is_switched_off_without_a_question(desk: Client) -> None:
    CommentFactory.create_batch(12)
    RuleSetting.objects.filter(code="members").update(is_on=True)
    stood = list(RuleSetting.objects.filter(is_on=True).values_list("code", flat=True))
    said = opened(desk, RULES, {"on": [code for code in stood if code != "members"], "seen": stood})
    assert "1 rule is switched." in said and not RuleSetting.objects.get(code="members").is_on


def test_words_that_stand_in_most_comments_are_refused_by_who_was_told(desk: Client) -> None:
    for number in range(12):
        CommentFactory(text=f"The ferry sails, number {number}")
    address, typed = "/admin/comments/wordrule/add/", {"typed": "ferry", "answer": "refuse", "_save": "1"}
    asked = desk.post(address, typed)
    assert "Of the last 12 comments this would have refused 12, so it isn't saved yet." in words(asked.text)
    (sure,) = sure_on(asked.text)
    assert not WordRule.objects.exists() and sure
    assert "isn't saved yet" in opened(desk, address, {**typed, "typed": "sails", "sure": sure})
    assert "1 is listed now." in opened(desk, address, {**typed, "sure": sure})
    # What is only held is read by a moderator, and gone for nobody.
    assert "1 is listed now." in opened(desk, address, {**typed, "answer": "hold", "typed": "number"})


def test_the_switches_of_a_single_discussion_say_themselves_what_they_do_and_ask_nothing(
    desk: Client,
) -> None:
    discussion: Discussion = CommentFactory().discussion
    CommentFactory.create_batch(11, article=discussion.article)
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    desk.post(address, {"state": "closed", "members_only": "on", "slow_seconds": "0", "close_after_days": ""})
    discussion.refresh_from_db()
    assert discussion.state == "closed" and discussion.members_only
