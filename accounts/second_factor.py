"""The second factor: what the desk asks of staff before it opens, and how the secrets behind it are kept."""

from __future__ import annotations

import base64
import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import devices
from accounts.acting import acting
from accounts.models import User

logger = logging.getLogger(__name__)

# Recovery codes stand in for one of these that was lost; by themselves they are none.
FACTORS = (Authenticator.Type.WEBAUTHN, Authenticator.Type.TOTP)


def factors_of(user: User) -> list[str]:
    """The kinds of second factor that the user has set up."""
    return list(
        Authenticator.objects.filter(user=user, type__in=FACTORS).values_list("type", flat=True).distinct()
    )


def standing_of(user: User) -> tuple[list[str], bool]:
    """(factors_of, whether an address of the user's waits to be confirmed), in one query."""
    kinds = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS).values("type").distinct()
    return User.objects.values_list(ArraySubquery(kinds), Exists(_unconfirmed(OuterRef("pk")))).get(
        pk=user.pk
    )


def _unconfirmed(user: Any) -> QuerySet[EmailAddress]:
    return EmailAddress.objects.filter(user=user, verified=False)


def was_shown(request: HttpRequest, user: User) -> bool:
    """Whether this very session has shown a second factor. One that began before the user had any has not, and it may
    be the one that the second factor was set up against."""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, user))


def missing(request: HttpRequest, back: str) -> HttpResponse | None:
    """What leads staff to what is missing before they act as such: a page that asks for a second factor, or the one that has
    them show theirs and leads `back`. None where nothing is, or where the site asks for none."""
    if not settings.STAFF_MFA_REQUIRED:
        return None
    user = acting(request)
    if not factors_of(user):
        is_unconfirmed = _unconfirmed(user).exists()
        return render(request, "mfa/required.html", {"is_unconfirmed": is_unconfirmed}, status=403)
    if was_shown(request, user):
        return None
    ways = get_adapter(request).get_reauthentication_methods(user)
    way = next(way["url"] for way in ways if way["id"].startswith("mfa_"))
    return redirect(f"{way}?{urlencode({'next': back})}")


def require_address(user: User) -> None:
    """No factor for an account whose address isn't confirmed: whoever registered with a stranger's would keep them from it for
    good. Nor for one that has none, which would be lost with the factor; operators give staff back what is theirs. Raises
    ValidationError."""
    if _unconfirmed(user).exists() or (not user.email and not user.is_staff):
        raise get_mfa_adapter().validation_error("unverified_email")


class MFAAdapter(DefaultMFAAdapter):
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "unverified_email": _(
            "First confirm your email address: without it nobody could give you the account back."
        ),
        "cannot_delete_authenticator": _("This second factor can't be removed."),
        "cannot_generate_recovery_codes": _("Recovery codes stand in for a second factor: set one up first."),
        "incorrect_code": _("That isn't the right code, or it was used already."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002
        """After the browser in which it is made, by which its owner knows it among others."""
        return gettext("Passkey: %(device)s") % {
            "device": devices.in_words(context.request.headers.get("User-Agent", ""))
        }

    def encrypt(self, text: str) -> str:
        """Encrypted, so that a copy of the database, as in a backup, doesn't hold everybody's second factor."""
        return _vault().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _vault().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            # A secret that nobody has: every code is then wrong, where an empty one would let anybody compute them.
            logger.error(
                "A second factor can't be read: its SECRET_KEY is gone. Put the old one into SECRET_KEY_FALLBACKS."
            )
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _vault() -> MultiFernet:
    """Encrypts by SECRET_KEY, reads by it and those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [
        salted_hmac("accounts.second_factor", "", secret=key, algorithm="sha256").digest() for key in keys
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
