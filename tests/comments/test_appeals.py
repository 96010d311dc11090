"""An appeal is made once, with words, in time, by who it is about."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from comments import appealing, rule_changes
from comments.models import Appeal, Comment, ModerationEntry, Statement
from comments.models.statement import APPEAL_FOR
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from tests.comments.appeals import DESK, appealed, hidden
from tests.comments.pages import post_address, words
from tests.factories import ArticleFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_a_reader_appeals_on_the_page_of_the_decision_once(
    kelpie: User, mona: User, comment: Comment
) -> None:
    statement, client = hidden(comment, mona), Client()
    client.force_login(kelpie)
    address = f"/accounts/decisions/{statement.pk}/"
    for wrong in ("", "  ", "x" * 1001, "x\x00"):
        answer = client.post(address, {"words": wrong})
        assert answer.status_code == 422 and wrong.strip("\x00 ") in answer.text
        # In its own box, not in that of the search.
        assert re.search(r'type="search"[^>]*value=""', answer.text)
    assert not Appeal.objects.exists()
    answer = client.post(address, {"words": "It was on the subject."}, follow=True)
    assert "Your appeal is made." in words(answer.text) and "It was on the subject." in answer.text
    again = client.post(address, {"words": "Once more."})
    assert again.status_code == 422 and "already" in words(again.text)
    entry = ModerationEntry.objects.get(act="appeal")
    assert (entry.actor, entry.reader, entry.comment) == (kelpie, kelpie, comment)
    assert "subject" not in entry.reason
    assert "You have appealed" in words(client.get("/accounts/decisions/").text)


def test_nobody_appeals_for_another_or_too_late_or_what_was_taken_back(
    kelpie: User, mona: User, comment: Comment, time_machine: Any
) -> None:
    statement = hidden(comment, mona)
    with pytest.raises(PermissionDenied):
        appealing.appeal(statement, by=UserFactory(), words="x")
    comment.restore(by=mona)
    with pytest.raises(Refusal) as refusal:
        appealed(statement)
    assert refusal.value.code == "back"
    comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    statement = Statement.objects.latest("pk")
    time_machine.move_to(statement.told_at + APPEAL_FOR + UNDO_FOR)
    with pytest.raises(Refusal) as refusal:
        appealed(statement)
    assert refusal.value.code == "late"


def test_what_a_rule_refused_is_looked_at_by_any_moderator(kelpie: User, mona: User) -> None:
    rule_changes.list_words(["grebe"], "refuse", by=mona)
    client = Client()
    client.force_login(kelpie)
    client.post(post_address(ArticleFactory()), {"text": "Such a grebe."})
    appeal = appealed(Statement.objects.get(), "A grebe is a bird.")
    desk = Client()
    desk.force_login(mona)
    html = words(desk.get(f"{DESK}{appeal.pk}/change/").text)
    assert "Such a grebe." in html and "A grebe is a bird." in html and "by the rule “List of words”" in html
    appeal.overturn(by=mona, reason="So it is.")
    work(UNDO_FOR)
    address = f"/accounts/decisions/{appeal.statement_id}/"
    assert "Send it again, in the same words" in words(client.get(address).text)


def test_what_was_granted_passes_when_it_is_sent_again_and_nothing_else(kelpie: User, mona: User) -> None:
    rule_changes.list_words(["grebe"], "refuse", by=mona)
    client, article = Client(), ArticleFactory()
    client.force_login(kelpie)
    client.post(post_address(article), {"text": "Such a grebe."})
    appealed(Statement.objects.get(), "A grebe is a bird.").overturn(by=mona, reason="So it is.")
    # While it can be undone its reader knows nothing of it.
    assert client.post(post_address(article), {"text": "Such a grebe."}).status_code == 422
    work(UNDO_FOR)
    assert client.post(post_address(article), {"text": "Another grebe."}).status_code == 422
    other = Client()
    other.force_login(UserFactory())
    assert other.post(post_address(article), {"text": "Such a grebe."}).status_code == 422
    assert client.post(post_address(article), {"text": "Such a grebe."}).status_code == 303
    assert Comment.objects.get().text == "Such a grebe."


def test_the_database_keeps_no_appeal_without_words_or_time(mona: User, comment: Comment) -> None:
    statement = hidden(comment, mona)
    for wrong in ({"words": ""}, {"words": "x", "outcome": "upheld"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Appeal.objects.create(statement=statement, made_at=timezone.now(), **wrong)
