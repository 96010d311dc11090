"""Whose an e-mail address is, and what it opens.

Whoever registers is let in at once, before any mail has come, and is told nothing of who else gave the same address. So an
address is at first only given, by as many as like; it is theirs who has shown that they read its mail, and until then nobody's.
From that follows all else:

- *By its password* an account opens by the address that it gives, whoever else gives it, has confirmed it, or was first: each
  has their own password, and is in their own account (accounts/passwords.py says how one hash does that for all). Were it
  otherwise, a claim would lock the owner out, or its maker could see by their own login whether there is an owner. An address
  that is only to take another's place opens nothing before it is confirmed.
- *By its mail* (a code, the link to a new password) an address opens the account that has confirmed it, and no other. Where none
  has, all that give it and have confirmed no other: the mail names each, with a code or link of its own, for a stranger's
  account must not come to its reader under no name, nor keep theirs from them.
- *Confirmed* it is by whatever shows that its mail was read: the link in the mail that asks, a code, the link to a new password,
  or the word of another site by whose login one registers. Claims of others are void from then on.
- *The first proof clears.* Whoever registered may have done so with a stranger's address, to wait in the account until its owner
  comes: with their session, their password, an account elsewhere, a passkey, or another address that waits (A. Sudhodanan,
  A. Paverd, "Pre-hijacked accounts", USENIX Security 2022). So all of these end in the moment in which somebody first shows that
  they read the mail, unless they show as well that it was they who registered: they are logged in, or type the password.
- Which of these is the case no page tells, nor the time that it takes: where there is no account the same is looked up, hashed,
  written and left to the worker, to nobody.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.email_verification import verify_email
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.db import connection, transaction
from django.http import HttpRequest

from accounts import sessions
from accounts.models import AlertSubscription, User


def confirm(request: HttpRequest, user: User, address: str, *, by_bearer: bool) -> bool:
    """The address is the user's: its mail was read. `by_bearer` where whoever read it has shown that the account is theirs,
    too; else what opened it so far opens it no longer, if this is the first proof.

    Whether it could be confirmed: it can't where another account has confirmed it, nor for one that is closed. Again changes
    nothing.
    """
    address = address.lower()
    with transaction.atomic():
        hold(address)
        locked = User.objects.select_for_update().get(pk=user.pk)
        if not locked.is_active:
            # The first proof would call the erasure off that the worker is in the midst of.
            return False
        row, _made = EmailAddress.objects.get_or_create(user=locked, email=address)
        before = EmailAddress.objects.get_verified(locked)
        if row.verified or not row.can_set_verified():
            return row.verified
        if before is None and not by_bearer:
            _clear(locked)
        row.user = user
        verify_email(request, row)
        User.objects.void_claims(address, but_of=user)
        AlertSubscription.objects.follow(user, address)
        if before:
            get_adapter(request).tell_of_new_address(user, before.email, address)
    user.refresh_from_db()
    return True


def hold(address: str) -> None:
    """Nobody else confirms the address until the transaction ends: of two accounts that do so at once the second sees what
    the first did. To be asked for before any row of theirs is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"address {address}"])


def confirm_by_reset(request: HttpRequest, user: User) -> None:
    """By the link to a new password: it went to the one address of the account, and is void once that is another."""
    addresses = EmailAddress.objects.filter(user=user)
    address = user.email or addresses.values_list("email", flat=True).first()
    if address and not addresses.filter(verified=True).exists():
        confirm(request, user, address, by_bearer=request.user == user)


def is_first_proof(user: User) -> bool:
    """Whether nobody has shown yet that they read the mail of any address of the user."""
    return not EmailAddress.objects.filter(user=user, verified=True).exists()


def _clear(user: User) -> None:
    """What could open the account so far opens it no longer, nor does it end by itself."""
    user.set_unusable_password()
    user.erasure_due_at = None
    user.save(update_fields=["password", "erasure_due_at"])
    sessions.end_all(user)
    for ways in (SocialAccount, Authenticator):
        ways.objects.filter(user=user).delete()
