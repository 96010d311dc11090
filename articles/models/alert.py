"""A news alert, or a newsletter's issue that goes: to whom it goes is fixed in the moment it is sent; the worker then sends it (`articles.delivery`)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AlertSubscription
from articles.models.article import Article

if TYPE_CHECKING:
    from accounts.models import User

# What couldn't be sent for longer is no news any more.
STALE = timedelta(days=1)
# For as long as each mail's row is kept: it proves that nobody gets two.
KEPT = timedelta(days=7)
# So many runs of the worker share an alert: where one is killed the others go on at once.
RUNS = 3

_ADDRESS = """
    INSERT INTO articles_alertdelivery (alert_id, subscription_id, is_urgent, due_at)
    SELECT %s::bigint, found.id, %s::boolean, %s::timestamptz FROM ({subscribers}) AS found (id)
"""
_FORGET = """
      WITH old AS (
               DELETE FROM articles_alertdelivery d USING articles_alert a
                WHERE a.id = d.alert_id AND a.sent_at < %s::timestamptz
            RETURNING d.alert_id, d.sent_at)
    UPDATE articles_alert a SET sent_before = a.sent_before + gone.sent
      FROM (SELECT alert_id, count(sent_at) AS sent FROM old GROUP BY alert_id) AS gone
     WHERE a.id = gone.alert_id
"""


class AlertQuerySet(models.QuerySet["Alert"]):
    def public(self) -> AlertQuerySet:
        """Those about an article that can be read."""
        return self.filter(article__in=Article.objects.published())

    def standing(self) -> AlertQuerySet:
        """Those whose mails may still go: news, and about an article that can be read, if about one."""
        about = Q(article=None) | Q(article__in=Article.objects.published())
        return self.filter(about, sent_at__gt=timezone.now() - STALE)

    def with_progress(self) -> AlertQuerySet:
        """With `sent`, `waiting` and `dropped`: how many mails have gone, still may, and don't."""
        return self.annotate(
            sent=F("sent_before") + Count("deliveries", Q(deliveries__sent_at__isnull=False)),
            waiting=Count("deliveries", Q(deliveries__due_at__isnull=False)),
            dropped=F("recipients") - F("sent") - F("waiting"),
        )

    def send(self, article: Article, *, by: User, subject: str, text: str) -> tuple[Alert, bool]:
        """Send an alert about `article` to all who want it now: (the alert, whether it is new). There is one for an
        article: who comes second is given the first's. Raises PermissionDenied where `by` may not publish, and
        ValueError for an article that isn't public."""
        from articles.alerts import subscribers_of

        if not by.has_perm("articles.publish_article"):
            raise PermissionDenied
        with transaction.atomic():
            # Who unpublishes it, or sends too, at this moment waits for this row or is waited for.
            locked = Article.objects.published().select_for_update(no_key=True).only("section")
            about = locked.filter(pk=article.pk).first()
            if about is None:
                raise ValueError("an alert is about an article that is public")
            alert, is_new = self.get_or_create(
                article=about, defaults={"subject": subject, "text": text, "sent_by": by}
            )
            if is_new:
                alert.address(subscribers_of(about))
        return alert, is_new

    def issue_daily(self, now: datetime) -> None:
        """Send what has been published since the last daily mails, once a day from the hour of the settings on, in the
        site's zone. Where no worker ran at that hour they come late."""
        from articles.alerts import daily_subscribers

        local = now.astimezone(timezone.get_default_timezone())
        if local.hour < settings.DAILY_MAIL_HOUR or self.filter(day=local.date()).exists():
            return
        with transaction.atomic():
            last = self.exclude(day=None).order_by("-day").first()
            since = last.until if last and last.until else now - timedelta(days=1)
            alert, is_new = self.get_or_create(day=local.date(), defaults={"since": since, "until": now})
            if is_new:
                alert.address(daily_subscribers(since, now))

    def forget_deliveries(self, now: datetime) -> None:
        """Of the old ones keep the count of the mails alone."""
        with connection.cursor() as cursor:
            cursor.execute(_FORGET, [now - KEPT])


class Alert(models.Model):
    """Of an article, with an editor's words; of a day, about what was published after `since` and up to `until`; or the sending
    of a newsletter's issue.
    `recipients` is to how many it was addressed."""

    # Its row tells who sent what to how many: an article that was written about by mail is unpublished, not deleted.
    article = models.OneToOneField(
        Article, models.PROTECT, null=True, related_name="alert", verbose_name=_("article")
    )
    day = models.DateField(_("day"), null=True, unique=True)
    issue = models.OneToOneField("articles.NewsletterIssue", models.PROTECT, null=True, related_name="alert")
    since = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    subject = models.CharField(_("subject"), max_length=200)
    text = models.CharField(_("words"), max_length=500, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    recipients = models.PositiveIntegerField(_("recipients"), default=0)
    sent_before = models.PositiveIntegerField(default=0)

    objects: ClassVar[Any] = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(article__isnull=False, issue=None, day=None, since=None, until=None)
                | Q(article=None, issue=None, day__isnull=False, since__isnull=False, until__isnull=False)
                | Q(article=None, issue__isnull=False, day=None, since=None, until=None),
                name="alert_of_an_article_a_day_or_an_issue",
            )
        ]

    def __str__(self) -> str:
        return self.subject or f"{self.day}"

    def get_absolute_url(self) -> str:
        return reverse("alert", args=[self.pk])

    def address(self, subscribers: models.QuerySet[AlertSubscription]) -> None:
        """Fixes to whom it goes, in one statement, and has the worker begin: when the transaction ends, or not at all."""
        from articles.tasks import send_alerts

        sql, values = subscribers.order_by().values("pk").query.sql_with_params()
        with connection.cursor() as cursor:
            told: list[Any] = [self.pk, self.article_id is not None, timezone.now()]
            cursor.execute(_ADDRESS.format(subscribers=sql), [*told, *values])
            self.recipients = cursor.rowcount
        self.save(update_fields=["recipients"])
        for _run in range(RUNS if self.recipients else 0):
            send_alerts.enqueue()
