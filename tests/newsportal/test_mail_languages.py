"""Each mail is in the language, and by the clock, that its reader chose; whoever else is at work."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from articles.tasks import issue_daily_alert
from comments import limits
from tests.accounts.entrance import log_in
from tests.articles.subscribers import subscriber
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, UserFactory
from tests.mails import html, mails, one_mail, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db


def japanese(user: User) -> User:
    user.choose(language="ja", time_zone="")
    return user


def test_mails_of_one_run_are_each_in_their_readers_language() -> None:
    readers = japanese(reader_with_mail(username="Kelpie")), reader_with_mail(username="Selkie")
    article = ArticleFactory(headline="Night ferry returns")
    for reader in readers:
        own = CommentFactory(by=reader, article=article)
        CommentFactory(parent=own, by=UserFactory(username=f"To{reader.username}"), text="So it is.")
    work()
    subjects = {mail["To"]: mail for mail in mails()}
    to_kelpie, to_selkie = (subjects[reader.email] for reader in readers)
    assert to_kelpie["Subject"] == "ToKelpieさんがあなたに返信しました：Night ferry returns"
    assert "メールの頻度と種類：" in text(to_kelpie) and "返信のメールを止める" in text(to_kelpie)
    assert '<html lang="ja">' in html(to_kelpie)
    assert to_selkie["Subject"] == "ToSelkie replied to you: Night ferry returns"
    assert '<html lang="en">' in html(to_selkie) and "止める" not in text(to_selkie)


def test_the_day_by_mail_is_written_once_for_each_language() -> None:
    tokyo = ZoneInfo("Asia/Tokyo")
    for number in range(4):
        reader = subscriber(f"reader{number}", pace="daily").reader
        if number % 2:
            japanese(reader)
    with time_machine.travel(datetime(2026, 3, 9, 6, 0, tzinfo=tokyo), tick=True):
        issue_daily_alert.enqueue()
        work()
    ArticleFactory(headline="Night ferry returns", published_at=datetime(2026, 3, 9, 8, 0, tzinfo=tokyo))
    with time_machine.travel(datetime(2026, 3, 10, 7, 0, tzinfo=tokyo), tick=True):
        issue_daily_alert.enqueue()
        work()
    told = sorted((mail["To"].split("@")[0], mail["Subject"]) for mail in mails())
    assert [subject for _reader, subject in told] == [
        "March 10: Night ferry returns",
        "3月10日：Night ferry returns",
    ] * 2
    assert {"2026年3月10日 火曜日" in text(mail) for mail in mails() if "月" in mail["Subject"]} == {True}


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_account_is_told_in_its_language_whatever_the_browser_asks() -> None:
    reader = japanese(reader_with_mail(username="Kelpie", password=PASSWORD))
    client = Client(headers={"accept-language": "en"})
    log_in(client, reader)
    new = PASSWORD + "!"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    work()
    mail = one_mail()
    assert mail["Subject"].endswith("パスワードが変更されました")
    assert "パスワードが変更されました。" in text(mail) and "心当たりがない場合は" in text(mail)


@pytest.mark.django_db(transaction=True)
def test_a_forgotten_password_is_answered_in_the_readers_language_not_in_that_of_whoever_asked() -> None:
    reader = japanese(reader_with_mail(username="Kelpie", password=PASSWORD))
    Client(headers={"accept-language": "en"}).post("/accounts/password/reset/", {"email": reader.email})
    work()
    assert one_mail()["Subject"].endswith("新しいパスワードを設定する")


@pytest.mark.django_db(transaction=True)
def test_without_a_choice_mails_of_the_workers_follow_the_browser_that_was_last_logged_in() -> None:
    reader = reader_with_mail(username="Kelpie", password=PASSWORD)
    own = CommentFactory(by=reader)
    for days, language, words in ((2, "en", "replied to you"), (6, "ja-JP", "返信しました")):
        log_in(Client(headers={"accept-language": language}), reader)
        with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
            CommentFactory(parent=own, by=UserFactory())
            work()
        assert any(words in mail["Subject"] for mail in mails()), language


def test_without_a_choice_a_mail_follows_the_browser_that_asked_for_it() -> None:
    Client(headers={"accept-language": "ja"}).post(
        "/accounts/signup/", {"email": "new@example.com", "username": "Marlin", "password1": PASSWORD}
    )
    work()
    assert one_mail()["Subject"].endswith("メールアドレスの確認")


def test_no_space_stands_between_two_japanese_sentences() -> None:
    kelpie = UserFactory()
    kelpie.emailaddress_set.create(email=kelpie.email, verified=False, primary=True)
    with translation.override("ja"):
        told = "".join(limit.sentence for limit in limits.of(kelpie))
    assert "投票はできます。返信" in told and "。 " not in told
