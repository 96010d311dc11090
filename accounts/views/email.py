"""The page of one's address."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from django.http import HttpRequest

from accounts import waiting


class EmailView(account_views.EmailView):
    def _action_send(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Where the link is not sent once more, allauth says nothing."""
        response = super()._action_send(request, *args, **kwargs)
        if not self._did_send_verification_email:
            waiting.tell_of_links(request, request.POST["email"].lower())
        return response


email = EmailView.as_view()
