"""405 for people: a page that says so and leads on, where Django's own answer is empty.

Readers come by one when the address of a form's answer is opened again, as by a browser that restores its tabs.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils.cache import add_never_cache_headers

from newsportal.failures import typed
from newsportal.methods import methods_of

Answering = Callable[[HttpRequest], HttpResponse]


class WrongMethodMiddleware:
    """Stands last, where it is known who asks, and in which language."""

    def __init__(self, get_response: Answering) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        # Machines read the status and the header; they ask for no HTML.
        if response.status_code != 405 or "text/html" not in request.headers.get("Accept", ""):
            return response
        shown = {"way_back": _above(request.path_info), "typed": typed(request)}
        page = render(request, "405.html", shown, status=405)
        page["Allow"] = response["Allow"]
        # It names who is signed in, and caches may keep a 405 (RFC 9110, 15.1).
        add_never_cache_headers(page)
        return page


def _above(path: str) -> str:
    """The nearest address above `path` that can be read; empty where that is the front page, to which each page leads."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            view = resolve(f"{path}/").func
        except Resolver404:
            continue
        if "GET" in methods_of(view):
            return f"{path}/"
    return ""
