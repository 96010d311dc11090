"""The page behind the link that confirms an address."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from django.http import Http404, HttpResponse


class ConfirmView(account_views.ConfirmEmailView):
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pressed twice, or after three days: the page that says so, where allauth has none."""
        try:
            return super().post(*args, **kwargs)
        except Http404:
            return self.get(*args, **kwargs)

    def logout_other_user(self, confirmation: Any) -> None:
        """At the press of the button only: else the link of one account, as a picture's address, logged everybody else out."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


confirm_email = ConfirmView.as_view()
