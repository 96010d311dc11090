"""What is answered when something can't be: each with a page that says what happened and what to do."""

from __future__ import annotations

import re
import sys
from math import ceil
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import redirect, render, resolve_url
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from accounts import waiting
from comments.text import MAX_LENGTH
from comments.views.gate import is_ours
from newsportal.expected_failures import DATABASE_AWAY
from newsportal.methods import methods_of
from newsportal.moved import GoneError, moved

_TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# The fields that somebody may have written for long.
_WRITTEN = ("text", "words", "reason")
# Where quotes and mails lead, long after what they tell of is gone.
_COMMENT = re.compile(r"/comments/\d+/")
_GIVEN_BACK = ("login", "email", "username", "next")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; or 413, with as much of it as we take, where the form was larger. No browser need have kept it: pages of who is
    signed in say `no-store`."""
    if isinstance(exception, _TOO_MUCH):
        shown = {"site_name": settings.SITE_NAME, "typed": _begun(request)}
        return HttpResponse(render_to_string("413.html", shown), status=413)
    if isinstance(exception, SessionInterrupted) and not typed(request):
        # A form that logs in was sent twice at once, and the first of them has logged in: the login leads on from there.
        onward = urlencode({"next": request.POST.get("next") or request.GET.get("next") or "/"})
        return redirect(f"{resolve_url('account_login')}?{onward}")
    # The name of a file stands in the head of its part of the form, which has a limit of its own.
    return render(request, "400.html", {"is_form": isinstance(exception, MultiPartParserError)}, status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404; or the way to where it stands now, or 410 where it was taken off the site."""
    try:
        way = moved(request)
    except GoneError as gone:
        shown = {"way_back": "", "typed": typed(request), "is_story": gone.is_story}
        return render(request, "410.html", shown, status=410)
    if way is not None:
        return way
    # The same for what is hidden and what never was, whatever its address.
    # What was typed stands there, as where a comment was hidden while its author changed it.
    shown = {"way_back": "", "typed": typed(request), "is_comment": _COMMENT.match(request.path) is not None}
    return render(request, "404.html", shown, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database is away. Neither page asks the database for anything; both hold what was typed."""
    shown = {"site_name": settings.SITE_NAME, "typed": typed(request)}
    if isinstance(sys.exception(), DATABASE_AWAY):
        response = HttpResponse(render_to_string("503.html", shown), status=503)
        response["Retry-After"] = "10"
        return response
    return HttpResponse(render_to_string("500.html", shown), status=500)


@requires_csrf_token
def too_many(request: HttpRequest) -> HttpResponse:
    """429: the form of an account as it was typed, with the sentence beside its field; or a page with what was typed, ready to be
    sent again. Passwords and codes are not given back: whoever tries many isn't always who knows them."""
    kept = {name: request.POST[name] for name in _GIVEN_BACK if request.POST.get(name)}
    what, wait = waiting.of_page(request)
    shown = {"kept": kept, "what": what, "wait": waiting.in_words(wait)}
    response = waiting.held_form(request, what, wait) or render(request, "429.html", shown, status=429)
    response["Retry-After"] = str(max(1, ceil(wait)))
    return response


def typed(request: HttpRequest) -> str:
    """What was written into the form that was sent, of twice the length that a comment may have at most."""
    try:
        fields = [request.POST.get(name, "") for name in _WRITTEN]
        return next(filter(None, fields), "")[: 2 * MAX_LENGTH]
    except (UnreadablePostError, SuspiciousOperation, BadRequest, MultiPartParserError):
        # What broke the answer may be the form itself.
        return ""


def _begun(request: HttpRequest) -> str:
    """What was written into a form that is too large: what stands within the size that we read, but no more than a browser
    lays out in a moment. With two million characters in one box it hangs for minutes."""
    if request.content_type != "application/x-www-form-urlencoded":
        return ""
    try:
        read = request.body
    except RequestDataTooBig:
        read = request.read(settings.DATA_UPLOAD_MAX_MEMORY_SIZE or 0)
    except UnreadablePostError:
        return ""
    # Cut off anywhere, as within a letter.
    whole = re.sub(rb"%[0-9A-Fa-f]?$", b"", read).decode("ascii", "replace")
    fields = dict(reversed(parse_qsl(whole, errors="ignore")))
    return next((fields[name] for name in _WRITTEN if name in fields), "")[: 20 * MAX_LENGTH]


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits, as after a login in another tab. What was typed is shown; where a page of ours
    sent it, it is kept as a draft, and the page leads to the composer that holds it. Where no form could have been sent, for
    the page takes none, there is no token to miss: 405."""
    match = request.resolver_match
    taken = methods_of(match.func) if match else ()
    if taken and request.method not in taken:
        return HttpResponseNotAllowed(taken)
    back = _back(request) if is_ours(request) else ""
    if back and "by" in request.POST:
        # A way in was pressed by who has logged in meanwhile, as in another tab.
        return redirect(back)
    context = {"typed": typed(request), "back": back}
    return render(request, "403_csrf.html", context, status=403)


def _back(request: HttpRequest) -> str:
    """Keeps what was typed into a composer; returns the address of one that holds it, empty for other forms."""
    match = request.resolver_match
    back = getattr(match.func, "back", None) if match else None
    return back(request, **match.kwargs) if match and back else ""
