"""Login by a code from one's mail: where it is asked for, and where it is typed."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import addresses, login_codes


class RequestCodeView(account_views.RequestLoginCodeView):
    def form_valid(self, form: Any) -> HttpResponse:
        login_codes.send(self.request, form.cleaned_data["email"])
        return redirect(self.get_success_url())


class ConfirmCodeView(account_views.ConfirmLoginCodeView):
    def _resend_form_valid(self, form: Any) -> HttpResponse:
        login_codes.LoginCodes(self.stage).resend()
        return HttpResponseRedirect(self.passthrough_next_url(reverse("account_confirm_login_code")))

    def form_invalid(self, form: Any) -> HttpResponse:
        """The third wrong code ends the try, which allauth says as if too many logins had failed."""
        if form.has_error("code", "spent"):
            # Typed beside this one, in another window.
            self._process.abort()
            messages.error(self.request, form.errors["code"][0])
        elif self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))
        else:
            words = _("That was the third wrong code, so none of them works any more. Ask for a new one.")
            messages.error(self.request, words)
        return redirect(self.passthrough_next_url(reverse("account_request_login_code")))

    def _verify_form_valid(self, form: Any) -> HttpResponse:
        user, address = form.account, self.stage.state["email"]
        was_first = addresses.is_first_proof(user)
        if not addresses.confirm(self.request, user, address, by_bearer=False):
            form.add_error("code", get_adapter().validation_error("incorrect_code"))
            return self.form_invalid(form)
        if was_first:
            words = _(
                "Nobody had confirmed this address before, so anybody may have registered with it. What opened the account until "
                "now opens it no longer: choose a new password in your account."
            )
            messages.warning(self.request, words)
        return login_codes.log_in(self.request, user, address, self.get_next_url())


request_code = RequestCodeView.as_view()
confirm_code = ConfirmCodeView.as_view()
