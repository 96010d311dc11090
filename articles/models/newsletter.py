"""A newsletter that readers may choose: the daily and the weekly, each with its hours and whether it waits for an editor."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.core import signing
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import AlertSubscription

# What the link in a mail is for that ends this one newsletter and nothing else.
END_ONE = "articles.newsletter.end"


class NewsletterQuerySet(models.QuerySet["Newsletter"]):
    def make_missing(self) -> None:
        """The two rows, where they are missing."""
        daily, weekly = Newsletter.Cadence.DAILY, Newsletter.Cadence.WEEKLY
        self.get_or_create(cadence=daily, defaults={"made_hour": 5, "goes_hour": 7})
        self.get_or_create(cadence=weekly, defaults={"weekday": 4, "made_hour": 9, "goes_hour": 16})

    def made(self) -> NewsletterQuerySet:
        """Those that this site has."""
        return self.filter(pk__in=settings.NEWSLETTERS)

    def of_link(self, token: str) -> tuple[AlertSubscription, Newsletter]:
        """Whose link bears `token`, and which newsletter it ends. It never grows too old: old mails must be good for that,
        wherever the alerts go by now. Raises AlertSubscription.DoesNotExist for one that is forged."""
        try:
            pk, cadence = signing.loads(token, salt=END_ONE)
        except signing.BadSignature as error:
            raise AlertSubscription.DoesNotExist from error
        return AlertSubscription.objects.get(pk=pk), self.get(pk=cadence)


class Newsletter(models.Model):
    """Two rows, which are there from the first migration on. Hours are by the site's clock."""

    class Cadence(models.TextChoices):
        DAILY = "daily", _("Daily newsletter")
        WEEKLY = "weekly", _("Weekly newsletter")

    class Weekday(models.IntegerChoices):
        MONDAY = 0, _("Monday")
        TUESDAY = 1, _("Tuesday")
        WEDNESDAY = 2, _("Wednesday")
        THURSDAY = 3, _("Thursday")
        FRIDAY = 4, _("Friday")
        SATURDAY = 5, _("Saturday")
        SUNDAY = 6, _("Sunday")

    LENGTHS: ClassVar[dict[str, timedelta]] = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}

    cadence = models.CharField(_("newsletter"), max_length=6, choices=Cadence, primary_key=True)
    weekday = models.PositiveSmallIntegerField(
        pgettext_lazy("of a day of the week", "on"), choices=Weekday, null=True, blank=True
    )
    made_hour = models.PositiveSmallIntegerField(
        _("put together at the hour"),
        validators=[MaxValueValidator(23)],
        help_text=_("From then on the editors find it as a draft. By the site's clock."),
    )
    goes_by_itself = models.BooleanField(
        _("goes by itself"),
        default=False,
        help_text=_(
            "Otherwise it waits until an editor sends it. One that an editor holds waits in any case."
        ),
    )
    goes_hour = models.PositiveSmallIntegerField(
        _("goes by itself at the hour"), validators=[MaxValueValidator(23)]
    )

    objects: ClassVar[Any] = NewsletterQuerySet.as_manager()

    class Meta:
        ordering = ["cadence"]
        verbose_name = _("newsletter")
        verbose_name_plural = _("newsletters")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(cadence="daily", weekday=None) | Q(cadence="weekly", weekday__isnull=False),
                name="newsletter_weekly_has_a_weekday",
            ),
            models.CheckConstraint(
                condition=Q(goes_hour__gte=F("made_hour"), goes_hour__lte=23),
                name="newsletter_goes_after_it_is_made",
                violation_error_message=_("It can't go before it is put together."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_cadence_display()

    @property
    def is_made(self) -> bool:
        return self.pk in settings.NEWSLETTERS

    @property
    def length(self) -> timedelta:
        return self.LENGTHS[self.cadence]

    def due(self, now: datetime) -> date | None:
        """The last day whose issue should be there at `now`. Of the daily that is today, and None before its hour: yesterday's is of
        no use any more, and today's has its stories."""
        local = timezone.localtime(now, timezone.get_default_timezone())
        is_its_hour = local.hour >= self.made_hour
        if self.weekday is None:
            return local.date() if is_its_hour else None
        day = local.date() if is_its_hour else local.date() - timedelta(days=1)
        return day - timedelta(days=(day.weekday() - self.weekday) % 7)

    def lacks(self, day: date, now: datetime) -> bool:
        """Whether the issue of `day` is still to be put together. Of a day that has passed, as where no worker ran, only where it is
        a whole period since the last: not before the first, nor where another day of the week was chosen meanwhile."""
        last = self.issues.aggregate(day=models.Max("day"))["day"]
        if day == timezone.localtime(now, timezone.get_default_timezone()).date():
            return last is None or last < day
        return last is not None and last <= day - self.length

    def goes_on(self, day: date) -> datetime:
        """When the issue of `day` goes, if by itself."""
        return datetime.combine(day, time(self.goes_hour), timezone.get_default_timezone())

    def end_path(self, subscription: AlertSubscription) -> str:
        """The page where one press ends this newsletter for the subscriber, whoever opens it: the mail is the proof."""
        return reverse("end_newsletter", args=[signing.dumps([subscription.pk, self.pk], salt=END_ONE)])
