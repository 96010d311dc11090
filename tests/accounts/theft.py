"""What a thief who knows the password does to an account, and what its owner then finds in the mails."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.accounts.mails import link_in, text_of
from tests.factories import PASSWORD

OLD, EVIL = "ada@example.com", "evil@example.com"
NEW_PASSWORD = "nine-plovers-land-at-noon"


def change_password(client: Client, new: str = NEW_PASSWORD) -> None:
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def change_address(client: Client, mails: Any, address: str = EVIL) -> None:
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    client.post(link_in(mails()[-1]))


def links(mails: Any, address: str) -> list[str]:
    """Those that take the account back, in the mails that went to `address`, oldest first."""
    texts = [text_of(mail) for mail in mails() if mail["To"] == address]
    return [found for text in texts for found in re.findall(r"http://[^/]+(/accounts/not-me/\S+)", text)]


def choose_password(mails: Any) -> None:
    """By the link that came last."""
    client = Client()
    form = client.get(link_in(mails()[-1]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
