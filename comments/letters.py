"""A mail about notifications, written at the moment it goes: what was hidden until then isn't in it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts import languages
from accounts.mail import Mail
from accounts.models import User
from comments.inbox import Item, items_of
from comments.models import Notification, ReaderSettings
from comments.unsubscribing import Subscription

# More of them are told as a number; they stand on the page of notifications.
SHOWN = 10
# As many are done with by one mail; what is left goes with the next.
MOST = 1000
# What waited longer, for a reader had no mails then or the server was away, is no news.
STALE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Letter:
    """To one reader, about some of their notifications. `told` are the ids of all that it stands for."""

    reader: User
    address: str
    items: list[Item]
    told: list[int]

    @property
    def more(self) -> int:
        return len(self.told) - len(self.items)

    @property
    def kinds(self) -> list[str]:
        """Of what it tells, the kinds that can be stopped."""
        kinds = dict.fromkeys(item.notification.kind for item in self.items)
        return [kind for kind in kinds if kind not in (Notification.Kind.REPORT, Notification.Kind.DECISION)]

    @property
    def subject(self) -> str:
        # What was decided on the reader concerns the account, as the mails do that begin like this.
        is_decided = self.items[0].notification.kind == Notification.Kind.DECISION
        return f"{settings.ACCOUNT_EMAIL_SUBJECT_PREFIX}{self._told}" if is_decided else self._told

    @property
    def _told(self) -> str:
        first = self.items[0]
        if self.more or len(self.items) > 1:
            count = len(self.told) - 1
            more = ngettext("%(first)s, and %(count)s more", "%(first)s, and %(count)s more", count)
            return more % {"first": first.sentence, "count": count}
        if not first.headline:
            return first.sentence
        subject = _("%(sentence)s: %(headline)s") % {"sentence": first.sentence, "headline": first.headline}
        # A header has one line, whatever a headline has.
        return " ".join(subject.split())

    def message(self) -> Mail:
        with languages.writing_to(self.reader):
            return self._message()

    def _message(self) -> Mail:
        # Where it tells of one thing only, stopping means that; where of several, all such mails.
        stops = Subscription(self.reader, self.kinds[0] if len(self.kinds) == 1 else "all")
        context: dict[str, Any] = {
            "letter": self,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "subject": self.subject,
            "subscriptions": [Subscription(self.reader, kind) for kind in [*self.kinds, "all"]],
        }
        message = Mail(
            self.subject,
            render_to_string("comments/mail/notifications.txt", context),
            to=[self.address],
            headers={
                "Message-ID": self._message_id(),
                "List-Unsubscribe": f"<{stops.url}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
                # No answer of a machine is wanted (RFC 3834).
                "Auto-Submitted": "auto-generated",
            },
        )
        message.attach_alternative(render_to_string("comments/mail/notifications.html", context), "text/html")
        return message

    def _message_id(self) -> str:
        """The same for the same mail, so that one that is tried again after the server took it is known as such."""
        digest = hashlib.blake2b(repr((self.reader.pk, self.told)).encode(), digest_size=12).hexdigest()
        return f"<notifications.{digest}@{urlsplit(settings.SITE_URL).hostname}>"


def write(reader: User) -> Letter | None:
    """The letter that the reader is to get now; None where there is nothing to tell them, or no way or wish to be told."""
    chosen = ReaderSettings.objects.of(reader)
    # Only to whom the address is known to belong: mails to others' addresses would be spam in our name.
    address = EmailAddress.objects.filter(user=reader, verified=True).order_by("-primary").first()
    if not reader.is_active or address is None or chosen.mails == ReaderSettings.Mails.NEVER:
        return None
    waiting = (
        Notification.objects.of(reader)
        .unread()
        .standing()
        .filter(mailed_at=None, kind__in=chosen.mailed_kinds, created_at__gt=timezone.now() - STALE)
    )
    found = list(waiting.with_articles().order_by("id")[:MOST])
    items = items_of(found[:SHOWN])
    return Letter(reader, address.email, items, [n.pk for n in found]) if items else None
