"""A new password for a forgotten one: who was on the way to somewhere when the login stood there comes to it in the end."""

from __future__ import annotations

import time
from typing import Any
from urllib.parse import urlencode

from allauth.account.forms import default_token_generator
from allauth.account.views import PasswordResetDoneView, PasswordResetFromKeyView, PasswordResetView
from allauth.core import ratelimit
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse

from accounts import addresses, known_devices, waiting
from accounts.models import User
from accounts.password_reset import ONWARD, onward_of

# In the session: when a link was asked for in it, as a Unix time.
_ASKED_AT = "password_link_asked_at"
# In seconds. By then it has come, or never will.
_ON_ITS_WAY = 60 * 60


class AskView(PasswordResetView):
    def form_valid(self, form: Any) -> HttpResponse:
        """allauth counts by the address alone, whose owner anybody could keep from a link."""
        key = waiting.by_asker(self.request, form.cleaned_data["email"])
        refusal: HttpResponse | None = ratelimit.consume_or_429(
            self.request, action="reset_password", key=key
        )
        if refusal:
            return refusal
        form.save(self.request)
        self.request.session[_ASKED_AT] = time.time()
        return HttpResponseRedirect(self.get_success_url())

    def get_success_url(self) -> str:
        """The page that says to look in one's mail, with `next` for its way back to the login; allauth would go to it at once."""
        url: str = self.passthrough_next_url(reverse("account_reset_password_done"))
        return url


class AskedView(PasswordResetDoneView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """To whoever has asked for none, as who follows a stranger's link, none is on its way."""
        if time.time() - request.session.get(_ASKED_AT, 0.0) > _ON_ITS_WAY:
            return redirect("account_reset_password")
        response: HttpResponse = super().get(request, *args, **kwargs)
        return response


class ChooseView(PasswordResetFromKeyView):
    """Behind the link of the mail, which alone says where to go on to: a plain `next` could come from anybody."""

    redirect_field_name = ONWARD
    # Whose link it is; None once it works no more.
    reset_user: Any

    def form_valid(self, form: Any) -> HttpResponse:
        """The link is asked once more whether it works, by one after the other of those who send the form at once: the second
        sees the password of the first."""
        user = self.reset_user
        with transaction.atomic():
            # In the order in which confirming it takes its locks.
            addresses.hold(user.email.lower())
            locked = User.objects.select_for_update().get(pk=user.pk)
            if default_token_generator.check_token(locked, self.key):
                response: HttpResponse = super().form_valid(form)
                # Whoever reads the owner's mail is no stranger: those who have used up the tries of strangers keep them from
                # nothing. With the new password, for the old one's devices are known no more.
                known_devices.remember(self.request, user)
                return response
        self.reset_user = None
        return self.render_to_response(self.get_context_data(token_fail=True))

    def get_next_url(self) -> str:
        return onward_of(self.request.POST.get(ONWARD) or self.request.GET.get(ONWARD, ""))

    def passthrough_next_url(self, url: str) -> str:
        """To the same page at its address without the key."""
        return f"{url}?{urlencode({ONWARD: self.request.GET[ONWARD]})}" if self.get_next_url() else url

    def get_success_url(self) -> str:
        """The login, where a message says what is done; who is logged in goes on from there."""
        return self._with_next("account_login")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "again_url": self._with_next("account_reset_password")}

    def _with_next(self, page: str) -> str:
        onward = self.get_next_url()
        return f"{reverse(page)}?{urlencode({'next': onward})}" if onward else reverse(page)


password_reset = AskView.as_view()
password_reset_done = AskedView.as_view()
password_reset_from_key = ChooseView.as_view()
