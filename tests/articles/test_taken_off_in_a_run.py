"""What is taken off the site while a run of the worker sends a mail that has it: the mails after that are without it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.letters import Writer
from articles.models import Alert, AlertDelivery, Article
from tests.articles.issues import issue_of, reader_of
from tests.articles.subscribers import subscriber
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


def newsletter() -> None:
    for name in ("ada", "bea", "cleo"):
        reader_of(name)
    stays, goes = (
        ArticleFactory(headline="The crane stands still"),
        ArticleFactory(headline="The lamp is out"),
    )
    issue_of(goes, stays).send(by=EditorFactory())


def daily_mail() -> None:
    for name in ("ada", "bea", "cleo"):
        subscriber(name, pace="daily")
    for headline in ("The crane stands still", "The lamp is out"):
        ArticleFactory(headline=headline)
    now = timezone.now() + timedelta(minutes=1)
    Alert.objects.create(day=now.date(), since=now - timedelta(days=1), until=now)
    alert = Alert.objects.get()
    alert.address(type(reader_of("none")).objects.filter(choice__pace="daily"))


@pytest.mark.parametrize("begin", [newsletter, daily_mail])
def test_it_is_in_no_mail_that_is_written_afterwards(begin: object) -> None:
    begin()  # type: ignore[operator]
    first, second, third = AlertDelivery.objects.take(3)
    writer = Writer()
    before = writer.write(first)
    assert before and "The lamp is out" in before.body
    lamp = Article.objects.get(headline="The lamp is out")
    lamp.unpublish(by=EditorFactory())
    after = writer.write(second)
    assert after and "The crane stands still" in after.body
    assert "The lamp is out" not in after.body + after.subject
    Article.objects.get(headline="The crane stands still").unpublish(by=EditorFactory())
    assert writer.write(third) is None
