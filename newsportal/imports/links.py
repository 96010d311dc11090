"""Links of a text that was read elsewhere, where they said only how to get from there to what they lead to."""

from __future__ import annotations

import re
from html import escape, unescape
from urllib.parse import urljoin

_LINK = re.compile(r"""(<a\b[^<>]*?\shref\s*=\s*)(?:"([^"<>]*)"|'([^'<>]*)')""", re.IGNORECASE)


def absolute(html: str, base: str) -> str:
    """`html` with its links as they lead from `base`. Those into the text itself stay, and so does what is no address."""
    return _LINK.sub(
        lambda found: f'{found[1]}"{escape(joined(base, unescape(found[2] or found[3] or "")))}"', html
    )


def joined(base: str, address: str) -> str:
    """Where `address` leads from `base`; as it is where either is no address."""
    if address.startswith("#"):
        return address
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return address
