"""How often a password or a second factor may be tried, counted so that nobody guesses their way in and nobody is kept out by who tries to.

Whoever knows a name can type wrong passwords to it, as many as they like. So the tries of strangers are counted by the account
and the network that they come from: theirs use up none of another's. Over all networks they are counted, too, for many
computers can guess together; but so loosely that it takes many. A device that the account was open in before has tries of its
own (accounts/known_devices.py), which neither count uses up.

The limits are those of settings.ACCOUNT_RATE_LIMITS; django-allauth counts, in the cache, which is one over all processes.
"""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from accounts import known_devices, waiting
from accounts.models import User

_APP = "allauth.account"


def begin(request: HttpRequest, typed: str) -> list[Any]:
    """Counts one more try of a password at whom `typed` means, an address or a name; what `forget` takes. Raises
    ValidationError where it is one too many."""
    if "@" in typed:
        # An address counts for itself: were the tries by it those of an account, whoever used them up could see, by the names
        # that get none any more, whose address it is.
        return _begin(request, f"typed {typed.lower()}", known_devices.holder_of(typed))
    # In whatever case, or other form of the same letters, it was typed.
    account = User.objects.bearing(typed).first()
    return _begin(request, f"account {account.pk}" if account else f"typed {typed.lower()}", account)


def begin_factor(request: HttpRequest, account: User) -> list[Any]:
    """As `begin`, of a second factor: who has stolen a password doesn't keep its owner out either."""
    return _begin(request, f"factor {account.pk}", account)


def forget(used: list[Any]) -> None:
    """That try was none: the password was right. All that went before still count."""
    for usage in used:
        usage.rollback()


def _begin(request: HttpRequest, whose: str, account: User | None) -> list[Any]:
    by, is_known = known_devices.asker(request, account)
    near = f"{whose} {by}"
    counts = (
        [("tries_by_device", near)]
        if is_known
        # The narrowest first: what one network has too many doesn't count against all.
        else [("tries_near", near), ("tries_near_in_a_day", near), ("tries_anywhere", whose)]
    )
    used = []
    for action, key in counts:
        usage = ratelimit.consume(request, app=_APP, action=action, key=key)
        if usage is None:
            raise waiting.too_many_wrong_tries(request, counts)
        used.append(usage)
    return used
