"""All of one's data as a file."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from accounts import own_data as data
from accounts.acting import acting


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def own_data(request: HttpRequest) -> HttpResponseBase:
    """GET says what is in it; POST sends it. Both ask who one is first: the page's button then needs no second press, and
    whoever finds a browser left open carries nobody's data away."""
    reader = acting(request)
    if request.method != "POST":
        return render(request, "accounts/own_data.html", {"parts": data.all_parts(reader)})
    response = StreamingHttpResponse(data.written(reader), content_type="application/json; charset=utf-8")
    name = f"{slugify(settings.SITE_NAME) or 'data'}-{timezone.localdate():%Y-%m-%d}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
