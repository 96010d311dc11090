"""The page behind the link that confirms an address."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from accounts import addresses, password_reset
from accounts.forms import BearerForm


class ConfirmView(account_views.ConfirmEmailView):
    """Whoever isn't logged in to the account may not be who registered it (see accounts/addresses.py). Before its first
    address is confirmed they are asked for its password; or they confirm without it, and choose a new one at once."""

    bearer_form: BearerForm | None = None

    def get_object(self, queryset: Any = None) -> Any:
        """None of an account that is closed, as while the worker erases it. Raises Http404."""
        found = super().get_object(queryset)
        if not found.email_address.user.is_active:
            raise Http404
        return found

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            self.object = self.get_object()
        except Http404:
            # Pressed twice, or after three days: the page that says so, where allauth has none.
            return self.get(*args, **kwargs)
        if not self._asks:
            return super().post(*args, **kwargs)
        by_bearer = "password" in self.request.POST
        if by_bearer:
            self.bearer_form = BearerForm(self.request.POST, user=self._user)
            if not self.bearer_form.is_valid():
                return self.render_to_response(self.get_context_data())
        if not addresses.confirm(
            self.request, self._user, self.object.email_address.email, by_bearer=by_bearer
        ):
            return self.get(*args, **kwargs)
        self.logout_other_user(self.object)
        return self.respond(True) if by_bearer else redirect(password_reset.path_of(self._user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = (self.bearer_form or BearerForm(user=self._user)) if self.object and self._asks else None
        return {**super().get_context_data(**kwargs), "bearer_form": form}

    def logout_other_user(self, confirmation: Any) -> None:
        """At the press of the button only: else the link of one account, as a picture's address, logged everybody else out."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)

    @property
    def _user(self) -> Any:
        return self.object.email_address.user

    @property
    def _asks(self) -> bool:
        return self.request.user != self._user and addresses.is_first_proof(self._user)


confirm_email = ConfirmView.as_view()
