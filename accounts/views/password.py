"""The pages of one's password: a first one, for who came by another site's login, and another one."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.account import views as account_views
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import is_reauthentication_required
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import second_factor
from accounts.models import User

type View = Callable[[HttpRequest], HttpResponse]


def _has_factor(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and bool(second_factor.factors_of(request.user))


def _proven(view: View, *, asks: Callable[[HttpRequest], bool] = lambda _: True) -> View:
    """`view` for who has shown a moment ago that it is they, where it `asks`. A form that comes too late is typed once more:
    allauth keeps what waits for a proof in the session, so in the database, and this one holds a password."""
    guarded: View = reauthentication_required(view, enabled=asks)

    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.user.is_authenticated and asks(request) and _is_late(request):
            return redirect(request.get_full_path())
        return guarded(request)

    return page


def _is_late(request: HttpRequest) -> bool:
    try:
        return bool(is_reauthentication_required(request, app="allauth.account"))
    except ReauthenticationRequired:
        return True


# Whoever finds a browser left open must not be able to give the account a password.
password_set = _proven(account_views.password_set)
# Nor may whoever has stolen the present one change it where there is a second factor; else it is proof enough.
password_change = _proven(account_views.password_change, asks=_has_factor)
