"""Whether a reader wants the news alerts: invited to them, and never subscribed but by their own press of a button."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# An invitation that lay in a mailbox for longer was not meant to be answered.
INVITATION_STANDS = timedelta(days=30)
# Somebody's address may have been typed by another, who must not be able to fill their mailbox.
ASKED_AGAIN = timedelta(hours=1)
# What a link in a mail is for; one that ends the alerts, as in a mail that was sent on, can't begin them.
CONFIRM, END, CHOOSE = "accounts.alerts.confirm", "accounts.alerts.end", "accounts.alerts.choose"
_PAGES = {CONFIRM: "confirm_alerts", END: "end_alerts", CHOOSE: "choose_alerts"}


class AlertSubscriptionQuerySet(models.QuerySet["AlertSubscription"]):
    def active(self) -> AlertSubscriptionQuerySet:
        """Those who have said yes, and not no since."""
        return self.filter(confirmed_at__isnull=False, ended_at__isnull=True)

    def of_link(self, token: str, purpose: str) -> AlertSubscription:
        """The subscription whose link bears `token`. Raises DoesNotExist for one that is forged, too old or of another
        purpose; for an address that is no longer the subscription's, unless it ends the alerts: old mails must be good for
        that; and for one that would begin alerts that were ended since it was sent, for it may lie in a mailbox, or in a
        machine that presses all it finds, for a month."""
        longest = INVITATION_STANDS if purpose == CONFIRM else None
        try:
            pk, email, *ended_before = signing.loads(token, salt=purpose, max_age=longest)
        except signing.BadSignature as error:
            raise self.model.DoesNotExist from error
        subscription = self.get(pk=pk)
        subscription.has_moved = email != subscription.email
        if subscription.has_moved and purpose != END:
            raise self.model.DoesNotExist
        if purpose == CONFIRM and ended_before != subscription.ended_before:
            raise self.model.DoesNotExist
        return subscription


class AlertSubscriptionManager(models.Manager.from_queryset(AlertSubscriptionQuerySet)):  # type: ignore[misc]
    def invite(self, reader: Any) -> None:
        """Sends `reader` the invitation, once ever; with the end of the transaction it is made in, or not at all."""
        subscription, is_new = self.get_or_create(reader=reader, defaults={"email": reader.email})
        if is_new:
            subscription.send("accounts/email/alert_invitation")

    def begin(self, reader: Any) -> AlertSubscription:
        """`reader`, who is logged in, asks for the alerts. They begin at once where the account's address is confirmed: it is
        known to be theirs, and the wish is their own press, so a second mail would prove nothing that isn't proven.
        Otherwise a mail asks whoever has the address. Raises ValidationError where there is none to ask."""
        address = EmailAddress.objects.filter(user=reader).order_by("-verified", "-primary").first()
        if address is None:
            raise ValidationError(
                _("Your account has no email address yet. Add one first."), code="no_address"
            )
        with transaction.atomic():
            _subscription, is_new = self.get_or_create(reader=reader, defaults={"email": address.email})
            subscription: AlertSubscription = self.select_for_update(no_key=True).get(reader=reader)
            if address.verified:
                subscription.begin_at(address.email)
            else:
                subscription.ask(address.email, for_the_first_time=is_new)
        return subscription

    def follow(self, reader: Any, address: str) -> None:
        """`reader` has shown that `address` is theirs: whatever was chosen for the one before holds for it. A link that asked
        there begins nothing any more; in the account, who is asked still begins by a press."""
        self.filter(reader=reader).exclude(email=address).update(email=address)


class AlertSubscription(models.Model):
    """`email` is the address that the invitation went to, or the one that the reader has confirmed since. `has_moved` says of
    one that was found by its link whether that was sent to another."""

    has_moved = False

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="alert_subscription", verbose_name=_("reader")
    )
    email = models.EmailField(_("e-mail address"))
    invited_at = models.DateTimeField(_("invited"), db_default=Now())
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, editable=False)
    ended_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = AlertSubscriptionManager()

    class Meta:
        verbose_name = _("alert subscription")
        verbose_name_plural = _("alert subscriptions")

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:
        return self.confirmed_at is not None and self.ended_at is None

    @property
    def is_asked(self) -> bool:
        """Whether a mail is on its way whose link would begin the alerts."""
        return self.confirmed_at is None and self.ended_at is None

    @property
    def ended_before(self) -> list[float]:
        """When its reader said no, if that is the last that they said: as a link tells it."""
        return [self.ended_at.timestamp()] if self.ended_at else []

    def begin_at(self, email: str) -> None:
        """Alerts go to `email`, which is known to be the reader's, from now on."""
        self.email = email
        self.save(update_fields=["email"])
        self.confirm()

    def ask(self, email: str, *, for_the_first_time: bool) -> None:
        """Sends the mail that asks whoever has the address, once an hour. Raises ValidationError where they have said no:
        they may be a stranger, whom only the proof that they aren't lets us write to again."""
        if self.email == email and self.ended_at:
            raise ValidationError(
                _("No alerts were wanted at %(address)s. Confirm first that it is yours."),
                params={"address": email},
                code="unconfirmed",
            )
        now = timezone.now()
        was_asked = self.email == email and self.is_asked and not for_the_first_time
        if was_asked and now - self.invited_at < ASKED_AGAIN:
            return
        self.email, self.invited_at, self.confirmed_at, self.ended_at = email, now, None, None
        self.save(update_fields=["email", "invited_at", "confirmed_at", "ended_at"])
        self.send("accounts/email/alert_confirmation")

    def confirm(self) -> None:
        """The reader says yes. Saying it again changes nothing."""
        subscription = AlertSubscription.objects.filter(pk=self.pk)
        subscription.exclude(confirmed_at__isnull=False, ended_at=None).update(
            confirmed_at=Now(), ended_at=None
        )
        self.refresh_from_db()

    def end(self) -> None:
        """The reader says no, also to an invitation. Saying it again changes nothing."""
        AlertSubscription.objects.filter(pk=self.pk, ended_at=None).update(ended_at=Now())
        self.refresh_from_db()

    def link(self, purpose: str) -> str:
        """The address in a mail that confirms, chooses or ends, whoever opens it: the mail is the proof."""
        return settings.SITE_URL + self.path(purpose)

    def path(self, purpose: str) -> str:
        """The same, for pages of the site."""
        token = signing.dumps(
            [self.pk, self.email, *(self.ended_before if purpose == CONFIRM else [])], salt=purpose
        )
        return reverse(_PAGES[purpose], args=[token])

    def send(self, template_prefix: str) -> None:
        """Leaves a mail to the subscriber to the worker, with what its reader needs to end it in one press (RFC 8058); but no
        more than may go to an address in a day, for many accounts may give the same."""
        from allauth.account.adapter import get_adapter

        from accounts import languages, mail, mail_limits

        if not mail_limits.may_go("alerts", self.email):
            return
        links = {"confirm": self.link(CONFIRM), "end": self.link(END)}
        headers = {
            "List-Unsubscribe": f"<{links['end']}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        context = {
            "reader": self.reader,
            "links": links,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
        }
        with languages.writing_to(self.reader):
            mail.post(get_adapter().render_mail(template_prefix, self.email, context, headers))
