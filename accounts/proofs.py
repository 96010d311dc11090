"""How whoever is logged in can show that it is still they, before something that keeps the account safe is changed: the ways of
each reader, as django-allauth's pages of reauthentication list them. The first is where they are led."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import mailed_proof, proof_elsewhere
from accounts.models import User
from accounts.second_factor import FACTORS, factors_of

# On the request: its page asks whether it may be shown, and then for what is offered beside it.
_KNOWN = "_ways_of_proof"
_FACTORS = "_factors_before"


def ways_of(request: HttpRequest, user: User) -> list[dict[str, str]]:
    """Each with allauth's `id`, `description` and `url`. None are left for who comes from another site that was switched off
    since, and has no address that is theirs."""
    known: tuple[int, list[dict[str, str]]] | None = getattr(request, _KNOWN, None)
    if known is None or known[0] != user.pk:
        known = user.pk, by_secret(user) or _without_a_secret(request, user)
        setattr(request, _KNOWN, known)
    return known[1]


def has_factor(request: HttpRequest, user: User) -> bool:
    """Whether a second factor keeps the account; asked of the database but where a page has told by `know_factors`."""
    known: list[str] | None = getattr(request, _FACTORS, None)
    return bool(factors_of(user) if known is None else known)


def know_factors(request: HttpRequest, kinds: list[str]) -> None:
    setattr(request, _FACTORS, kinds)


def by_secret(user: User) -> list[dict[str, str]]:
    """Those of who has a password or a second factor: in one query, where allauth asks for each kind of factor. Whoever has a
    factor shows that one; the password alone, which may be stolen, would change all that the factor keeps safe."""
    factors = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    ways = []
    if user.has_usable_password() and not factors & set(FACTORS):
        ways.append(_way("reauthenticate", _("Use your password"), "account_reauthenticate"))
    if factors & {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}:
        ways.append(_way("mfa_reauthenticate", _("Use a code"), "mfa_reauthenticate"))
    if Authenticator.Type.WEBAUTHN in factors:
        ways.append(_way("mfa_reauthenticate:webauthn", _("Use a passkey"), "mfa_reauthenticate_webauthn"))
    return ways


def _without_a_secret(request: HttpRequest, user: User) -> list[dict[str, str]]:
    ways = []
    if mailed_proof.address_of(user):
        ways.append(_way("mailed_proof", _("A code by email"), "mailed_proof"))
    if proof_elsewhere.sites_of(request, user):
        ways.append(_way("proof_elsewhere", _("Log in once more elsewhere"), "proof_elsewhere"))
    return ways


def _way(id: str, description: str, page: str) -> dict[str, str]:  # noqa: A002 -- allauth's word
    return {"id": id, "description": description, "url": reverse(page)}
