"""The switches of discussions, sections and readers at the desk, and the policies of the site."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments.models import DiscussionPolicy, ModerationEntry, Premoderation, VotingPolicy
from tests.comments.desk import opened, seen_on
from tests.comments.pages import words
from tests.comments.ruling import refusal
from tests.factories import CommentFactory, ModeratorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_the_switches_of_a_discussion_are_set_at_the_desk(desk: Client, mona: User) -> None:
    discussion = CommentFactory().discussion
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    opened(
        desk, address, {"state": "open", "holds_links": "on", "slow_seconds": "60", "close_after_days": ""}
    )
    discussion.refresh_from_db()
    assert (discussion.holds_links, discussion.slow_seconds, discussion.close_after_days) == (True, 60, None)
    entry = ModerationEntry.objects.get(act="switch")
    assert entry.after == {"holds_links": True, "slow_seconds": 60}


def test_the_desk_says_when_discussions_close_and_opens_them_again(desk: Client, time_machine: Any) -> None:
    discussion = CommentFactory().discussion
    closes = timezone.localtime(discussion.article.created_at + timedelta(days=14))
    assert f"{closes:%Y-%m-%d %H:%M}" in opened(desk, "/admin/comments/discussion/")
    type(discussion.article).objects.update(
        created_at=timezone.now() - timedelta(days=20), published_at=timezone.now() - timedelta(days=20)
    )
    assert refusal(article=discussion.article).code == "closed"
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    form = {"state": "open", "slow_seconds": "0", "close_after_days": ""}
    opened(desk, address, form)
    assert refusal(article=discussion.article).code == "closed"
    opened(desk, address, {**form, "reopen": "on"})
    assert CommentFactory(article=discussion.article).is_public


def test_a_list_of_discussions_asks_the_same_for_one_and_for_many(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/admin/comments/discussion/")
        return len(captured)

    CommentFactory()
    one = queries()
    for _ in range(4):
        CommentFactory()
    assert queries() == one


def test_the_days_of_a_section_are_set_with_an_entry(desk: Client) -> None:
    section = SectionFactory()
    opened(desk, "/admin/comments/discussionpolicy/add/", {"section": section.pk, "days": "3"})
    opened(desk, f"/admin/comments/discussionpolicy/{section.pk}/change/", {"days": "4"})
    opened(desk, f"/admin/comments/discussionpolicy/{section.pk}/delete/", {"post": "yes"})
    assert not DiscussionPolicy.objects.exists()
    entries = ModerationEntry.objects.order_by("id").values_list("act", "before", "after")
    assert list(entries) == [
        ("policy", {}, {"harbour": 3}),
        ("policy", {"harbour": 3}, {"harbour": 4}),
        ("policy", {"harbour": 4}, {}),
    ]


@pytest.mark.parametrize("kind", ["votingpolicy", "discussionpolicy"])
def test_the_second_of_two_who_set_a_policy_at_once_is_told_what_stands(desk: Client, kind: str) -> None:
    section, other = SectionFactory(), Client()
    other.force_login(ModeratorFactory())
    if kind == "votingpolicy":
        VotingPolicy().save()
        address = "/admin/comments/votingpolicy/"
        mine = {"hides": "never", "minutes": "60", "line_votes": "25", "line_share": "0.75"}
        theirs = mine | {"line_votes": "40"}
    else:
        DiscussionPolicy.objects.create(section=section, days=3)
        address = f"/admin/comments/discussionpolicy/{section.pk}/change/"
        mine, theirs = {"days": "7"}, {"days": "40"}
    (seen,) = seen_on(desk, address)
    assert other.post(address, {**theirs, "seen": seen}).status_code == 302
    answer = desk.post(address, {**mine, "seen": seen})
    assert "set otherwise meanwhile" in words(answer.text) and "is: 40." in words(answer.text)
    (now,) = re.findall(r'name="seen"\s+value="(\w+)"', answer.text)
    assert now != seen and desk.post(address, {**mine, "seen": now}).status_code == 302
    entries = ModerationEntry.objects.filter(act="policy")
    assert entries.count() == 2 and not any("seen" in entry.after for entry in entries)


def test_a_reader_is_read_first_from_the_desk(desk: Client, mona: User) -> None:
    reader = UserFactory(username="Kelpie")
    address = "/admin/comments/premoderation/"
    assert "Nobody is called so." in opened(desk, f"{address}add/", {"name": "nobody", "reason": "Loud."})
    opened(desk, f"{address}add/", {"name": "kelpie", "reason": "Loud."})
    assert (found := Premoderation.objects.get()).by == mona and found.reader == reader
    assert "Loud." in opened(desk, address)
    opened(desk, f"{address}{reader.pk}/delete/", {"post": "yes"})
    assert not Premoderation.objects.exists()
    acts = ModerationEntry.objects.order_by("id").values_list("act", flat=True)
    assert list(acts) == ["premoderate", "unpremoderate"]
