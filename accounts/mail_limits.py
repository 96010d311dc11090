"""How many mails a stranger can have sent to somebody's address: so many of each kind in a day.

Whoever knows an address can ask for codes and links to it, register with it as often as they like, and change in such an
account what is told by mail. Kinds are counted apart, so that who uses up one keeps nobody from getting in by another; and mails
about changes to an account whose address is confirmed always go, for they are how its owner learns of a thief.
"""

from __future__ import annotations

from allauth.core.internal import ratelimit
from django.http import HttpRequest

# More than anybody needs who looks for a mail that doesn't come; too few to bury a mailbox.
A_DAY = 10
# Mails that anybody can ask for, by the name of their template.
KINDS = {
    "account/email/login_code": "code",
    "account/email/unknown_account": "code",
    "accounts/email/proof": "proof",
    "account/email/password_reset_key": "password",
    "account/email/email_confirmation": "address",
    "account/email/email_confirmation_signup": "address",
    "account/email/account_already_exists": "address",
}


def may_go(kind: str, address: str) -> bool:
    """Counts one more mail of this kind to `address`; whether it is still one of today's. Of many at once, over all processes,
    no more than A_DAY are."""
    usage = ratelimit.consume(
        HttpRequest(),
        app="accounts",
        action="mail",
        config={"mail": f"{A_DAY}/d/key"},
        key=f"{kind} {address.lower()}",
        limit_get=True,
    )
    return usage is not None
