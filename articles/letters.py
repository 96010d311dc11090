"""The mails of alerts and newsletters, written at the moment they go: what was taken off the site until then isn't in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import FETCH_RAISE
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from accounts import languages
from accounts.mail import Mail
from accounts.models import AlertSubscription
from accounts.models.alert_subscription import CHOOSE, END
from articles.alerts import chosen, published_between
from articles.models import Alert, AlertChoice, AlertDelivery, Article, Newsletter, NewsletterIssue

# In a daily mail; more is told as a number.
STORIES = 10
# The links that are each reader's own lead nowhere in what isn't theirs.
NOWHERE = {"end": "#", "choose": "#"}


@dataclass(frozen=True, slots=True)
class Letter:
    """What an alert says, the same in the mail and on the page: an editor's words about one story, a day's stories, or the issue of
    a newsletter, with an editor's introduction."""

    subject: str
    text: str
    stories: list[Article]
    path: str
    day: date | None = None
    more: int = 0
    newsletter: Newsletter | None = None

    @property
    def day_in_words(self) -> str:
        return date_format(self.day, pgettext("date format", "l, F j, Y")) if self.day else ""

    @property
    def stands(self) -> bool:
        """Whether each story of it is public still. One short query."""
        keys = [story.pk for story in self.stories]
        return Article.objects.published().filter(pk__in=keys).count() == len(keys)

    @property
    def _list(self) -> str:
        return f"{self.newsletter.pk}.newsletters" if self.newsletter else "alerts"

    def message(self, subscription: AlertSubscription, message_id: str) -> Mail:
        """Its mail to the subscriber. Of a newsletter one press ends that one; of an alert, all that comes."""
        end = (
            settings.SITE_URL + self.newsletter.end_path(subscription)
            if self.newsletter
            else subscription.link(END)
        )
        links = {"end": end, "choose": subscription.link(CHOOSE)}
        host = urlsplit(settings.SITE_URL).hostname
        message = Mail(
            self.subject,
            self.content("txt", links),
            to=[subscription.email],
            headers={
                "Message-ID": f"<{message_id}@{host}>",
                # By which mail programs sort it (RFC 2919).
                "List-Id": f"<{self._list}.{host}>",
                "List-Unsubscribe": f"<{end}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                # No answer of a machine is wanted (RFC 3834).
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(self.content("html", links), "text/html")
        return message

    def test(self, address: str) -> Mail:
        """The same for somebody who sees how it looks."""
        message = Mail(
            _("Test: %(subject)s") % {"subject": self.subject}, self.content("txt", NOWHERE), to=[address]
        )
        message.attach_alternative(self.content("html", NOWHERE), "text/html")
        return message

    def content(self, kind: str, links: dict[str, str]) -> str:
        """The mail's "txt" or "html", with these links that are its reader's alone."""
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        name = "newsletter" if self.newsletter else "alert"
        return render_to_string(f"articles/mail/{name}.{kind}", {"letter": self, "links": links, **site})


def breaking(alert: Alert) -> Letter:
    """The letter of an alert about an article."""
    # A header has one line, whatever an editor has pasted.
    subject = " ".join(alert.subject.split())
    path = alert.get_absolute_url() if alert.pk else "#"
    return Letter(subject, alert.text, [alert.article] if alert.article else [], path)


def daily(day: date, stories: list[Article], more: int = 0) -> Letter:
    """The letter of a day, about `stories` and so many more."""
    token = _signer().sign_object([day.isoformat(), [story.pk for story in stories]])
    subject = _("%(day)s: %(headline)s") % {
        "day": date_format(day, "MONTH_DAY_FORMAT"),
        "headline": " ".join(stories[0].headline.split()),
    }
    return Letter(subject, "", stories, reverse("daily_alert", args=[token]), day, more)


def daily_of(token: str) -> Letter | None:
    """The letter of the page whose address bears `token`: stories and a day, nobody's name. None for a forged one, and where
    no story of it is public any more."""
    try:
        day, keys = _signer().unsign_object(token)
    except signing.BadSignature:
        return None
    stories = _lines(Article.objects.published().filter(pk__in=keys))
    return daily(date.fromisoformat(day), stories) if stories else None


def newsletter(issue: NewsletterIssue) -> Letter | None:
    """The letter of an issue as it stands; None where no story of it is public."""
    stories = _told(issue.articles())
    if not stories:
        return None
    subject = " ".join((issue.subject or stories[0].headline).split())
    return Letter(
        subject, issue.introduction, stories, issue.get_absolute_url(), issue.day, newsletter=issue.newsletter
    )


def _signer() -> signing.Signer:
    """Without a time, so that whoever is told the same is led to the same page, which is stored."""
    return signing.Signer(salt="articles.letters.daily")


@dataclass
class Writer:
    """Writes the mails of one run. Subscribers who chose the same, in one language, are told the same, read once and anew where a
    story of it was taken off the site meanwhile."""

    _letters: dict[tuple[Any, ...], Letter | None] = field(default_factory=dict)

    def write(self, delivery: AlertDelivery) -> Mail | None:
        """None where there is nothing left to tell."""
        alert, subscription = delivery.alert, delivery.subscription
        with languages.writing_to(subscription.reader):
            if alert.issue:
                letter = self._newsletter(alert.issue)
            else:
                letter = breaking(alert) if alert.article else self._daily(alert, subscription.choice)
            return letter.message(subscription, f"alert.{alert.pk}.{subscription.pk}") if letter else None

    def _newsletter(self, issue: NewsletterIssue) -> Letter | None:
        wanted = (f"issue {issue.pk}", get_language())
        return self._read(wanted, lambda: newsletter(issue))

    def _daily(self, alert: Alert, choice: AlertChoice) -> Letter | None:
        wanted: tuple[Any, ...] = (alert.pk, get_language())
        if not choice.takes_all:
            wanted += (
                frozenset(choice.sections.values_list("pk", flat=True)),
                frozenset(choice.topics.values_list("pk", flat=True)),
            )
        return self._read(wanted, lambda: _written(alert, choice))

    def _read(self, wanted: tuple[Any, ...], write: Callable[[], Letter | None]) -> Letter | None:
        letter = self._letters.get(wanted)
        # None may be what was written: nothing to tell, which then stays so.
        if wanted not in self._letters or (letter and not letter.stands):
            letter = self._letters[wanted] = write()
        return letter


def _written(alert: Any, choice: AlertChoice) -> Letter | None:
    news = chosen(published_between(alert.since, alert.until), choice)
    stories = _lines(news)
    if not stories:
        return None
    more = news.count() - len(stories) if len(stories) == STORIES else 0
    return daily(alert.day, stories, more)


def _lines(articles: Any) -> list[Article]:
    """The latest of them, with what a mail tells of each."""
    return _told(articles.newest()[:STORIES])


def _told(articles: Any) -> list[Article]:
    return list(articles.select_related("section").defer("body").fetch_mode(FETCH_RAISE))
