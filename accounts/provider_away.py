"""A site that one logs in with and that doesn't answer, or answers nonsense, is told as such and is no failure of ours."""

from __future__ import annotations

from collections.abc import Callable

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from requests import RequestException


class ProviderAwayMiddleware:
    """allauth expects a site to fail while it is asked for a token, but not while it is asked where to send the reader."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        match = request.resolver_match
        if not isinstance(exception, RequestException) or match is None or "provider_id" not in match.kwargs:
            return None
        provider = get_adapter(request).get_provider(request, match.kwargs["provider_id"])
        return render_authentication_error(request, provider, exception=exception)
