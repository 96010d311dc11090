"""In which language a page is: the one that its reader chose, else the first of the browser's that there is, else the site's.

Who is signed out chooses at the foot of a page, and a cookie of one word keeps that in their browser. So their page depends on
that cookie and on what the browser asks for, and nothing else; the language is part of the name under which the page is
stored, and `Vary` says to shared caches what it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import lru_cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation.trans_real import parse_accept_lang_header

from accounts import time_zones
from accounts.models import User

# Browsers keep none for longer (RFC 6265bis, 5.5).
COOKIE_LASTS = timedelta(days=400)
# The reader's own pages, where times are by their clock. In the paper they are by the site's, so that all speak of the same.
_OWN_PAGES = ("/accounts/", "/notifications/")
# What has no words needs no reader to be looked up: pictures, and the probes, which answer also while the database is away.
_WORDLESS = (settings.MEDIA_URL, "/healthz", "/readyz", "/reads/")


def offered() -> tuple[str, ...]:
    """The codes of the languages that there are, as settings name them."""
    return tuple(code for code, _name in settings.LANGUAGES)


def of_browser(environ: dict[str, Any]) -> str:
    """The language of whoever is signed out."""
    codes = offered()
    if len(codes) == 1:
        return codes[0]
    # Looked for as a word, not taken apart: this is asked at each page that lies ready.
    if cookies := environ.get("HTTP_COOKIE", ""):
        for code in codes:
            if f"{settings.LANGUAGE_COOKIE_NAME}={code}" in cookies:
                return code
    return _asked_for(environ.get("HTTP_ACCEPT_LANGUAGE", ""), codes, settings.LANGUAGE_CODE)


# Browsers say the same at every request; what programs make up must not fill the memory.
@lru_cache(maxsize=1000)
def _asked_for(header: str, codes: tuple[str, ...], default: str) -> str:
    """The first of `codes` that the header asks for, by its name or its first part: "ja-JP" is "ja" (RFC 9110, 12.5.4)."""
    for asked, weight in parse_accept_lang_header(header[:500].lower()):
        for code in (asked, asked.partition("-")[0]):
            # A weight of 0 says: anything but this.
            if weight and code in codes:
                return code
    return default


def of_user(user: User) -> str:
    """The language that the user chose; empty where they chose none that there is."""
    return user.language if user.language in offered() else ""


@contextmanager
def writing_to(user: User) -> Iterator[None]:
    """In the language and by the clock that `user` chose, for mails to them: the worker has no browser to go by, and what was
    done in a request may have been done by another. Where they chose none, in that of the browser in which they were last
    logged in; where there is none, in the present one."""
    language = of_user(user) or _last_heard(user) or translation.get_language()
    with translation.override(language), by_clock_of(user):
        yield


@contextmanager
def by_clock_of(user: User) -> Iterator[None]:
    """By the clock that `user` chose, else by the site's: also behind the link of a mail to them, where nobody is logged in."""
    chosen = user.time_zone if user.time_zone in time_zones.known() else ""
    with timezone.override(chosen or timezone.get_default_timezone()):
        yield


def _last_heard(user: User) -> str:
    """The language of the user's browser, the one last used; empty where none is logged in."""
    last = UserSession.objects.filter(user=user).order_by("-last_seen_at").first()
    language: str = last.data.get("language", "") if last else ""
    return language if language in offered() else ""


class LanguageMiddleware:
    """Answers in the reader's language, and on their own pages by their clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # First, for what fails must be said in some language, too.
        translation.activate(of_browser(request.META))
        timezone.deactivate()
        # Without a session nobody is signed in: it isn't even looked for, so that the page can be everybody's.
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if has_session and not request.path.startswith(_WORDLESS) and isinstance(request.user, User):
            # From here on the account itself: a page asks it for hundreds of things, each a detour by Django's stand-in for it.
            account: User = request._cached_user  # type: ignore[attr-defined]
            request.user = account
            _speak_to(account, is_own_page=request.path.startswith(_OWN_PAGES))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


def _speak_to(user: User, *, is_own_page: bool) -> None:
    if chosen := of_user(user):
        translation.activate(chosen)
    if is_own_page and user.time_zone in time_zones.known():
        timezone.activate(user.time_zone)
