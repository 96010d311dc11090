"""Registration, by our form or after another site's login: a name that was given to another between the check of the form and
the writing of the account is told beside its field, like any other that is taken; unless it was given to whoever registers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account import views as account_views
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.socialaccount import views as social_views
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User

# For a double press, and for who goes back and sends the form once more.
MOMENT = timedelta(minutes=10)


class SignupView(account_views.SignupView):
    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)
        except ValidationError as refusal:
            form.add_error("username", refusal)
            return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        """Sent twice at once: the second finds its own name taken, and is led on like the first."""
        user = self._made_by_the_same(form)
        if user is None:
            return super().form_invalid(form)
        login = Login(user=user, redirect_url=self.get_success_url())
        return perform_password_login(self.request, {"username": user.username}, login)

    def _made_by_the_same(self, form: Any) -> User | None:
        """The account that was made a moment ago of just this name, address and password. It is asked for as a login is, by
        one hash whatever its address, and its tries count as those of a login."""
        errors = form.errors.as_data()
        if set(errors) != {"username"} or errors["username"][0].code != "taken":
            return None
        made = User.objects.bearing(form.data["username"]).filter(date_joined__gte=timezone.now() - MOMENT)
        name = made.values_list("username", flat=True).first()
        if name is None:
            return None
        typed = form.cleaned_data
        try:
            user = get_adapter().authenticate(self.request, username=name, password=typed["password1"])
        except ValidationError:
            return None
        return user if user and user.email == typed["email"].lower() else None


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
