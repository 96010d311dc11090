"""How many mails a stranger can have sent to somebody's address: so many of each kind in a day.

Whoever knows an address can ask for codes and links to it, register with it as often as they like, and change in such an
account what is told by mail. Kinds are counted apart, so that who uses up one keeps nobody from getting in by another; and mails
about changes to an account whose address is confirmed always go, for they are how its owner learns of a thief.

Those that somebody asks for at a page are counted by who asks, as the tries of a password are (accounts/tries.py): one network
uses up none of another's, and a device that the account of the address was open in has an allowance of its own.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

from accounts import known_devices

# More than anybody needs who looks for a mail that doesn't come; too few to bury a mailbox.
A_DAY = 10
# By all networks together that the account isn't known in: many computers can ask, too.
FROM_ALL = 50
# The kind of links to a new password, which the worker writes when the page has counted them already.
LINK = "password link"
# Mails that anybody can ask for, by the name of their template.
KINDS = {
    "account/email/login_code": "code",
    "account/email/unknown_account": "code",
    "accounts/email/proof": "proof",
    "account/email/email_confirmation": "address",
    "account/email/email_confirmation_signup": "address",
    "account/email/account_already_exists": "address",
}


def may_go(kind: str, address: str, request: HttpRequest | None = None) -> bool:
    """Counts one more mail of this kind to `address`, which `request` asks for, if a page does; whether it is still one of
    today's. Of many at once, over all processes, no more than A_DAY are, or FROM_ALL."""
    key = f"{kind} {address.lower()}"
    if request is None:
        return _counted(key, A_DAY)
    by, is_known = known_devices.asker_at(request, address)
    # The narrower first: what one network has too many doesn't count against all.
    return _counted(f"{key} {by}", A_DAY) and (is_known or _counted(key, FROM_ALL))


def _counted(key: str, most: int) -> bool:
    limit = {"mail": f"{most}/d/key"}
    return bool(
        ratelimit.consume(HttpRequest(), app="accounts", action="mail", config=limit, key=key, limit_get=True)
    )
