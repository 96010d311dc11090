"""What stands in a mail about notifications, read back as the reader gets it."""

import re
from typing import Any

import pytest
from django.conf import settings

from accounts.models import User
from comments import letters
from comments.models import Discussion, Mute, ReaderSettings
from comments.models.telling import UNDO_FOR
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.mails import html, mails, one_mail, raw_header, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie")


def test_a_reply_comes_as_text_and_html_with_who_said_what_where(kelpie: User) -> None:
    own = CommentFactory(by=kelpie, article=ArticleFactory(headline="Night ferry returns"))
    reply = CommentFactory(
        parent=own, by=UserFactory(username="Marlin"), text="> What was said\n\nBunks & <b>berths</b>."
    )
    work()
    mail = one_mail()
    assert mail["To"] == kelpie.email and mail["From"] == settings.DEFAULT_FROM_EMAIL
    assert mail["Subject"] == "Marlin replied to you: Night ferry returns"
    link = f"{settings.SITE_URL}/comments/{reply.pk}/"
    assert "Bunks & <b>berths</b>." in text(mail) and link in text(mail) and "What was said" not in text(mail)
    assert "Bunks &amp; &lt;b&gt;berths&lt;/b&gt;." in html(mail) and f'href="{link}"' in html(mail)


def test_a_mention_names_who_mentioned(kelpie: User) -> None:
    CommentFactory(by=UserFactory(username="Selkie"), text="Ask @Kelpie.")
    work()
    assert str(one_mail()["Subject"]).startswith("Selkie mentioned you: ")


def test_news_are_counted_for_each_discussion(kelpie: User) -> None:
    for headline, count in (("Night ferry returns", 1), ("Lighthouse for sale", 3)):
        Discussion.objects.of(article := ArticleFactory(headline=headline)).follow(by=kelpie)
        for _ in range(count):
            CommentFactory(article=article)
    work()
    mail = one_mail()
    assert mail["Subject"] == "1 new comment, and 1 more"
    assert re.search(r"1 new comment\nNight ferry returns", text(mail))
    assert re.search(r"3 new comments\nLighthouse for sale", text(mail))


def test_everything_that_waits_comes_in_one_mail_and_what_is_too_much_as_a_number(kelpie: User) -> None:
    own = CommentFactory(by=kelpie)
    for number in range(letters.SHOWN + 3):
        CommentFactory(parent=own, text=f"Answer {number}.")
    work()
    mail = one_mail()
    assert re.match(r"reader\d+ replied to you, and 12 more", str(mail["Subject"]))
    assert text(mail).count("Answer ") == html(mail).count("Answer ") == letters.SHOWN
    assert "3 more stand on your page" in text(mail) and f"{settings.SITE_URL}/notifications/" in html(mail)


def test_a_long_comment_is_cut(kelpie: User) -> None:
    CommentFactory(text="@Kelpie " + "word " * 500)
    work()
    assert "…" in text(one_mail()) and len(text(one_mail())) < 1500


@pytest.mark.parametrize("how", ["hide", "withdraw", "unpublish", "mute", "edit"])
def test_what_was_taken_away_before_the_mail_went_is_not_in_it(kelpie: User, how: str) -> None:
    comment = CommentFactory(by=UserFactory(username="Rudeness"), text="@Kelpie unspeakable")
    if how == "hide":
        comment.hide(by=ModeratorFactory(), reason="insult")
    elif how == "withdraw":
        comment.withdraw(by=comment.author)
    elif how == "mute":
        Mute.objects.mute(comment.author, by=kelpie)
    elif how == "edit":
        comment.edit(by=comment.author, text="Never mind.")
    else:
        type(comment.discussion.article).objects.update(state="draft")
    work()
    for mail in mails():
        assert how == "edit" and "unspeakable" not in text(mail) + html(mail)


def test_what_was_hidden_while_the_server_was_away_is_not_in_the_mail_that_goes_at_last(
    kelpie: User, settings: Any
) -> None:
    from tests.newsportal.machine import free_port

    files = settings.MAILERS
    backend = "django.core.mail.backends.smtp.EmailBackend"
    options = {"host": "127.0.0.1", "port": free_port(), "timeout": 2}
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": options}}
    bad, good = CommentFactory(text="@Kelpie unspeakable"), CommentFactory(text="@Kelpie well said")
    work()
    bad.hide(by=ModeratorFactory(), reason="insult")
    settings.MAILERS = files
    from datetime import timedelta

    from comments.tasks import send_mails

    assert mails() == []
    send_mails.enqueue()
    work(timedelta(minutes=10))
    assert "well said" in text(one_mail()) and "unspeakable" not in text(one_mail())
    assert f"/comments/{good.pk}/" in html(one_mail())


def test_the_kinds_that_the_reader_does_not_want_are_left_out(kelpie: User) -> None:
    ReaderSettings.objects.choose(by=kelpie, mails_mentions=False)
    own = CommentFactory(by=kelpie)
    CommentFactory(text="@Kelpie, a mention.")
    work()
    assert mails() == []
    CommentFactory(parent=own, text="A reply.")
    work()
    assert "A reply." in text(one_mail()) and "a mention" not in text(one_mail())


def test_it_can_be_stopped_with_one_press_as_the_headers_say(kelpie: User) -> None:
    CommentFactory(text="@Kelpie")
    work()
    mail = one_mail()
    address = str(mail["List-Unsubscribe"]).strip("<>")
    assert address.startswith(f"{settings.SITE_URL}/notifications/unsubscribe/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in text(mail) and address in html(mail)
    assert mail["Auto-Submitted"] == "auto-generated"
    # Mail programs read no code words there.
    assert "=?" not in raw_header(mail, "List-Unsubscribe")


def test_who_reported_a_comment_is_told_by_mail_what_was_decided_and_nothing_of_the_comment(
    kelpie: User,
) -> None:
    comment = CommentFactory(text="unspeakable", by=UserFactory(username="Rudeness"))
    comment.report(by=kelpie, reason="abuse")
    comment.hide(by=ModeratorFactory(), reason="insult")
    work(UNDO_FOR)
    mail = one_mail()
    assert str(mail["Subject"]).startswith("Your report was decided: ")
    assert "The comment was removed" in text(mail) and "/accounts/reports/" in html(mail)
    assert "unspeakable" not in str(mail) and "Rudeness" not in str(mail)


def test_nothing_in_it_is_loaded_from_anywhere_and_it_has_both_colours(kelpie: User) -> None:
    CommentFactory(text="@Kelpie")
    work()
    shown = html(one_mail())
    assert "src=" not in shown and "url(" not in shown and "<script" not in shown
    assert (
        "prefers-color-scheme: dark" in shown and '<meta name="color-scheme" content="light dark">' in shown
    )


def test_a_headline_of_two_lines_makes_a_subject_of_one(kelpie: User) -> None:
    CommentFactory(text="@Kelpie", article=ArticleFactory(headline="Night ferry\nreturns"))
    work()
    assert str(one_mail()["Subject"]).endswith("mentioned you: Night ferry returns")
