"""News alerts: who gets which, once, and what stops them."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from accounts.models import AlertSubscription
from articles.alerts import subscribers_of
from articles.models import Alert, AlertChoice, AlertDelivery, Article, Topic
from tests.articles.subscribers import many, progress, send, subscribed, subscriber
from tests.at_once import at_once
from tests.factories import ArticleFactory, EditorFactory, SectionFactory, UserFactory
from tests.mails import html, mails, one_mail, raw_header, text
from tests.worker import work

pytestmark = pytest.mark.django_db


def told() -> set[str]:
    return {str(mail["To"]).partition("@")[0] for mail in mails()}


def test_it_goes_to_who_has_chosen_its_section_one_of_its_topics_or_nothing() -> None:
    harbour, culture = SectionFactory(slug="harbour"), SectionFactory(slug="culture")
    ferries, tides = (Topic.objects.create(name=name, slug=name) for name in ("ferries", "tides"))
    article = ArticleFactory(section=harbour)
    article.topics.add(ferries)
    subscriber("all")
    subscriber("again", sections=[])
    subscriber("section", sections=[harbour])
    subscriber("topic", topics=[ferries, tides])
    subscriber("both", sections=[culture], topics=[ferries])
    subscriber("elsewhere", sections=[culture], topics=[tides])
    subscriber("daily", pace="daily")
    alert = send(article)
    work()
    assert told() == {"all", "again", "section", "topic", "both"}
    assert progress(alert) == (5, 5, 0)


def test_who_never_confirmed_has_ended_or_is_locked_out_gets_none() -> None:
    AlertSubscription.objects.create(reader=UserFactory(), email="invited@example.com")
    subscriber("ended").end()
    locked = subscriber("locked").reader
    locked.is_active = False
    locked.save()
    assert progress(send(ArticleFactory())) == (0, 0, 0)


def test_one_mailbox_gets_one_however_many_accounts_it_has() -> None:
    """Whoever gives an address that nobody has confirmed may be invited there, and say yes, once for each account."""
    article = ArticleFactory()
    for name in ("one", "two"):
        subscribed(UserFactory(username=name, email="shared@example.com"))
    subscriber("elsewhere", sections=[SectionFactory(slug="culture")])
    AlertSubscription.objects.filter(reader__username="elsewhere").update(email="shared@example.com")
    subscriber("other")
    assert subscribers_of(article).count() == 2
    alert = send(article)
    work()
    assert sorted(str(mail["To"]) for mail in mails()) == ["other@example.com", "shared@example.com"]
    assert progress(alert) == (2, 2, 0)


def test_who_chose_a_topic_that_is_deleted_does_not_get_everything() -> None:
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    subscriber("choosy", topics=[topic])
    topic.delete()
    assert progress(send(ArticleFactory())) == (0, 0, 0)


def test_who_subscribes_afterwards_gets_the_next_one() -> None:
    send(ArticleFactory())
    subscriber("late")
    work()
    assert mails() == []


def test_the_mail_says_what_the_editor_wrote() -> None:
    subscriber("ada")
    article = ArticleFactory()
    alert = send(article, subject="Bridge & quay closed", text="Both are shut.\n\nUse <the> ferry.")
    work()
    [mail] = mails()
    assert mail["Subject"] == "Bridge & quay closed" and mail["To"] == "ada@example.com"
    for body, words in ((text(mail), "Use <the> ferry."), (html(mail), "Use &lt;the&gt; ferry.")):
        assert words in body and article.get_absolute_url() in body and alert.get_absolute_url() in body
    assert "<h1" in html(mail) and "Bridge &amp; quay closed" in html(mail)
    assert mail["Auto-Submitted"] == "auto-generated" and f"alert.{alert.pk}." in mail["Message-ID"]


def test_mail_programs_end_them_in_one_press_on_any_alert() -> None:
    """RFC 8058: a POST with this body to the address in the header, without cookies, answered without a redirect."""
    subscription = subscriber("ada")
    send(ArticleFactory())
    work()
    mail = one_mail()
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # As it stands in the mail, in one line and in no code words, which mail programs don't read there.
    address = raw_header(mail, "List-Unsubscribe").strip("<>").removeprefix(settings.SITE_URL)
    answer = Client(enforce_csrf_checks=True).post(
        address, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded"
    )
    subscription.refresh_from_db()
    assert answer.status_code == 200 and not subscription.is_active
    assert progress(send(ArticleFactory()))[0] == 0


def test_it_looks_right_in_the_dark_too() -> None:
    """Whatever stands on a colour of its own has one for the dark as well, so that nothing vanishes there."""
    subscriber("ada")
    send(ArticleFactory())
    work()
    body = html(one_mail())
    assert '<meta name="color-scheme" content="light dark">' in body
    light = re.sub(r"@media \(prefers-color-scheme: dark\) \{(?:[^{}]*\{[^}]*\})*\s*\}", "", body)
    dark = "".join(re.findall(r"@media \(prefers-color-scheme: dark\) \{((?:[^{}]*\{[^}]*\})*)", body))
    coloured = re.findall(
        r"^\s*([^{}@\n]+?) \{[^}]*(?<!-)(?:color|background|border\S*): [^;]*#", light, re.MULTILINE
    )
    assert len(coloured) > 5
    for rule in coloured:
        for part in rule.split(", "):
            assert re.search(rf"(^|[\s,]){re.escape(part)}\s*[,{{]", dark), part


def test_a_subject_has_one_line() -> None:
    subscriber("ada")
    send(ArticleFactory(), subject="Bridge\r\nBcc: all@example.com")
    work()
    [mail] = mails()
    assert mail["Subject"] == "Bridge Bcc: all@example.com" and mail["Bcc"] is None


def test_only_who_may_publish_sends_one_and_only_of_what_is_public() -> None:
    article = ArticleFactory()
    with pytest.raises(PermissionDenied):
        Alert.objects.send(article, by=UserFactory(), subject="x", text="")
    for state, at in (
        (Article.State.DRAFT, None),
        (Article.State.UNPUBLISHED, timezone.now()),
        (Article.State.PUBLISHED, timezone.now() + timedelta(hours=1)),
    ):
        with pytest.raises(ValueError, match="public"):
            Alert.objects.send(
                ArticleFactory(state=state, published_at=at), by=EditorFactory(), subject="x", text=""
            )
    assert not Alert.objects.exists()


def test_a_second_press_sends_nothing_and_is_given_the_first() -> None:
    subscriber("ada")
    article, editor = ArticleFactory(), EditorFactory()
    first = send(article, subject="First")
    assert Alert.objects.send(article, by=editor, subject="Second", text="") == (first, False)
    work()
    assert [mail["Subject"] for mail in mails()] == ["First"]


@pytest.mark.django_db(transaction=True)
def test_editors_who_press_at_the_same_moment_send_one() -> None:
    many(5)
    article, editors = ArticleFactory(), EditorFactory.create_batch(4)

    def press(editor: Any) -> bool:
        return Alert.objects.send(article, by=editor, subject=editor.username, text="")[1]

    sent = at_once(*(lambda editor=editor: press(editor) for editor in editors))  # type: ignore[misc]
    assert sorted(map(bool, sent)) == [False, False, False, True]
    assert progress(Alert.objects.get()) == (5, 0, 5)


def test_the_database_takes_no_second_alert_of_an_article() -> None:
    alert = send(ArticleFactory())
    with pytest.raises(IntegrityError, match="article"):
        Alert.objects.create(article=alert.article, subject="Again")


def test_the_database_takes_no_second_mail_to_a_subscriber() -> None:
    subscription = subscriber("ada")
    alert = send(ArticleFactory())
    with pytest.raises(IntegrityError, match="alert_once_to_a_subscriber"):
        AlertDelivery.objects.create(alert=alert, subscription=subscription, is_urgent=True)


def test_who_says_no_while_it_is_on_its_way_gets_none() -> None:
    subscriber("ada")
    subscription = subscriber("bea")
    alert = send(ArticleFactory())
    subscription.end()
    work()
    assert told() == {"ada"} and progress(alert) == (2, 1, 0)


def test_unpublishing_stops_what_has_not_gone_for_good() -> None:
    many(3)
    article, editor = ArticleFactory(), EditorFactory()
    alert = send(article)
    article.unpublish(by=editor)
    work()
    article.publish(by=editor)
    work(timedelta(minutes=10))
    assert mails() == [] and progress(alert) == (3, 0, 0)


def test_what_could_not_go_for_a_day_is_no_news() -> None:
    many(1)
    alert = send(ArticleFactory())
    work(timedelta(hours=25))
    assert mails() == [] and progress(alert) == (1, 0, 0)


def test_an_article_that_was_written_about_is_not_deleted() -> None:
    article = ArticleFactory()
    send(article)
    with pytest.raises(ProtectedError):
        article.delete()


def test_of_an_old_alert_the_count_is_kept() -> None:
    many(3)
    AlertSubscription.objects.first().end()
    many_more = subscriber("late")
    alert = send(ArticleFactory())
    many_more.end()
    work()
    Alert.objects.forget_deliveries(timezone.now() + timedelta(days=6))
    assert AlertDelivery.objects.count() == 3
    Alert.objects.forget_deliveries(timezone.now() + timedelta(days=8))
    Alert.objects.forget_deliveries(timezone.now() + timedelta(days=9))
    assert progress(alert) == (3, 2, 0) and not AlertDelivery.objects.exists()


def test_a_choice_made_again_takes_the_place_of_the_first() -> None:
    harbour, culture = SectionFactory(slug="harbour"), SectionFactory(slug="culture")
    subscription = subscriber("ada", sections=[harbour])
    AlertChoice.objects.choose(subscription, pace="breaking", sections=[culture])
    assert progress(send(ArticleFactory(section=harbour)))[0] == 0
    AlertChoice.objects.choose(subscription, pace="breaking")
    assert progress(send(ArticleFactory(section=harbour)))[0] == 1


def test_what_is_read_does_not_grow_with_the_batch(django_assert_max_num_queries: Any) -> None:
    many(1)
    send(ArticleFactory())
    with django_assert_max_num_queries(5):
        assert len(AlertDelivery.objects.take(25)) == 1
    many_more = [subscriber(f"more{number}") for number in range(10)]
    send(ArticleFactory())
    with django_assert_max_num_queries(5):
        assert len(AlertDelivery.objects.take(25)) == len(many_more) + 1


def test_what_is_urgent_goes_before_the_daily_mails() -> None:
    with time_machine.travel(timezone.now() - timedelta(hours=1)):
        subscriber("slow", pace="daily")
        ArticleFactory()
        day = Alert.objects.create(
            day=timezone.localdate(), since=timezone.now() - timedelta(days=1), until=timezone.now()
        )
        day.address(AlertSubscription.objects.active())
    subscriber("quick")
    send(ArticleFactory())
    assert [held.subscription.reader.username for held in AlertDelivery.objects.take(1)] == ["quick"]
