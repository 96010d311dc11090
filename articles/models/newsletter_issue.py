"""One issue of a newsletter: put together by rule as a draft, finished by an editor, and sent once (`articles.models.alert`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from articles.models.alert import STALE, Alert
from articles.models.alert_choice import AlertChoice
from articles.models.article import Article, ArticleQuerySet
from articles.models.newsletter import Newsletter

if TYPE_CHECKING:
    from accounts.models import User

# Between the places of two stories, so that a number in between moves one.
STEP = 10


class NotSendableError(Exception):
    """An issue that can't go: it has gone, a newer one was put together, or no story of it is public."""


class NewsletterIssueQuerySet(models.QuerySet["NewsletterIssue"]):
    def sent(self) -> NewsletterIssueQuerySet:
        return self.filter(alert__isnull=False)

    def with_outdated(self) -> NewsletterIssueQuerySet:
        """With `is_outdated`: whether a newer one was put together, so that it can't go any more, for that may have its
        stories."""
        return self.annotate(is_outdated=_has_newer())

    def waiting(self) -> NewsletterIssueQuerySet:
        """Those that wait for an editor: of each newsletter that somebody has chosen the newest, unless it was sent, or goes by
        itself to this day."""
        choices = AlertChoice.newsletters.through.objects.filter(newsletter=OuterRef("newsletter"))
        yesterday = timezone.localdate(timezone=timezone.get_default_timezone()) - STALE
        goes = Q(newsletter__goes_by_itself=True, is_held=False, day__gte=yesterday)
        drafts = self.filter(alert=None, newsletter__in=Newsletter.objects.made())
        return drafts.filter(Exists(choices), ~_has_newer(), ~goes)

    def last_sent(self, newsletter: Newsletter) -> NewsletterIssue | None:
        return self.sent().filter(newsletter=newsletter).order_by("-day").first()

    def readable(self) -> NewsletterIssueQuerySet:
        """Those that went to readers and still have a story that is public."""
        own = Article.objects.published().filter(newsletter_stories__issue=OuterRef("pk"))
        return self.sent().filter(Exists(own))

    def draft(
        self, newsletter: Newsletter, day: date, *, since: datetime, until: datetime, stories: Iterable[Any]
    ) -> NewsletterIssue:
        """The issue of `day`, with `stories` as (article's key, why) in their order; the one that is there already, if so."""
        with transaction.atomic():
            issue, is_new = self.get_or_create(
                newsletter=newsletter, day=day, defaults={"since": since, "until": until}
            )
            if is_new:
                issue.stories.bulk_create(
                    issue.stories.model(issue=issue, article_id=key, why=why, position=place * STEP)
                    for place, (key, why) in enumerate(stories, start=1)
                )
        return issue

    def send_due(self, now: datetime) -> None:
        """Send those that go by themselves and whose hour has come. One that nobody could send for a day is no news."""
        by_themselves = Newsletter.objects.made().filter(goes_by_itself=True)
        waiting = self.filter(alert=None, is_held=False, newsletter__in=by_themselves)
        for issue in waiting.filter(day__gte=(now - 2 * STALE).date()).select_related("newsletter"):
            if issue.goes_at <= now < issue.goes_at + STALE:
                try:
                    issue.send(by=None)
                except NotSendableError:
                    continue


def _has_newer() -> Exists:
    newer = NewsletterIssue.objects.filter(newsletter=OuterRef("newsletter"), day__gt=OuterRef("day"))
    return Exists(newer)


class NewsletterIssue(models.Model):
    """Of `day`, with what was published after `since` and up to `until`. It has an `alert` once it was sent: that holds to whom
    it goes, and nothing of it changes any more."""

    newsletter = models.ForeignKey(
        Newsletter, models.PROTECT, related_name="issues", verbose_name=_("newsletter"), db_index=False
    )
    day = models.DateField(_("day"))
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"))
    subject = models.CharField(
        _("subject"),
        max_length=200,
        blank=True,
        help_text=_("Without one it is the headline of the first story."),
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=1000,
        blank=True,
        help_text=_("At most 1,000 letters. An empty line makes a new paragraph."),
    )
    is_held = models.BooleanField(
        _("held"),
        default=False,
        help_text=_("Held, it never goes by itself, whatever the newsletter's switch says."),
    )

    objects: ClassVar[Any] = NewsletterIssueQuerySet.as_manager()

    class Meta:
        ordering = ["-day", "newsletter"]
        verbose_name = _("newsletter issue")
        verbose_name_plural = _("newsletter issues")
        default_permissions = ("view", "change")
        constraints = [
            models.UniqueConstraint(fields=["newsletter", "day"], name="newsletter_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.newsletter}, {date_format(self.day)}"

    def get_absolute_url(self) -> str:
        return reverse("newsletter", args=[self.pk])

    @property
    def goes_at(self) -> datetime:
        return self.newsletter.goes_on(self.day)

    @property
    def goes_by_itself(self) -> bool:
        """Whether it will, or may at this moment; not where its hour is a day ago."""
        may_go = self.newsletter.is_made and self.newsletter.goes_by_itself and not self.is_held
        return may_go and timezone.now() < self.goes_at + STALE

    @property
    def sending(self) -> Alert | None:
        """What it went out with, or None."""
        return getattr(self, "alert", None)

    def articles(self) -> ArticleQuerySet:
        """Its stories that are public now, in their order."""
        own = Article.objects.published().filter(newsletter_stories__issue=self)
        return own.order_by("newsletter_stories__position", "newsletter_stories__id")

    def send(self, *, by: User | None) -> Alert:
        """Send it to all who have chosen its newsletter; `by` is None where its hour has come. Raises PermissionDenied where `by`
        may not publish, and NotSendableError."""
        from articles.newsletters import subscribers_of

        if by is not None and not by.has_perm("articles.publish_article"):
            raise PermissionDenied
        with transaction.atomic():
            # Who puts the next one together at this moment, and who sends or saves this one, waits for these rows or is waited for.
            Newsletter.objects.select_for_update(no_key=True).get(pk=self.newsletter_id)
            issue: Any = (
                NewsletterIssue.objects.with_outdated().select_for_update(no_key=True).get(pk=self.pk)
            )
            # Where its hour has come: as the switches stand now.
            may_go = by is not None or issue.goes_by_itself
            lead = issue.articles().defer("body").first()
            if not may_go or issue.sending or issue.is_outdated or lead is None:
                raise NotSendableError
            alert = Alert.objects.create(issue=issue, subject=issue.subject or lead.headline, sent_by=by)
            alert.address(subscribers_of(issue.newsletter))
        return alert

    def renumber(self) -> None:
        """The places of its stories anew, in the order that they have."""
        stories = list(self.stories.order_by("position", "pk"))
        for place, story in enumerate(stories, start=1):
            story.position = place * STEP
        self.stories.bulk_update(stories, ["position"])
