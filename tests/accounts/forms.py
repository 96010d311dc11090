"""The forms of accounts: sent by a browser, and what their pages say beside the fields."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.test import Client

from accounts.models import User
from tests.accounts.entrance import SIGNUP
from tests.factories import PASSWORD

SOCIAL_FORM = "/accounts/3rdparty/signup/"


def register(name: str, client: Client | None = None, password: str = PASSWORD) -> Any:
    typed = {"email": "new@example.com", "username": name, "password1": password}
    return (client or Client()).post(SIGNUP, typed)


def change_in_admin(client: Client, user: User, **changed: str) -> Any:
    url = f"/admin/accounts/user/{user.pk}/change/"
    form = client.get(url).context["adminform"].form
    typed = {"username": user.username, "email": user.email, "is_active": "on"}
    return client.post(url, {name: typed.get(name, "") for name in form.fields if name in typed} | changed)


def beside(page: Any) -> dict[str, str]:
    """What stands beside each field, and above the form as `form`."""
    found = re.findall(r'id="id_(\w+)_error">(.*?)</div>', page.text, re.DOTALL)
    found += [
        ("form", words)
        for words in re.findall(r'field-errors of-form"[^>]*>(.*?)</div>', page.text, re.DOTALL)
    ]
    return {name: unescape(re.sub(r"<[^>]+>", " ", words)).strip() for name, words in found}


def holds(page: Any, field: str) -> str:
    """What stands in the field."""
    tag = re.search(rf'<input[^>]*name="{field}"[^>]*>', page.text)
    value = tag and re.search(r'value="([^"]*)"', tag[0])
    return unescape(value[1]) if value else ""


def beside_name(page: Any) -> str:
    """What stands beside the field of the user name."""
    return beside(page).get("username", "")
