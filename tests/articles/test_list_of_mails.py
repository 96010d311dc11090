"""By which list a mail says that it came, so that mail programs sort it: each newsletter, and the alerts."""

from __future__ import annotations

import pytest

from articles.models import Alert
from tests.articles.issues import issue_of, reader_of
from tests.articles.subscribers import subscriber
from tests.factories import ArticleFactory, EditorFactory
from tests.mails import mails
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_each_newsletter_and_the_alerts_are_a_list_of_their_own() -> None:
    reader_of("ada", "daily", "weekly")
    subscriber("bea")
    for cadence in ("daily", "weekly"):
        issue_of(cadence=cadence).send(by=EditorFactory())
    Alert.objects.send(ArticleFactory(), by=EditorFactory(), subject="Now", text="")
    work()
    assert sorted((str(mail["To"]), str(mail["List-Id"])) for mail in mails()) == [
        ("ada@example.com", "<daily.newsletters.127.0.0.1>"),
        ("ada@example.com", "<weekly.newsletters.127.0.0.1>"),
        ("bea@example.com", "<alerts.127.0.0.1>"),
    ]
