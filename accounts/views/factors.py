"""The pages where a second factor is set up, for who has confirmed their address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp import views as app_views
from allauth.mfa.webauthn import views as passkey_views
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts import proofs, second_factor
from accounts.acting import acting

type View = Callable[[HttpRequest], HttpResponse]


def _adding(view: View) -> View:
    """As allauth's own check, which would be a query more beside that for the factors: the proof that `view` asks for depends on
    them. What is sent is checked once more by its form (second_factor.require_address)."""

    @login_required
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        kinds, is_unconfirmed = second_factor.standing_of(acting(request))
        if is_unconfirmed:
            messages.error(request, get_adapter().error_messages["unverified_email"])
            return redirect("mfa_index")
        proofs.know_factors(request, kinds)
        return view(request)

    return page


add_app = _adding(app_views.activate_totp)
add_passkey = _adding(passkey_views.add_webauthn)
