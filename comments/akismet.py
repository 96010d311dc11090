"""Asks Akismet whether a comment is spam (https://akismet.com/developers/detailed-docs/comment-check/), where AKISMET_KEY is set.

The package of that name brings a further HTTP library and six more for one form that is sent, and its address can't be set; so
it is sent here. Called without any lock held: nobody else waits for the service.
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils.translation import get_language

if TYPE_CHECKING:
    from comments.rules.posting import Posting

log = logging.getLogger(__name__)

# So long it isn't asked again, in this process, after it gave no answer: else each writer waited for the same silence.
PAUSE = 30.0
# The answer is one word.
MOST_BYTES = 1000


class Verdict:
    SPAM, FINE, AWAY = "spam", "fine", "away"


@dataclass(frozen=True, slots=True)
class Sender:
    """Where a comment comes from, as the service wants to know it; kept nowhere. `network` is the word for it that tells
    networks apart for a day (networks.py), which is kept for so long and told to nobody."""

    address: str = ""
    agent: str = ""
    referrer: str = ""
    network: str = ""


NOBODY = Sender()
_silent_until = 0.0


def verdict(posting: Posting, *, seconds: float) -> str:
    """One of Verdict; AWAY where there is no answer within `seconds`, or none that can be understood."""
    global _silent_until  # noqa: PLW0603 (what this process knows of the service)
    if time.monotonic() < _silent_until:
        return Verdict.AWAY
    request = Request(  # noqa: S310 (the address is our own setting)
        f"{settings.AKISMET_URL}/1.1/comment-check",
        data=urlencode(_form(posting)).encode(),
        headers={"User-Agent": "newsportal"},
    )
    try:
        with urlopen(request, timeout=seconds) as answer:  # noqa: S310 (the address is our own setting)
            said = answer.read(MOST_BYTES).decode("ascii", "replace").strip()
            help_ = answer.headers.get("X-akismet-debug-help", "")
    except (OSError, HTTPException) as error:
        _silent_until = time.monotonic() + PAUSE
        log.warning("Akismet doesn't answer: %s", error)
        return Verdict.AWAY
    if said not in ("true", "false"):
        _silent_until = time.monotonic() + PAUSE
        log.warning("Akismet can't tell: %s %s", said[:100], help_[:200])
        return Verdict.AWAY
    return Verdict.SPAM if said == "true" else Verdict.FINE


def _form(posting: Posting) -> dict[str, str]:
    """The author's address for mails stays here: the service does without."""
    return {
        "api_key": settings.AKISMET_KEY,
        "blog": settings.SITE_URL,
        "blog_lang": get_language() or settings.LANGUAGE_CODE,
        "blog_charset": "UTF-8",
        "user_ip": posting.sender.address,
        "user_agent": posting.sender.agent,
        "referrer": posting.sender.referrer,
        "comment_type": "reply" if posting.parent else "comment",
        "comment_author": posting.author.username,
        "comment_content": posting.text,
        "comment_date_gmt": f"{posting.now:%Y-%m-%dT%H:%M:%SZ}",
    }


def forget() -> None:
    """Asks again at once, as after another key was set."""
    global _silent_until  # noqa: PLW0603
    _silent_until = 0.0
