"""Whether it is still they: another login at the site whose account opens theirs, for whoever has neither a password nor a second
factor to show. Beside the code by mail (accounts/mailed_proof.py), and the only way for who has no address that is theirs, or has
mistyped it.

Whoever finds a browser left open finds the other site open, too. So that is asked to have them log in anew, by what each knows
(`asks_again` in accounts/providers.py). By OpenID Connect it must say when they did: the wish to be asked stands in an address,
from which it can be taken on the way, and every such site must tell the time where it is asked for an age (OpenID Connect
Core 1.0, 3.1.2.1 and 15.1). The others tell nothing of it, and their word is taken.
"""

from __future__ import annotations

import copy
import time
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import resume_request
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts.acting import acting
from accounts.models import User

# By how many seconds the other site's clock may be slow.
SLOW = 60


def sites_of(request: HttpRequest, user: User) -> list[Any]:
    """The providers that are on and whose accounts open the user's."""
    connected = set(SocialAccount.objects.filter(user=user).values_list("provider", flat=True))
    providers = get_adapter(request).list_providers(request) if connected else []
    return [provider for provider in providers if provider.sub_id in connected]


def begin(request: HttpRequest, provider: Any, onward: str | None) -> HttpResponse:
    """Sends the reader to the other site, from where they come back to `end`."""
    answer: HttpResponse = provider.redirect(
        request,
        AuthProcess.REDIRECT,
        next_url=onward or reverse("account"),
        data={"asked_at": time.time()},
        auth_params=provider.get_auth_params() | provider.app.settings.get("asks_again", {}),
    )
    return answer


def end(request: HttpRequest, login: SocialLogin) -> HttpResponse | None:
    """What answers whoever comes back: with the proof the page that had asked for it, or what they had pressed there; else the
    reason, and the way to try again. None where they hadn't left for a proof."""
    asked_at = (login.state.get("data") or {}).get("asked_at")
    if asked_at is None:
        return None
    onward = login.state["next"]
    reason = _reason(request, login, asked_at)
    if reason:
        messages.error(request, reason)
        return redirect(again(onward))
    record_authentication(
        request,
        acting(request),
        method="socialaccount",
        reauthenticated=True,
        provider=login.account.provider,
        uid=login.account.uid,
    )
    # allauth looks in the address for where to go on, and in that of the way back there is nothing of it.
    resumed: Any = copy.copy(request)
    resumed.GET = QueryDict(urlencode({"next": onward}))
    return resume_request(resumed)


def again(onward: str) -> str:
    """Where it is begun anew."""
    return f"{reverse('proof_elsewhere')}?{urlencode({'next': onward})}"


def _reason(request: HttpRequest, login: SocialLogin, asked_at: float) -> str:
    """Why it is no proof; empty for one."""
    site = {"site": login.provider.name}
    # Only one that is connected: an address in common opens an account, but is not what this account was asked for.
    if not (login.is_existing and login.account.pk and login.user == request.user):
        return (
            _("That account at %(site)s is not the one that opens this account. Log in there as yourself.")
            % site
        )
    if isinstance(login.provider, OpenIDConnectProvider) and _logged_in_at(login) < asked_at - SLOW:
        return _("%(site)s didn't ask who you are. Log out there, then try again.") % site
    return ""


def _logged_in_at(login: SocialLogin) -> float:
    """In seconds since 1970, as the other site says; 0 where it says nothing."""
    at = (login.account.extra_data.get("id_token") or {}).get("auth_time")
    return float(at) if isinstance(at, int | float) else 0.0
