"""Registration, by our form or after another site's login: a name that was given to another between the check of the form and
the writing of the account is told beside its field, like any other that is taken."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.socialaccount import views as social_views
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from django.core.exceptions import ValidationError
from django.http import HttpResponse


class SignupView(account_views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error("username", refusal)
            return self.form_invalid(form)


class SocialSignupView(social_views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        begun = self.sociallogin.serialize()
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            # allauth has forgotten by now that somebody is about to register.
            answer = redirect_to_signup(self.request, self.sociallogin.deserialize(begun))
            if "username" not in form.fields:
                # The name came from the other site, and now one must be asked for.
                return answer
            form.add_error("username", refusal)
            return self.form_invalid(form)


signup = SignupView.as_view()
social_signup = SocialSignupView.as_view()
