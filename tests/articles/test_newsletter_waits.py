"""An editor learns at the desk, and beside the way there, that an issue of a newsletter waits to be finished."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.desk_waits import waits
from articles.models import NewsletterIssue
from tests.articles.issues import daily, issue_of, reader_of
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, WriterFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def issue() -> NewsletterIssue:
    reader_of("ada")
    return issue_of()


def test_it_is_said_until_it_was_sent(issue: NewsletterIssue) -> None:
    editor = EditorFactory()
    client = signed_in(editor)
    assert "1 newsletter waits to be finished" in words(client.get("/admin/").text)
    assert waits(editor).newsletters == 1
    issue.send(by=editor)
    assert "waits to be finished" not in words(client.get("/admin/").text)


def test_of_several_the_newest_of_each_waits(issue: NewsletterIssue) -> None:
    reader_of("bea", "weekly")
    issue_of(ArticleFactory(), at=NOW - timedelta(days=1))
    issue_of(ArticleFactory(), cadence="weekly")
    assert waits(EditorFactory()).newsletters == 2


def test_one_that_goes_by_itself_waits_for_nobody_unless_it_is_held_or_late(issue: NewsletterIssue) -> None:
    editor = EditorFactory()
    daily(goes_by_itself=True)
    assert waits(editor).newsletters == 0
    NewsletterIssue.objects.update(is_held=True)
    assert waits(editor).newsletters == 1
    NewsletterIssue.objects.update(is_held=False, day=issue.day - timedelta(days=3))
    assert waits(editor).newsletters == 1


def test_one_that_nobody_has_chosen_or_that_is_not_made_waits_for_nobody(settings: Any) -> None:
    reader_of("bea", "weekly")
    issue_of()
    editor = EditorFactory()
    assert waits(editor).newsletters == 0
    reader_of("ada")
    assert waits(editor).newsletters == 1
    settings.NEWSLETTERS = []
    assert waits(editor).newsletters == 0


def test_it_waits_for_nobody_else(issue: NewsletterIssue) -> None:
    for user in (WriterFactory(), ModeratorFactory()):
        assert waits(user).newsletters == 0
