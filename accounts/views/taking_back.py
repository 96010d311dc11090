"""Where the link in a mail about a change leads: a page that says what will happen, and a button that does it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import taking_back


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def take_back(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, for mail programs open links by themselves; POST does it. It takes no token against forged forms: the
    address holds all the authority there is, and a forger doesn't have it."""
    try:
        link = taking_back.read(token)
        if request.method == "POST":
            is_back = taking_back.take_back(token)
            return render(request, "accounts/taken_back.html", {"link": link, "is_back": is_back})
    except taking_back.Void:
        return render(request, "accounts/take_back.html", status=404)
    return render(request, "accounts/take_back.html", {"link": link})
