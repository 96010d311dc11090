"""What stands in a mail."""

from __future__ import annotations

import re
from typing import Any


def text_of(message: Any) -> str:
    return message.get_body(("plain",)).get_content()


def link_in(message: Any) -> str:
    return re.search(r"https?://[^/\s]+(/\S+)", text_of(message)).group(1)  # type: ignore[union-attr]


def code_in(mail: Any) -> str:
    found = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})*$", text_of(mail), re.MULTILINE)
    assert found
    return found[0]
