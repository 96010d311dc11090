"""The page behind the link in each mail that stops such mails."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from comments.unsubscribing import subscription


# Mail programs post here for their user, without cookie or token of ours; nobody but who has the mail knows the address.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button, for the links of a mail are also opened by scanners; POST stops the mails, and answers without
    a redirect (RFC 8058, 3.1)."""
    found = subscription(token)
    if found is None:
        return render(request, "comments/unsubscribe.html", status=404)
    if request.method == "POST":
        found.stop()
    return render(request, "comments/unsubscribe.html", {"subscription": found})
