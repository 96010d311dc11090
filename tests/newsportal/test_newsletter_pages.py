"""Where readers choose newsletters, leave one with one press, and read an issue as a page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from accounts.models import AlertSubscription, User
from accounts.models.alert_subscription import CHOOSE, END
from articles.models import AlertChoice, Newsletter
from tests.accounts.mails import link_in
from tests.articles.issues import issue_of, reader_of
from tests.articles.subscribers import subscriber
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory
from tests.mails import mails, one_mail, reader_with_mail
from tests.newsportal.alert_choices import PAGE, told, unconfirmed
from tests.worker import work

pytestmark = pytest.mark.django_db


def chosen() -> list[str]:
    return sorted(AlertChoice.newsletters.through.objects.values_list("newsletter", flat=True))


def end_path(subscription: AlertSubscription, cadence: str = "daily") -> str:
    return Newsletter.objects.get(pk=cadence).end_path(subscription)


def test_a_reader_chooses_newsletters_in_the_account_with_or_without_alerts() -> None:
    client = signed_in(reader_with_mail(username="ada"))
    page = client.get(PAGE).text
    assert "Daily newsletter" in page and "Weekly newsletter" in page
    said = told(client, begin=1, pace="none", newsletters=["weekly"])
    assert "They come to ada@example.com" in said
    assert chosen() == ["weekly"] and AlertChoice.objects.get().pace == "none"
    told(client, save=1, pace="daily", newsletters=["daily", "weekly"])
    assert chosen() == ["daily", "weekly"] and AlertChoice.objects.get().pace == "daily"
    assert client.get(PAGE).text.count("checked") == 3


def test_none_comes_to_who_chose_none() -> None:
    subscriber("ada")
    subscriber("bea", pace="daily")
    told(signed_in(reader_with_mail(username="cleo")), begin=1)
    issue_of().send(by=EditorFactory())
    work()
    assert mails() == []


def test_who_has_not_confirmed_is_asked_by_mail_first() -> None:
    client = signed_in(unconfirmed(username="ada"))
    told(client, begin=1, pace="none", newsletters=["daily"])
    first = issue_of(ArticleFactory()).send(by=EditorFactory())
    work()
    assert first.recipients == 0
    link = urlsplit(link_in(one_mail())).path
    Client().post(link)
    assert AlertSubscription.objects.get().is_active and chosen() == ["daily"]


def test_the_link_in_a_mail_chooses_without_a_login() -> None:
    subscription = reader_of("ada", "daily")
    answer = Client().post(subscription.path(CHOOSE), {"pace": "none", "newsletters": ["weekly"]})
    assert "Your choice is saved." in answer.text and chosen() == ["weekly"]


def test_neither_alerts_nor_a_newsletter_is_refused_with_a_sentence() -> None:
    client = signed_in(reader_with_mail())
    answer = client.post(PAGE, {"begin": 1, "pace": "none"})
    assert answer.status_code == 422 and "Choose alerts or a newsletter" in answer.text
    assert not AlertSubscription.objects.exists()


def test_a_newsletter_that_there_is_not_is_refused() -> None:
    client = signed_in(reader_with_mail())
    for key in ("hourly", "\0", "x" * 5000):
        assert client.post(PAGE, {"begin": 1, "pace": "none", "newsletters": [key]}).status_code == 422


def test_one_that_is_switched_off_is_offered_to_those_alone_who_have_it(settings: Any) -> None:
    settings.NEWSLETTERS = ["weekly"]
    assert "Daily newsletter" not in signed_in(reader_with_mail()).get(PAGE).text
    client = signed_in(reader_of("ada", "daily").reader)
    assert "Daily newsletter" in client.get(PAGE).text


def test_a_link_ends_one_newsletter_after_a_press_and_not_by_being_opened() -> None:
    subscription = reader_of("ada", "daily", "weekly", pace="breaking")
    path, anybody = end_path(subscription), Client(enforce_csrf_checks=True)
    page = anybody.get(path)
    assert "no more?" in page.text and not page.cookies and chosen() == ["daily", "weekly"]
    # Pressing it again changes nothing.
    for _ in range(2):
        answer = anybody.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and "None comes any more" in answer.text
        assert chosen() == ["weekly"]
    subscription.refresh_from_db()
    assert subscription.is_active and AlertChoice.objects.get().pace == "breaking"


def test_an_old_link_ends_it_wherever_it_goes_by_now() -> None:
    subscription = reader_of("ada")
    path = end_path(subscription)
    AlertSubscription.objects.follow(subscription.reader, "new@example.com")
    assert Client().post(path).status_code == 200 and chosen() == []


def test_a_forged_link_and_one_for_something_else_end_nothing() -> None:
    subscription = reader_of("ada")
    other = subscription.path(END).split("/")[3]
    for token in ("x", other, end_path(subscription).split("/")[4][:-1]):
        answer = Client().post(f"/accounts/alerts/newsletters/{token}/end/")
        assert answer.status_code == 404 and "This link no longer works" in answer.text
    assert chosen() == ["daily"]


def test_the_link_of_a_reader_who_is_erased_ends_nothing() -> None:
    subscription = reader_of("ada")
    path = end_path(subscription)
    User.objects.all().delete()
    assert Client().post(path).status_code == 404 and chosen() == []


def test_an_issue_is_read_as_a_page_once_it_was_sent_and_names_nobody() -> None:
    reader_of("subscriberada")
    story, other = ArticleFactory(headline="The organ plays"), ArticleFactory(headline="Taken off")
    issue, editor, client = issue_of(story, other), EditorFactory(username="chiefeditor"), Client()
    issue.subject, issue.introduction = "Noise", "Good <morning>."
    issue.save()
    assert client.get(issue.get_absolute_url()).status_code == 404
    issue.send(by=editor)
    page = client.get(issue.get_absolute_url())
    assert page.status_code == 200 and not page.cookies and 'content="noindex"' in page.text
    assert "Noise" in page.text and "Good &lt;morning&gt;." in page.text and story.headline in page.text
    assert "subscriberada" not in page.text and "chiefeditor" not in page.text
    other.unpublish(by=editor)
    assert "Taken off" not in client.get(issue.get_absolute_url()).text
    story.unpublish(by=editor)
    assert client.get(issue.get_absolute_url()).status_code == 404


def test_the_end_of_the_alerts_ends_the_newsletters_too() -> None:
    subscription = reader_of("ada")
    Client().post(subscription.path(END))
    assert issue_of().send(by=EditorFactory()).recipients == 0
    assert "No more alerts" in words(Client().get(subscription.path(END)).text)
