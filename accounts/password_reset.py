"""The mail with the link to a new password, found out about and written by the worker: the page that asks for it does the
same work, and so takes the same time, whether there is an account or not.
"""

from __future__ import annotations

from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core import signing
from django.tasks import task
from django.urls import reverse
from django.utils import translation

from accounts.models import Recovery, User

# What the link calls the address to go on to, once the new password has opened the account.
ONWARD = "onward"
_SALT = "accounts.password_reset.onward"
# In characters; those of our pages are a few dozen long.
_LONGEST_ADDRESS = 500


# As mail is: somebody waits for the link.
@task(priority=10)
def send_link(address: str, language: str, onward: str = "", goes: bool = True) -> None:
    """A link for each account that the address opens, in the language of whoever asked, who was on the way `onward` (an
    address of this site, or empty); or in that of the one reader it goes to. None where it doesn't go, for the page has counted
    too many: a task all the same."""
    users = User.objects.reached_at(address) if goes else []
    if not users:
        return
    links = [{"name": user.username, "url": settings.SITE_URL + path_of(user, onward)} for user in users]
    alone = users[0] if len(users) == 1 else None
    shown = {"user": alone, "is_locked": Recovery.objects.locks(alone)} if alone else {}
    with translation.override(language):
        get_adapter().send_mail("account/email/password_reset_key", address, {"links": links, **shown})


def path_of(user: User, onward: str = "") -> str:
    """Where the user chooses a new password. It works once, and until the password, the address or the last login is
    another one."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
    path = path.replace("UID-KEY", f"{user_pk_to_url_str(user)}-{key}")
    if not onward or len(onward) > _LONGEST_ADDRESS:
        return path
    # Whoever asks can have the mail sent to a stranger: in this form it shows no words of theirs, and can't be made up.
    return f"{path}?{urlencode({ONWARD: signing.dumps(onward, salt=_SALT)})}"


def onward_of(signed: str) -> str:
    """The address that stands in a link of ours, under ONWARD; empty where the link is older than it works, or not ours."""
    try:
        onward: str = signing.loads(signed, salt=_SALT, max_age=settings.PASSWORD_RESET_TIMEOUT)
    except signing.BadSignature:
        return ""
    return onward
