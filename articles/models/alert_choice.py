"""What a subscriber of the news alerts wants of them: how often, of which sections and topics, and which newsletters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import AlertSubscription
from articles.models.newsletter import Newsletter
from articles.models.section import Section
from articles.models.topic import Topic


class AlertChoiceQuerySet(models.QuerySet["AlertChoice"]):
    def choose(
        self,
        subscription: AlertSubscription,
        *,
        pace: str,
        sections: Iterable[Section] = (),
        topics: Iterable[Topic] = (),
        newsletters: Iterable[str] = (),
    ) -> AlertChoice:
        """The subscriber wants it so from now on. No section and no topic is everything; of the
        newsletters those whose keys are given."""
        sections, topics = list(sections), list(topics)
        with transaction.atomic():
            # The row is locked by its own writing: two tabs at once leave the choice of one of them, not a mixture.
            choice, _is_new = self.update_or_create(
                subscription=subscription,
                defaults={"pace": pace, "takes_all": not (sections or topics)},
            )
            choice.sections.set(sections)
            choice.topics.set(topics)
            choice.newsletters.set(Newsletter.objects.filter(pk__in=newsletters))
        return choice

    def leave(self, subscription: AlertSubscription, newsletter: Newsletter) -> None:
        """The subscriber wants this newsletter no more; of the others, and of the alerts, nothing changes."""
        through: Any = self.model.newsletters.through
        through.objects.filter(alertchoice=subscription.pk, newsletter=newsletter).delete()


class AlertChoice(models.Model):
    """One row a subscriber, made when they first choose; no row is the defaults below. `takes_all` is kept beside the
    sections and topics, for these may be deleted: who wanted one of them only must not get everything then."""

    class Pace(models.TextChoices):
        BREAKING = "breaking", _("At once, when something big happens")
        DAILY = "daily", _("Once a day, what has been published")
        NONE = "none", _("Never, only the newsletters below")

    subscription = models.OneToOneField(
        AlertSubscription, models.CASCADE, primary_key=True, related_name="choice"
    )
    pace = models.CharField(_("pace"), max_length=8, choices=Pace, default=Pace.BREAKING)
    takes_all = models.BooleanField(_("everything"), default=True)
    sections = models.ManyToManyField(Section, related_name="+", verbose_name=_("sections"))
    topics = models.ManyToManyField(Topic, related_name="+", verbose_name=_("topics"))
    newsletters = models.ManyToManyField(Newsletter, related_name="+", verbose_name=_("newsletters"))

    objects: ClassVar[Any] = AlertChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of alerts")
        verbose_name_plural = _("choices of alerts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pace__in=["breaking", "daily", "none"]), name="alert_pace_known"
            )
        ]

    def __str__(self) -> str:
        return self.get_pace_display()
