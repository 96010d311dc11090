"""Single values of other systems' records as records here have them: short enough, and dated as here."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, tzinfo
from email.utils import parsedate_to_datetime
from html import unescape
from pathlib import Path, PurePosixPath
from urllib.parse import SplitResult, unquote, urlsplit

import nh3
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from articles.models import Section
from articles.slugs import RESERVED
from newsportal.exchange.fields import CONTROL, YEARS

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Where a file names no section that an article could stand in.
NEWS = "news"


def whole(html: str) -> str:
    """Without what JSON can hold and nothing here could: NUL, and halves of characters."""
    return _UNSTORABLE.sub("", html)


def words(html: str) -> str:
    """What `html` says, in one line, as far as it is `whole`."""
    html = whole(html)
    return " ".join(CONTROL.sub(" ", unescape(nh3.clean(html, tags=set()))).split())


def short(text: str, most: int, what: str, remarks: list[str]) -> str:
    """`text` cut between words where it is longer than `most`, which `remarks` then say of `what`."""
    if len(text) <= most:
        return text
    remarks.append(f"{what} was cut to {most} characters")
    cut = text[: most - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def lines(given: list[str], most: int, what: str, remarks: list[str]) -> list[str]:
    """Each of `given` once, as a line of words."""
    return list(dict.fromkeys(short(line, most, what, remarks) for one in given if (line := words(one))))


def utc(text: str | None, of: str, remarks: list[str], *, zone: tzinfo = UTC) -> str | None:
    """A time without a zone, which is UTC or of another `zone`, such as `2026-11-24 07:12:00`; None for none, for one of zeros, and for
    one that isn't in the calendar, which `remarks` then say `of` whom."""
    try:
        found = parse_datetime(text.strip()) if text else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        if text and re.search("[1-9]", text):
            remarks.append(
                f"{of}: {text[:40]!r} is no time that there was; it is dated as if none were given"
            )
        return None
    return (found if found.tzinfo else found.replace(tzinfo=zone)).isoformat()


def any_time(text: str | None) -> datetime | None:
    """A time of a feed or an agency: as in mails (RFC 822) or in ISO 8601; without a zone UTC. None where it
    is neither, or lies outside the years that are taken."""
    text = (text or "").strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except ValueError:
            return None
    if found.year not in YEARS:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def address_parts(address: str) -> SplitResult:
    """As `urlsplit`; empty for what is no address, such as http://[."""
    try:
        return urlsplit(address.strip())
    except ValueError:
        return urlsplit("")


def former_address(link: str, remarks: list[str]) -> list[str]:
    """The path of an article's `link` of before, from which it is led to on; none where no address of this site can look so."""
    parts = address_parts(link)
    path = unquote(parts.path)
    if parts.query or path in ("", "/"):
        if link:
            remarks.append(f"its address of before, {link:.200}, is no path, and can't lead on")
        return []
    if not path.endswith("/") and "." not in path.rpartition("/")[2]:
        path += "/"
    if path.split("/")[1] in RESERVED or len(path) > 250 or CONTROL.search(path):
        remarks.append(f"its address of before, {path:.200}, is one of this site's own, and can't lead on")
        return []
    return [path]


def section_of(given: str, categories: list[str]) -> tuple[str, list[str]]:
    """The section of an article, and which of its `categories` remain as topics: the operator's (`given`) if there is one; then the
    first category that can be the address of one, which is no topic then; then “news”. It asks nothing of what is here
    already, so that a file that is taken in two runs makes the same site as in one."""
    chosen = given or next((name for name in categories if _can_be_section(name)), NEWS)
    return chosen, categories if given else [name for name in categories if name != chosen]


def standing_section(given: str, categories: list[str]) -> tuple[str, list[str]]:
    """As `section_of`, for feeds and agencies, whose words for their subjects make no sections here: the first that names one that
    is here, else “news”."""
    standing = {name.casefold() for pair in Section.objects.values_list("name", "slug") for name in pair}
    chosen = given or next((name for name in categories if name.casefold() in standing), NEWS)
    return chosen, categories if given else [name for name in categories if name != chosen]


def _can_be_section(name: str) -> bool:
    slug = slugify(name)
    return bool(re.search("[a-z0-9]", slug)) and slug not in RESERVED and len(name) <= 60


def origin(kind: str, name: str) -> str:
    """As it is stored; a digest of what is too long for that."""
    key = f"{kind}:{' '.join(name.split())}"
    return key if len(key) <= 250 else f"{kind}:{hashlib.blake2b(key.encode(), digest_size=20).hexdigest()}"


def beside(folder: Path, address: str, marker: str) -> str | None:
    """The picture of `address` in `folder`: as it lies behind the `marker` in the address, or by its last name alone. None where
    neither is there."""
    path = unquote(address_parts(address).path)
    for name in (path.rpartition(marker)[2].lstrip("/"), PurePosixPath(path).name):
        # An address from elsewhere must not publish a picture that lies somewhere else on this machine.
        inside = name and "\x00" not in name and (folder / name).resolve().is_relative_to(folder.resolve())
        if inside and (folder / name).is_file():
            return name
    return None
