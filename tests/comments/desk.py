"""Opens pages of the desk as a moderator does."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.comments.pages import words


def opened(client: Client, address: str, data: dict[str, Any] | None = None) -> str:
    """The words of a page, or of where a form that was sent leads."""
    answer = client.post(address, data, follow=True) if data is not None else client.get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


def seen_on(client: Client, address: str) -> list[str]:
    """What the form of a page says that stood there."""
    html = re.sub(r"\s+", " ", client.get(address).content.decode())
    return re.findall(r'name="seen" value="(\w+)"', html)
