"""What an entry of the log has changed, in the words that the desk's forms have for it, in the language of who reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from comments import rule_changes
from comments.admin.changes import changes
from comments.models import Discussion, DomainRule, ModerationEntry, RuleSetting, Sanction, VotingPolicy
from comments.rules import ORDER
from comments.undoing import undo
from tests.comments.pages import words
from tests.factories import CommentFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


def said(language: str = "en") -> list[str]:
    with translation.override(language):
        return changes(ModerationEntry.objects.latest("pk"))


def test_a_rule_is_told_by_its_switch_its_answer_and_the_labels_of_its_form(mona: User) -> None:
    rule = RuleSetting.objects.get(code="links")
    rule.change(by=mona, is_on=True, answer="refuse", values={**rule.settings.values, "others": "hold"})
    assert said() == [
        "What happens to a comment: hold it for a moderator → refuse it",
        "Links to domains that aren't listed: let it pass → hold it for a moderator",
    ]
    assert said("ja")[1].startswith("登録されていないドメインへのリンク: 通す → ")
    RuleSetting.objects.get(code="newcomer").change(by=mona, is_on=True)
    assert (said(), said("ja")) == (["off → on"], ["オフ → オン"])


def test_what_is_listed_is_told_by_what_happens_with_it_whatever_it_is_called(mona: User) -> None:
    rule_changes.list_words(["is_on", "answer"], "hold", by=mona)
    held = "hold it for a moderator"
    assert said() == [f"“is_on”: {held}", f"“answer”: {held}"]
    rule_changes.list_domains(["example.com"], "refuse", by=mona)
    assert said() == ["“example.com”: refuse it"]
    rule_changes.unlist([DomainRule.objects.get()], by=mona)
    assert said() == ["“example.com”: refuse it → —"]


def test_the_switches_of_a_discussion_have_the_words_of_its_form(mona: User) -> None:
    discussion = CommentFactory().discussion
    discussion.switch(by=mona, state="held", members_only=True, slow_seconds=60, close_after_days=3)
    assert said() == [
        "open → held",
        "Members only: off → on",
        "Slow mode: seconds between comments of a reader: 0 → 60",
        "Days until it closes by itself: — → 3",
    ]
    assert "低速モード" in "".join(said("ja")) and "slow_seconds" not in "".join(said("ja"))


def test_policies_have_the_words_of_their_forms(mona: User, client: Client) -> None:
    client.force_login(mona)
    typed = {"hides": "first", "minutes": "30", "line_votes": "25", "line_share": "0.75"}
    client.post("/admin/comments/votingpolicy/1/change/", typed)
    assert said() == ["Hide the counts: never → for the first minutes", "Minutes: 60 → 30"]
    section = SectionFactory(slug="harbour")
    client.post("/admin/comments/discussionpolicy/add/", {"section": section.pk, "days": "7"})
    assert said() == ["Days until a discussion closes by itself (harbour): 7"]


def test_sanctions_have_their_number_and_their_end(mona: User, time_machine: Any) -> None:
    now = datetime(2026, 11, 25, 7, 12, tzinfo=ZoneInfo("Asia/Tokyo"))
    time_machine.move_to(now, tick=False)
    until = timezone.now() + timedelta(hours=3)
    one = Sanction.objects.suspend(UserFactory(), by=mona, reason="Mind your words.", until=until)
    assert said() == ["Until: Nov. 25, 2026 10:12 am JST", f"Sanction: #{one.pk}"]
    one.lift(by=mona)
    assert said() == [f"Sanction: #{one.pk} → —"]


def test_nothing_that_can_be_set_is_told_by_its_name_in_the_code() -> None:
    made = [
        (field, ModerationEntry(act="rule", rule=rule.code, before={field: True}, after={field: False}))
        for rule in ORDER
        for field in rule.fields()
    ]
    made += [
        (name, ModerationEntry(act="switch", before={name: 0}, after={name: 1}))
        for name in Discussion.SWITCHES
    ]
    made += [
        (field.name, ModerationEntry(act="policy", before={field.name: 0}, after={field.name: 1}))
        for field in VotingPolicy._meta.fields
        if field.name != "id"
    ]
    with translation.override("ja"):
        told = {name: changes(entry) for name, entry in made}
    assert {name: words for name, words in told.items() if any(name in one for one in words)} == {}
    # Of what a later version has dropped the name is all that is left.
    assert changes(ModerationEntry(act="rule", rule="gone", before={"most": 1}, after={"most": 2})) == [
        "most: 1 → 2"
    ]


def test_in_the_list_each_change_has_its_line_and_of_many_the_first_stand(mona: User, client: Client) -> None:
    client.force_login(mona)
    rule_changes.list_words([f"word{number:02}" for number in range(20)], "hold", by=mona)
    path = "/admin/comments/moderationentry/"
    html = client.get(path).text
    assert '<span class="change">“word05”: hold it for a moderator</span>' in html
    assert '<span class="change">and 14 more</span>' in html and "word06" not in html
    # Which rule it was, and on its own page all of it.
    assert "List of words" in words(html.partition('id="result_list"')[2])
    whole = client.get(f"{path}{ModerationEntry.objects.get().pk}/change/").text
    assert "<p>“word19”: hold it for a moderator</p>" in whole


def test_an_entry_is_called_by_the_time_of_the_site_and_says_by_what_it_was_undone(
    mona: User, client: Client, time_machine: Any
) -> None:
    time_machine.move_to(datetime(2026, 11, 25, 7, 12, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False)
    client.force_login(mona)
    entry = CommentFactory().hide(by=mona, reason="spam")
    assert entry and str(entry) == "hidden 2026-11-25 07:12"
    undo(entry, by=mona)
    shown = words(client.get(f"/admin/comments/moderationentry/{entry.pk}/change/").text)
    assert "Undone by: undone 2026-11-25 07:12" in shown
