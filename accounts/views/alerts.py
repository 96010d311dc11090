"""Where the links in the mails of the news alerts lead: a button that begins them, and one that ends them.

Whoever has the mail may press it, logged in or not. So these take no token against forged forms either: the address
holds all the authority there is, and a forger doesn't have it.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.models import AlertSubscription
from accounts.models.alert_subscription import CHOOSE, CONFIRM, END


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, for mail programs open links by themselves; POST subscribes."""
    try:
        subscription = AlertSubscription.objects.of_link(token, CONFIRM)
    except AlertSubscription.DoesNotExist:
        return _page(request, status=404)
    if request.method == "POST":
        subscription.confirm()
        return redirect(request.path)
    links = {"end": subscription.path(END), "choose": subscription.path(CHOOSE)}
    return _page(request, subscription=subscription, links=links)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks; POST ends, and answers without a redirect: mail programs press it themselves (RFC 8058) and follow none."""
    try:
        subscription = AlertSubscription.objects.of_link(token, END)
    except AlertSubscription.DoesNotExist:
        return _page(request, status=404)
    if request.method == "POST":
        subscription.end()
    return _page(request, subscription=subscription, is_ending=True)


def _page(request: HttpRequest, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, "accounts/alerts.html", context, status=status)
