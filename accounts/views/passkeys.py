"""The pages where a passkey is shown, for one that is refused: allauth says so on the page of the login, and forgets where its
reader was."""

from __future__ import annotations

from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn import views as passkey_views
from django.http import HttpResponse, HttpResponseRedirect


class PasskeyLoginView(passkey_views.LoginWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """The sentence on the page of the login, which still leads to where they were."""
        answer: HttpResponseRedirect = super().form_invalid(form)
        return HttpResponseRedirect(passthrough_next_redirect_url(self.request, answer.url, "next"))


class PasskeyAgainView(passkey_views.ReauthenticateWebAuthnView):
    def form_invalid(self, form: Any) -> HttpResponse:
        """The sentence beside the button, for whoever is logged in anyway."""
        return self.render_to_response(self.get_context_data() | {"form": form})


passkey_login = PasskeyLoginView.as_view()
passkey_again = PasskeyAgainView.as_view()
