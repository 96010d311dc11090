"""The gate before every act: who is signed out goes to the login and comes back; who is signed in shows the token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from accounts import second_factor, ways_in
from accounts.characters import set_apart
from accounts.models import User

View = Callable[..., HttpResponse]


class SignedInRequest(HttpRequest):
    """A request that has passed the gate."""

    user: User


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks; browsers without it get pages and redirects."""
    return request.headers.get("Accept", "").startswith("application/json")


def to_login(request: HttpRequest, back: str) -> HttpResponse:
    """Leads to the login, or to the way in whose button was pressed, and from there `back` (an address of this site)."""
    url = ways_in.address(request, request.POST.get("by", ""), onward=back)
    if wants_json(request):
        return JsonResponse({"login": url}, status=401)
    return HttpResponseRedirect(url)


def _is_foreign(request: HttpRequest) -> bool:
    """Whether a form of another site was sent. Browsers leave the session's cookie out of such a post, so its reader
    seems signed out, and a draft kept for them would end the session that they have."""
    origin = request.headers.get("Origin", "")
    return bool(origin) and urlsplit(origin).netloc != request.get_host()


def is_ours(request: HttpRequest) -> bool:
    """Whether the browser says that a page of this site sent the form. Only then may what a form without a fitting token
    brought be kept: another site must not be able to put words into anybody's composer."""
    return "Origin" in request.headers and not _is_foreign(request)


def _is_anothers(request: HttpRequest) -> bool:
    """Whether the form stands on a page that was made for another reader: somebody else has logged in since, as in another
    tab. The token alone doesn't tell, for a script takes it from whatever page it has loaded last."""
    return request.POST.get("reader", str(request.user.pk)) != str(request.user.pk)


def _say_who(request: HttpRequest) -> HttpResponse:
    """Nothing is done under a name that its reader doesn't know of. What was typed stays with the script that sent it; a
    browser without one gets it back as where the token doesn't fit."""
    if not wants_json(request):
        response: HttpResponse = import_string(settings.CSRF_FAILURE_VIEW)(request)
        return response
    words = _(
        "You are logged in as %(name)s now. Nothing was done yet: press again to do it under that name."
    )
    told = {"message": words % {"name": set_apart(request.user.username)}, "code": "reader"}
    return JsonResponse(told, status=409)


def signed_in(
    back: Callable[..., str],
    *,
    as_staff: bool = False,
    signed_out: Callable[..., HttpResponse | None] = lambda *args, **kwargs: None,
) -> Callable[[View], View]:
    """Lets signed-in readers pass, with Django's CSRF check; sends others to the login and then to `back(request, …)`, but
    where `signed_out(request, …)` has an answer for them.
    What is done `as_staff` asks staff for their second factor, as the desk does: a stolen password must not hide a thing.

    Signed-out pages are the same for all and carry no token. That is safe: without a session a forged post has nobody's
    rights, and one from another site is refused, so that it can't even leave a draft. With one, the check is made
    before the view runs.
    """

    def decorate(view: View) -> View:
        protected = csrf_protect(_with_second_factor(view, back) if as_staff else view)

        @csrf_exempt
        @wraps(view)
        def gate(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                if _is_foreign(request):
                    raise PermissionDenied
                answer = signed_out(request, *args, **kwargs)
                return answer or to_login(request, back(request, *args, **kwargs))
            if _is_anothers(request):
                return _say_who(request)
            return protected(request, *args, **kwargs)

        # Keeps what was typed, and says where it can be sent again: of use, too, where the token no longer fits.
        gate.back = back  # type: ignore[attr-defined]
        return gate

    return decorate


def _with_second_factor(view: View, back: Callable[..., str]) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        is_staff = isinstance(request.user, User) and request.user.is_staff
        missing = second_factor.missing(request, back(request, *args, **kwargs)) if is_staff else None
        if missing is not None and wants_json(request):
            return JsonResponse({"login": missing.headers.get("Location", reverse("mfa_index"))}, status=401)
        return missing or view(request, *args, **kwargs)

    return guarded
