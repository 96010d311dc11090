"""Who has tried too often waits, and is told what was too much and for how long.

The limits are those of settings.ACCOUNT_RATE_LIMITS; django-allauth counts and remembers, in the cache.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Any

from allauth.core.internal import ratelimit
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts import known_devices
from accounts.models import User

_ACCOUNTS, _FACTORS = "allauth.account", "allauth.mfa"

_LOGINS = gettext_lazy("Too many logins were tried from your connection.")
_REGISTRATIONS = gettext_lazy("Too many registrations were tried from your connection.")
_PASSWORDS = gettext_lazy("Changing the password was tried too often.")
_ASKED_AGAIN = gettext_lazy("You were asked too often whether it is you.")
# Pages that are refused as a whole, by name: what that says, and what is counted.
_PAGES: dict[str, tuple[Any, str]] = {
    "account_login": (_LOGINS, "login"),
    "mfa_login_webauthn": (_LOGINS, "webauthn_login"),
    "account_signup": (_REGISTRATIONS, "signup"),
    "socialaccount_signup": (_REGISTRATIONS, "signup"),
    "account_reset_password": (gettext_lazy("A new password was asked for too often."), "reset_password"),
    "account_reset_password_from_key": (
        gettext_lazy("Links to a new password were opened too often."),
        "reset_password_from_key",
    ),
    "account_change_password": (_PASSWORDS, "change_password"),
    "account_set_password": (_PASSWORDS, "change_password"),
    "account_email": (gettext_lazy("Changing the address was tried too often."), "manage_email"),
}


# The fields beside which it stands, by the name of the page; of others, as where a press of a button is one too many, it is a page.
_FIELDS = {
    "account_login": "login",
    "account_signup": "email",
    "account_reset_password": "email",
    "account_change_password": "oldpassword",
    "account_set_password": "password1",
    "account_email": "email",
    "account_reauthenticate": "password",
    "mailed_proof": "code",
    "mfa_reauthenticate": "code",
}


def seconds(request: HttpRequest, action: str, key: str = "", *, app: str = _ACCOUNTS) -> float:
    """For how long nothing more of the kind is taken from this address in the network, this user or for this `key`; 0 where
    it would be taken now."""
    now, longest = time.time(), 0.0
    for rate in ratelimit.get_rates(app=app, action=action):
        if (rate.per == "key" and not key) or (rate.per == "user" and not request.user.is_authenticated):
            continue
        remembered = cache.get(
            ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key), []
        )
        may, history = ratelimit.apply_rate(remembered, now, rate, dry_run=True)
        if not may:
            # The newest stands first: when the oldest counts no more there is room for one.
            longest = max(longest, history[-1] + rate.duration - now)
    return longest


def in_words(wait: float) -> str:
    """ "40 seconds", "5 minutes" or "23 hours", never too few."""
    if wait <= 90:
        count = max(1, math.ceil(wait))
        return ngettext("%(count)d second", "%(count)d seconds", count) % {"count": count}
    if wait > 90 * 60:
        count = math.ceil(wait / 3600)
        return ngettext("%(count)d hour", "%(count)d hours", count) % {"count": count}
    count = math.ceil(wait / 60)
    return ngettext("%(count)d minute", "%(count)d minutes", count) % {"count": count}


def too_many_wrong_tries(request: HttpRequest, counts: Iterable[tuple[str, str]]) -> ValidationError:
    """Of logins, or of whatever shows who one is; `counts` are the limits, each with what it is counted by."""
    wait = max(seconds(request, action, key) for action, key in counts)
    words = _("Too many wrong tries. You can try again in %(time)s.")
    return ValidationError(words, "too_many", {"time": in_words(wait)})


def by_asker(request: HttpRequest, address: str) -> str:
    """What mails to `address` that `request` asks for are counted by: so that a stranger's keep nobody from theirs."""
    by, _is_known = known_devices.asker_at(request, address)
    return f"{address.lower()} {by}"


def count_code(request: HttpRequest, address: str) -> None:
    """One more code asked for by mail. Raises ValidationError where it is one too many."""
    key = by_asker(request, address)
    if ratelimit.consume(request, app=_ACCOUNTS, action="request_login_code", key=key):
        return
    words = _(
        "Too many codes were asked for just now. You can have another in %(time)s; until then the newest that came works."
    )
    raise ValidationError(words, "too_many", {"time": in_words(seconds(request, "request_login_code", key))})


def count_link(request: HttpRequest, user: User, address: str) -> None:
    """One more link for `user` to confirm `address` with, which they ask for again. Counted by account: each has links of its
    own, so a stranger's are no reason to keep somebody from theirs. Raises ValidationError where it is one too many."""
    key = f"{user.pk} {address.lower()}"
    if ratelimit.consume(request, app=_ACCOUNTS, action="link_again", key=key):
        return
    words = _(
        "Links were just sent to this address. You can have another in %(time)s; those that came work until then."
    )
    raise ValidationError(words, "too_many", {"time": in_words(seconds(request, "link_again", key))})


def of_page(request: HttpRequest) -> tuple[str, float]:
    """(what was too much, seconds to wait) where a page of accounts was refused as a whole."""
    page = request.resolver_match.url_name if request.resolver_match else None
    words, action = _PAGES.get(page or "", (_ASKED_AGAIN, "reauthenticate"))
    app = _FACTORS if action == "webauthn_login" else _ACCOUNTS
    key = by_asker(request, request.POST.get("email", "")) if action == "reset_password" else ""
    return str(words), seconds(request, action, key, app=app)


def held_form(request: HttpRequest, what: str, wait: float) -> HttpResponse | None:
    """The page that was sent too often, with its form as it was typed (passwords are not given back) and the sentence beside the
    field; None where it has none. Of forms that are refused by themselves, as the login's, see above."""
    match = request.resolver_match
    field = _FIELDS.get(match.url_name or "") if match else None
    is_press = any(name.startswith("action_") and name != "action_add" for name in request.POST)
    if match is None or field is None or is_press or field not in request.POST:
        return None
    view = match.func.view_class(**match.func.view_initkwargs)  # type: ignore[attr-defined]
    view.setup(request, *match.args, **match.kwargs)
    form = view.get_form()
    words = _("%(what)s You can try again in %(time)s.") % {"what": what, "time": in_words(wait)}
    form.hold(field, words)
    response: HttpResponse = view.render_to_response(view.get_context_data(form=form), status=429)
    return response
