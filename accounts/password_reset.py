"""The mail with the link to a new password, found out about and written by the worker: the page that asks for it does the
same work, and so takes the same time, whether there is an account or not.
"""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.tasks import task
from django.urls import reverse
from django.utils import translation

from accounts.models import User


# As mail is: somebody waits for the link.
@task(priority=10)
def send_link(address: str, language: str) -> None:
    """A link to whoever has an account with this address, in the language of whoever asked."""
    user = User.objects.of_address(address)
    if user is None or not user.is_active:
        return
    with translation.override(language):
        get_adapter().send_mail(
            "account/email/password_reset_key",
            address,
            {"user": user, "username": user.username, "password_reset_url": link_of(user)},
        )


def link_of(user: User) -> str:
    """Where the user chooses a new password. It works once, and until the password, the address or the last login is
    another one."""
    key = default_token_generator.make_token(user)
    path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
    return settings.SITE_URL + path.replace("UID-KEY", f"{user_pk_to_url_str(user)}-{key}")
