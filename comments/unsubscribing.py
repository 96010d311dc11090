"""Stopping mails with one press and no login (RFC 8058): the link itself is the right to do it."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from comments.models import ReaderSettings

# What a mail may be about, and what then is chosen: by the word that stands in the link.
CHOICES: dict[str, dict[str, Any]] = {
    "reply": {"mails_replies": False},
    "mention": {"mails_mentions": False},
    "followed": {"mails_followed": False},
    "all": {"mails": ReaderSettings.Mails.NEVER},
}
WORDS = {
    "reply": _("mails about replies"),
    "mention": _("mails about mentions"),
    "followed": _("mails about followed discussions"),
    "all": _("mails about notifications"),
}


class Subscription(NamedTuple):
    """The mails of a kind that a reader gets."""

    reader: User
    kind: str

    @property
    def words(self) -> str:
        return str(WORDS[self.kind])

    @property
    def url(self) -> str:
        """The address at which these mails are stopped. It holds for ever, for so do mails."""
        token = _signer().sign(f"{self.reader.pk}-{self.kind}")
        return f"{settings.SITE_URL}{reverse('unsubscribe', args=[token])}"

    @property
    def is_stopped(self) -> bool:
        """Whether none come any more, by whatever way that was chosen."""
        chosen = ReaderSettings.objects.of(self.reader)
        is_so = all(getattr(chosen, name) == value for name, value in CHOICES[self.kind].items())
        return is_so or chosen.mails == ReaderSettings.Mails.NEVER

    def stop(self) -> None:
        """Again changes nothing."""
        ReaderSettings.objects.choose(by=self.reader, **CHOICES[self.kind])


def subscription(token: str) -> Subscription | None:
    """What the link's `token` is about; None for one that wasn't made here, or whose reader is gone."""
    try:
        reader, _dash, kind = _signer().unsign(token).partition("-")
    except BadSignature:
        return None
    found = User.objects.filter(pk=int(reader)).first()
    return Subscription(found, kind) if found else None


def _signer() -> Signer:
    return Signer(sep=".", salt="comments.unsubscribing")
