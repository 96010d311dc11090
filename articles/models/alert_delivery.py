"""One mail of an alert to one subscriber: due, held by a worker, sent, or dropped."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from accounts.models import AlertSubscription
from articles.models.alert import Alert
from articles.models.alert_choice import AlertChoice

# A batch is sent in less, or its worker was killed: then another is at the task after 40 seconds (newsportal.task_recovery),
# and finds the rest of the batch free. Where a server is so slow that it takes longer, two workers share the batch.
LEASE = timedelta(seconds=30)


class AlertDeliveryQuerySet(models.QuerySet["AlertDelivery"]):
    def take(self, most: int) -> list[AlertDelivery]:
        """Up to `most` that are due, for this worker alone while its lease runs. What is urgent comes first."""
        now = timezone.now()
        with transaction.atomic():
            due = self.filter(due_at__lte=now).order_by("-is_urgent", "due_at")
            taken = list(due.select_for_update(skip_locked=True).values_list("pk", flat=True)[:most])
            self.filter(pk__in=taken).update(due_at=now + LEASE)
        found = self.filter(pk__in=taken).select_related(
            "alert__article__section",
            "alert__issue__newsletter",
            "subscription__reader",
            "subscription__choice",
        )
        lean = found.defer("alert__article__body").fetch_mode(models.FETCH_RAISE)
        return list(lean.order_by("pk"))

    def give_back(self, deliveries: list[AlertDelivery], *, after: timedelta) -> None:
        """What this worker holds is anybody's `after` that."""
        for delivery in deliveries:
            delivery.held().update(due_at=timezone.now() + after)


class AlertDelivery(models.Model):
    """`due_at` is when it may be taken; a worker that takes it moves it to the end of its lease, so one that is killed loses
    it then to another. It is empty once the mail has gone, or won't. What it was moved to tells who holds it."""

    # The constraint's index finds an alert's.
    alert = models.ForeignKey(Alert, models.CASCADE, related_name="deliveries", db_index=False)
    subscription = models.ForeignKey(AlertSubscription, models.CASCADE, related_name="+")
    is_urgent = models.BooleanField()
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar[Any] = AlertDeliveryQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["alert", "subscription"], name="alert_once_to_a_subscriber"),
            models.CheckConstraint(condition=Q(due_at=None) | Q(sent_at=None), name="sent_alert_is_done"),
        ]
        indexes = [
            models.Index(
                F("is_urgent").desc(), "due_at", condition=Q(due_at__isnull=False), name="alert_delivery_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.alert_id} {self.subscription_id}"

    def held(self) -> models.QuerySet[AlertDelivery]:
        """Its row, as long as it is this worker's."""
        return AlertDelivery.objects.filter(pk=self.pk, due_at=self.due_at)

    def note_sent(self) -> bool:
        """False where the mail must not go any more: another worker holds it, its subscriber has said no (to the
        newsletter, if it is one) or moved, its article was taken off the site, or it is no news. One statement, so nothing can come in between."""
        wanted = AlertSubscription.objects.active().filter(
            pk=OuterRef("subscription"), email=self.subscription.email, reader__is_active=True
        )
        chosen = AlertChoice.newsletters.through.objects.filter(
            alertchoice=OuterRef(OuterRef("subscription")), newsletter=OuterRef("issue__newsletter")
        )
        standing = Alert.objects.standing().filter(Q(issue=None) | Exists(chosen), pk=OuterRef("alert"))
        may_go = self.held().filter(Exists(wanted), Exists(standing))
        return bool(may_go.update(sent_at=timezone.now(), due_at=None))

    def note_unsent(self, *, after: timedelta) -> None:
        """The server didn't take it after all: again `after` that."""
        AlertDelivery.objects.filter(pk=self.pk).update(sent_at=None, due_at=timezone.now() + after)

    def drop(self) -> None:
        """It doesn't go, unless another worker has it."""
        self.held().update(due_at=None)
