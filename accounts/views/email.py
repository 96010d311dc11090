"""The page of one's address."""

from __future__ import annotations

from operator import attrgetter
from typing import Any

from allauth.account import views as account_views
from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import waiting
from accounts.acting import acting


class EmailView(account_views.EmailView):
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The address in use and the one that is to take its place, as allauth gives them, by one query for its four."""
        context: dict[str, Any] = super(account_views.EmailView, self).get_context_data(**kwargs)
        addresses = list(EmailAddress.objects.filter(user=self.request.user).order_by("-primary", "pk"))
        context["current_emailaddress"] = next((one for one in addresses if one.verified), None)
        awaited = [one for one in addresses if not one.verified]
        context["new_emailaddress"] = max(awaited, key=attrgetter("pk"), default=None)
        return context

    def _action_send(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        try:
            waiting.count_link(request, acting(request), request.POST["email"])
        except ValidationError as refusal:
            messages.warning(request, refusal.messages[0])
            return None
        return super()._action_send(request, *args, **kwargs)


email = EmailView.as_view()
