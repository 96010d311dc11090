"""What is answered when something can't be: each with a page that says what happened and what to do."""

from __future__ import annotations

import sys
from typing import Any

import psycopg
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500; or 503 where the database is away. Neither page asks the database for anything."""
    named = {"site_name": settings.SITE_NAME}
    if isinstance(sys.exception(), (OperationalError, InterfaceError, psycopg.OperationalError)):
        response = HttpResponse(render_to_string("503.html", named), status=503)
        response["Retry-After"] = "10"
        return response
    return HttpResponse(render_to_string("500.html", named), status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits, as after a login in another tab. What was typed is shown, to be sent again."""
    typed: dict[str, Any] = {
        "typed": request.POST.get("text", "")[:20_000],
        "again": request.path,
    }
    return render(request, "403_csrf.html", typed, status=403)
