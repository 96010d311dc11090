"""The pages of the news alerts: begun, chosen and ended in the account or by the link in a mail; and each as a page."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone

from accounts.models import AlertSubscription, User
from accounts.models.alert_subscription import CHOOSE, CONFIRM
from articles.models import Alert, AlertChoice, Topic
from tests.accounts.mails import link_in
from tests.articles.subscribers import send, subscribed, subscriber
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, SectionFactory, UserFactory
from tests.mails import mails, one_mail, reader_with_mail
from tests.newsportal.alert_choices import PAGE, told, unconfirmed
from tests.worker import work

pytestmark = pytest.mark.django_db


def subscription() -> AlertSubscription:
    return AlertSubscription.objects.get()


def test_who_has_confirmed_the_address_begins_at_once_with_what_they_chose() -> None:
    harbour, tides = SectionFactory(slug="harbour"), Topic.objects.create(name="Tides", slug="tides")
    client = signed_in(reader_with_mail(username="ada"))
    said = told(client, begin=1, pace="daily", sections=[harbour.pk], topics=[tides.pk])
    assert "News alerts are on." in said and "They come to ada@example.com" in said
    choice = AlertChoice.objects.get()
    assert subscription().is_active and choice.pace == "daily" and not choice.takes_all
    assert list(choice.sections.all()) == [harbour] and list(choice.topics.all()) == [tides]
    work()
    assert mails() == []


def test_who_has_not_is_asked_by_mail_first() -> None:
    client = signed_in(unconfirmed(username="ada"))
    assert "A mail is on its way to ada@example.com." in told(client, begin=1, pace="daily")
    assert not subscription().is_active
    work()
    mail = one_mail()
    assert mail["To"] == "ada@example.com" and mail["List-Unsubscribe-Post"]
    page = Client().post(urlsplit(link_in(mail)).path, follow=True)
    assert "News alerts are on" in page.text and subscription().is_active
    assert AlertChoice.objects.get().pace == "daily"


def test_an_address_is_asked_once_an_hour() -> None:
    client = signed_in(unconfirmed(username="ada"))
    for _ in range(3):
        told(client, begin=1)
    work()
    assert len(mails()) == 1
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        told(signed_in(User.objects.get()), begin=1)
    work()
    assert len(mails()) == 2


def test_an_address_that_said_no_is_asked_no_more_before_it_is_confirmed() -> None:
    reader = unconfirmed(username="ada")
    client = signed_in(reader)
    told(client, begin=1)
    work()
    subscription().end()
    answer = client.post(PAGE, {"pace": "breaking", "begin": 1})
    assert answer.status_code == 422 and "Confirm first that it is yours." in answer.text
    work()
    assert len(mails()) == 1
    EmailAddress.objects.update(verified=True)
    assert "News alerts are on." in told(client, begin=1)


def test_an_account_without_an_address_is_asked_for_one() -> None:
    client = signed_in(UserFactory(email=""))
    assert "no email address yet" in words(client.get(PAGE).text)
    answer = client.post(PAGE, {"pace": "breaking", "begin": 1})
    assert answer.status_code == 422 and "Add one first." in answer.text
    assert not AlertSubscription.objects.exists()


def test_who_was_invited_and_confirmed_since_begins_at_once() -> None:
    reader = reader_with_mail()
    AlertSubscription.objects.invite(reader)
    told(signed_in(reader), begin=1)
    assert subscription().is_active


def test_a_choice_is_changed_and_the_page_shows_it() -> None:
    harbour, culture = SectionFactory(slug="harbour"), SectionFactory(slug="culture")
    client = signed_in(subscriber("ada", sections=[harbour]).reader)
    assert "Your choice is saved." in told(client, save=1, sections=[culture.pk])
    page = client.get(PAGE).text
    assert (
        re.search(rf'name="sections" value="{culture.pk}"[^>]* checked', page) and page.count("checked") == 2
    )
    assert list(AlertChoice.objects.get().sections.all()) == [culture]


def test_ended_and_begun_again_in_the_account() -> None:
    client = signed_in(subscribed(reader_with_mail(username="ada")).reader)
    assert "No more alerts come." in told(client, end=1) and not subscription().is_active
    assert "News alerts are on." in told(client, begin=1) and subscription().is_active


def test_where_they_go_to_another_address_than_the_account_s_they_may_be_sent_there() -> None:
    """As in the time before alerts went along with the address."""
    reader = reader_with_mail(username="ada")
    subscribed(reader)
    EmailAddress.objects.update(email="new@example.com")
    client = signed_in(reader)
    assert "Send them to new@example.com instead" in words(client.get(PAGE).text)
    old_link = subscription().path(CHOOSE)
    assert "They come to new@example.com" in told(client, begin=1)
    assert Client().get(old_link).status_code == 404


def test_a_topic_s_page_leads_to_an_alert_about_it() -> None:
    topic = Topic.objects.create(name="Tides", slug="tides")
    client = signed_in(reader_with_mail())
    page = client.get(f"{PAGE}?topic=tides").text
    assert f'value="{topic.pk}"' in page and page.count("checked") == 2
    assert client.get(f"{PAGE}?topic=%00").status_code == 200
    answer = Client().get(f"{PAGE}?topic=tides")
    assert answer.status_code == 302 and "topic%3Dtides" in answer["Location"]


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"pace": "hourly"},
        {"pace": "daily", "sections": ["0"]},
        {"pace": "\0"},
        {"pace": "daily", "topics": ["9" * 50]},
        {"pace": "daily", "topics": ["\0"]},
        {"pace": "daily", "sections": ["x"] * 900},
    ],
)
def test_what_can_not_be_is_refused_and_changes_nothing(typed: dict[str, Any]) -> None:
    subscription = subscriber("ada", pace="daily")
    for client, path in (
        (signed_in(subscription.reader), PAGE),
        (Client(), subscription.path(CHOOSE)),
    ):
        answer = client.post(path, {"save": 1, **typed})
        assert answer.status_code == 422 and "field-errors" in answer.text
    assert AlertChoice.objects.get().pace == "daily" and AlertChoice.objects.get().takes_all


def test_the_link_in_a_mail_chooses_without_a_login_and_begins_nothing() -> None:
    harbour = SectionFactory(slug="harbour")
    subscription = subscriber("ada")
    path = subscription.path(CHOOSE)
    anybody = Client(enforce_csrf_checks=True)
    page = anybody.get(path)
    assert "News alerts come to ada@example.com" in words(page.text) and not page.cookies
    assert page["Cache-Control"] != "public"
    answer = anybody.post(path, {"pace": "daily", "sections": [harbour.pk]})
    assert answer.status_code == 200 and "Your choice is saved." in answer.text
    assert AlertChoice.objects.get().pace == "daily"
    subscription.end()
    assert "Log in to begin them again" in anybody.post(path, {"pace": "breaking"}).text
    subscription.refresh_from_db()
    assert not subscription.is_active and AlertChoice.objects.get().pace == "daily"


def test_a_link_for_another_purpose_does_not_choose() -> None:
    token = subscriber("ada").path(CONFIRM).split("/")[3]
    assert Client().post(f"{PAGE}{token}/choices/", {"pace": "daily"}).status_code == 404


def test_an_alert_is_read_as_a_page_without_a_login_and_names_nobody() -> None:
    subscription = subscriber("subscriberada")
    article, editor = ArticleFactory(), EditorFactory(username="chiefeditor")
    alert, _ = Alert.objects.send(
        article, by=editor, subject="Bridge closed", text="It is shut.\n\nTake <the> ferry."
    )
    client = Client()
    page = client.get(alert.get_absolute_url())
    assert page.status_code == 200 and not page.cookies and 'content="noindex"' in page.text
    assert "Bridge closed" in page.text and "Take &lt;the&gt; ferry." in page.text
    assert article.get_absolute_url() in page.text
    assert subscription.email not in page.text and "ada" not in page.text and "chiefeditor" not in page.text
    article.unpublish(by=editor)
    assert client.get(alert.get_absolute_url()).status_code == 404


def test_the_page_of_an_alert_costs_as_much_for_any_number_of_mails(django_assert_num_queries: Any) -> None:
    alert = send(ArticleFactory())
    client = Client()
    client.get("/")
    with django_assert_num_queries(2):
        client.get(alert.get_absolute_url())


def test_the_account_s_page_costs_at_most_eight_queries(django_assert_max_num_queries: Any) -> None:
    topics = [Topic.objects.create(name=f"Topic {n:02}", slug=f"topic-{n}") for n in range(40)]
    ArticleFactory().topics.set(topics)
    client = signed_in(subscriber("ada", topics=topics[30:]).reader)
    client.get(PAGE)
    with django_assert_max_num_queries(8):
        page = client.get(PAGE).text
    # The reader's own, though they aren't among those that are offered first.
    assert page.count('name="topics"') == 34 and page.count("checked") == 11


def test_the_account_says_whether_they_are_on() -> None:
    client = signed_in(subscriber("ada").reader)
    assert "News alerts On" in words(client.get("/accounts/").text)
    subscription().end()
    assert "News alerts Off" in words(client.get("/accounts/").text)
