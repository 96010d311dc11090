"""“It wasn't me”: the link in each mail about a change to an account, by which its owner takes it back.

Whoever got in may have changed more than the mail tells, and their own mails, sent to an address of theirs, bear such links
too. So a link gives the account to the address that it was sent to, takes back all that was changed since, and voids every
link that was sent in between. One that was sent before still works: of two who answer, the one who was there first has it.

Of the ways in it takes away all that were added while a link stands: the mail that is answered may be the last of several. What
was there before that stays, and opens nothing until a new password is chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import addresses, names, password_reset, pictures, sessions
from accounts.models import AlertSubscription, Name, Recovery, User
from accounts.models.name import told_where_taken
from accounts.second_factor import FACTORS

# Long enough for a weekend away. The link stands in a mailbox, and takes no password to press.
STANDS = timedelta(days=3)
# For whoever tries to come in by what opens it no longer.
LOCKED = _("This account is locked until a new password is chosen for it: ask for the link to do that.")
_SALT = "accounts.taking_back"
# What a mail tells of was done a moment before it was written.
_MOMENT = timedelta(minutes=1)


class Void(Exception):
    """The link doesn't work: forged, older than STANDS, used, sent while somebody else had the account, or that is closed."""


@dataclass(frozen=True, slots=True)
class Link:
    """What a link says: whose account, the address it was sent to, when, and what the account was called until then."""

    user: User
    address: str
    sent_at: datetime
    name: str


def link_to(user: User, address: str, *, name: str = "") -> str:
    """The address for a mail about what was just changed, to go to `address` and nowhere else. `name` is what the account was
    called before, where that was changed."""
    token = signing.dumps([user.pk, address, timezone.now().timestamp(), name or user.username], salt=_SALT)
    return settings.SITE_URL + reverse("take_back", args=[token])


def read(token: str) -> Link:
    """Raises Void."""
    try:
        pk, address, sent_at, name = signing.loads(token, salt=_SALT, max_age=STANDS)
        # Not of one that the worker is erasing: what is left of it would stay for ever, and open to nobody.
        user = User.objects.get(pk=pk, is_active=True)
        link = Link(user, str(address), datetime.fromtimestamp(sent_at, tz=UTC), str(name))
    except (signing.BadSignature, TypeError, ValueError, User.DoesNotExist) as error:
        raise Void from error
    if Recovery.objects.filter(user=link.user).voids(link.sent_at):
        raise Void
    return link


@transaction.atomic
def take_back(token: str) -> bool:
    """Locks the account until a new password is chosen by the link that goes to the mail's address now, logs it out
    everywhere, and takes back what was changed. Raises Void.

    Whether the address is the account's again: it isn't where another account has confirmed it since.
    """
    link = read(token)
    addresses.hold(link.address)
    # Two who press at once, or one twice: the second sees what the first did.
    user = User.objects.select_for_update().get(pk=link.user.pk)
    link = read(token)
    Recovery.objects.create(user=user, since=link.sent_at)
    user.set_unusable_password()
    # Whoever got in may have asked for its end, too.
    user.erasure_due_at = None
    user.save(update_fields=["password", "erasure_due_at"])
    sessions.end_all(user)
    since = link.sent_at - _MOMENT
    _give_name_back(user, link.name, since)
    pictures.remove_newer(user, since)
    # Whoever first connects an account of theirs, and only then changes the password, would come back by it.
    young = timezone.now() - STANDS - _MOMENT
    SocialAccount.objects.filter(user=user, date_joined__gte=young).delete()
    Authenticator.objects.filter(user=user, created_at__gte=young).delete()
    if not Authenticator.objects.filter(user=user, type__in=FACTORS).exists():
        Authenticator.objects.filter(user=user).delete()
    is_back = _give_address_back(user, link.address)
    if is_back:
        password_reset.send_link.enqueue(link.address, get_language() or settings.LANGUAGE_CODE)
    return is_back


def _give_name_back(user: User, name: str, since: datetime) -> None:
    """The name that the account bore; it may be changed again at once. One that came in between is nobody's."""
    if user.username == name:
        return
    user.username, user.looks, user.renamed_at = name, [], None
    try:
        with told_where_taken():
            user.save(update_fields=["username", "looks", "renamed_at"])
    except ValidationError:
        # An imported one, kept as it is though it looks like another's.
        user.looks = None
        user.save(update_fields=["username", "looks", "renamed_at"])
    Name.objects.filter(bearer=user, since__gte=since).exclude(look__in=names.looks(name)).delete()


def _give_address_back(user: User, address: str) -> bool:
    """The one address of the account, as it was; none at all where it is another's by now, for the new one is not to open
    the account either."""
    EmailAddress.objects.filter(user=user).exclude(email=address).delete()
    AlertSubscription.objects.follow(user, address)
    is_another_s = EmailAddress.objects.filter(email=address, verified=True).exclude(user=user).exists()
    user.email = "" if is_another_s else address
    user.save(update_fields=["email"])
    if not is_another_s:
        EmailAddress.objects.update_or_create(
            user=user, email=address, defaults={"verified": True, "primary": True}
        )
        User.objects.void_claims(address, but_of=user)
    return not is_another_s
