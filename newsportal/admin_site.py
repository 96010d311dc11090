"""The admin that editors and moderators share: login through allauth, a second factor before it opens, and the one page
family with its own CSP.
"""

from __future__ import annotations

from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from accounts import second_factor

# The rich-text field asks for a nonce for its module's import map, and injects one stylesheet whose hash this is.
_EDITOR_STYLE = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
ADMIN_CSP: Any = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, _EDITOR_STYLE],
    # The preview of a mail, the one page of ours that lets itself be framed; its own policy lets it do nothing.
    "frame-src": [CSP.SELF],
}


class PortalAdminSite(admin.AdminSite):
    site_header = settings.SITE_NAME
    site_title = settings.SITE_NAME
    index_title = _("The desk")

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        opened = csp_override(ADMIN_CSP)(super().admin_view(view, cacheable))

        @wraps(opened)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if "\x00" in unquote(request.get_full_path()):
                # Django asks the database for whatever stands in the address, which can't hold it.
                raise BadRequest("NUL in an address")
            if self.has_permission(request):
                missing = second_factor.missing(request, back=request.get_full_path())
            else:
                missing = None
            return missing or opened(request, *args, **kwargs)

        return guarded

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """With how much waits for whoever may see it: suggested corrections, articles in review, and notes on them."""
        from articles.desk_waits import waits

        return super().index(request, {**waits(request.user)._asdict(), **(extra_context or {})})

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Through allauth's login, so that its rate limits and second factors can't be gone around here."""
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", reverse("admin:index")))

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """On the page of the account, which limits the tries, tells of the change by mail and logs out everywhere else."""
        return redirect("account_change_password")
