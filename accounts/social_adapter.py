"""What django-allauth does our way when a reader comes by another site's login."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.flows.signup import redirect_to_signup
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthError, AuthProcess
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from requests import RequestException

from accounts import addresses, other_sites, proof_elsewhere, second_factor, taking_back
from accounts.models import AlertSubscription, Name, Recovery, User
from accounts.models.name import told_where_taken
from accounts.names import cleaned_name

# Sites whose accounts have a public name, chosen as such. What the others give is the name in one's passport, or a number:
# it must not stand beside comments without its bearer's saying so.
WITH_PUBLIC_NAMES = {"github", "openid_connect", "twitter_oauth2"}

# What allauth takes from the address of a login, for sites whose own pages ask for more at times.
_MADE_UP = {"auth_params", "scope"}

# Where in the session stands what the last login elsewhere was begun for: allauth forgets it as soon as one fails.
_BEGUN = "social_login_begun"


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    error_messages = DefaultSocialAccountAdapter.error_messages | {
        "no_password": _("This is your last way in. Choose a password first; then you can disconnect it."),
    }

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """Sites are switched on in the environment and nowhere else, so that no page has to ask the database for them."""
        return [
            app
            for app in _apps()
            if provider in {None, app.provider, app.provider_id} and client_id in {None, app.client_id}
        ]

    def get_app(self, request: HttpRequest, provider: str, client_id: str | None = None) -> SocialApp:
        """Raises Http404 for a site that isn't switched on."""
        try:
            return super().get_app(request, provider, client_id)
        except SocialApp.DoesNotExist as error:
            raise Http404 from error

    def get_provider(self, request: HttpRequest, provider: str, client_id: str | None = None) -> Any:
        """Raises Http404 for an address of a login that says itself what to ask the other site for. By one that somebody made up
        our button led to the consent for an application of theirs: allauth puts what stands there in the place of our
        own `client_id` and `redirect_uri`. Nor is there a login by a token that a browser brings: no page of ours has one,
        and without a code there is no PKCE."""
        page = (request.resolver_match and request.resolver_match.url_name) or ""
        is_made_up = page.endswith("_login") and _MADE_UP & request.GET.keys()
        if is_made_up or page.endswith("_login_by_token"):
            raise Http404
        return _named(super().get_provider(request, provider, client_id))

    def get_requests_session(self) -> other_sites.Session:
        return other_sites.Session()

    def list_providers(self, request: HttpRequest) -> list[Any]:
        return [_named(app.get_provider(request)) for app in self.list_apps(request)]

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Takes the name and the one address that an account here has; each is left empty where it can't be used."""
        user = super().populate_user(request, sociallogin, data)
        user.username = _public_name(sociallogin, data)
        for address in sociallogin.email_addresses:
            # As it came: "false" would count, too. Some sites send their true as a word (OpenID Connect Core 1.0, 5.1 has a boolean).
            said: Any = address.verified
            address.verified = said is True or said == "true"
        # The first is the one that the site calls the reader's own.
        del sociallogin.email_addresses[1:]
        return user

    def is_auto_signup_allowed(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whether the name that the reader brings can be theirs here, and the other site has seen that they read the mail of
        their address; whether that has an account, allauth asks itself."""
        name = sociallogin.user.username
        return bool(name and proven_address(sociallogin)) and Name.objects.is_free(name)

    def generate_state_param(self, state: dict[str, Any]) -> str:
        """Asked for at the start of each login elsewhere; so here is kept where it was begun."""
        context.request.session[_BEGUN] = {name: state.get(name) or "" for name in ("process", "next")}
        return super().generate_state_param(state)

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Answers who went there to show that it is still they, who would open an account that is locked, and staff who would
        connect one before they have the second factor that the desk asks for: by it a thief of their password stayed in."""
        answer = proof_elsewhere.end(request, sociallogin)
        user, process = request.user, sociallogin.state.get("process")
        if not answer and process == AuthProcess.CONNECT and isinstance(user, User) and user.is_staff:
            # Whoever has one shows it on the way, as any reader (accounts/adapter.py).
            owed = not second_factor.factors_of(user)
            answer = second_factor.missing(request, reverse("socialaccount_connections")) if owed else None
        if answer:
            raise ImmediateHttpResponse(answer)
        if (
            process != AuthProcess.CONNECT
            and sociallogin.is_existing
            and Recovery.objects.locks(sociallogin.user)
        ):
            messages.error(request, taking_back.LOCKED)
            raise ImmediateHttpResponse(redirect("account_reset_password"))

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> None:
        """Gives the page of a failure what it says: why it failed, and the way back to where the reader was."""
        begun = request.session.get(_BEGUN, {})
        shown = {"provider": provider, **begun}
        if begun.get("process") == AuthProcess.REDIRECT:
            # Its "try again" would bring them back without the proof that they left for.
            shown["again_url"] = proof_elsewhere.again(begun["next"])
        if error == AuthError.CANCELLED:
            raise ImmediateHttpResponse(render(request, "socialaccount/login_cancelled.html", shown))
        if extra_context is not None:
            extra_context |= {**shown, "reason": _reason(exception, extra_context)}

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """The new account with its connection, its address and the invitation to the alerts: all of it or nothing. Raises
        ValidationError where the name that was typed was given to another a moment ago."""
        if form:
            # Whoever typed another address than the one they came with wants that one, and has no claim to theirs here.
            typed = form.cleaned_data["email"].lower()
            sociallogin.email_addresses = [
                address for address in sociallogin.email_addresses if address.email.lower() == typed
            ]
        try:
            with told_where_taken():
                user = super().save_user(request, sociallogin, form)
                _claim_address(request, user, proven_address(sociallogin))
                AlertSubscription.objects.invite(user)
                return user
        except (ValidationError, IntegrityError) as error:
            # Another was given the name a moment ago: so a name is asked for. Unless that was this reader.
            if isinstance(error, ValidationError) and not is_known(sociallogin):
                if form:
                    raise
                raise ImmediateHttpResponse(redirect_to_signup(request, sociallogin)) from error
            # Sent twice at once: whoever begins again is logged in.
            messages.error(
                request, gettext("Somebody was quicker, perhaps you yourself. Please begin again.")
            )
            raise ImmediateHttpResponse(redirect("account_login")) from error

    def is_on(self, account: SocialAccount) -> bool:
        """Whether the site of this account still opens ours."""
        return bool(self.list_apps(self.request, account.provider))

    def validate_disconnect(self, account: SocialAccount, accounts: Iterable[SocialAccount]) -> None:
        """Raises ValidationError where `account` is its reader's last way in.

        A code by email isn't counted as one: the address may be the other site's own, and end with the account there. Nor
        is a passkey, which ends with its device.
        """
        others = (other for other in accounts if other.pk != account.pk)
        if not account.user.has_usable_password() and not any(self.is_on(other) for other in others):
            raise self.validation_error("no_password")

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """(user, address) of the account that this login opens though it isn't connected to it; None where there is none.

        Only an address that both sides have seen proof of joins the two: one that the other site took at its word would
        let anybody in who types it there, and one that we did would let in whoever registered it here before its owner.
        """
        proven = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        ours = EmailAddress.objects.filter(email__in=proven, verified=True).select_related("user").first()
        return (ours.user, ours.email) if ours else None


def proven_address(sociallogin: SocialLogin) -> str:
    """The address that the reader brings, where the other site has seen that they read its mail; else empty: what it took at
    its word is asked for like any other, and nobody is told whether it has an account."""
    address: str = sociallogin.user.email
    proven = (one.email.lower() for one in sociallogin.email_addresses if one.verified)
    return address if address and address.lower() in proven else ""


def _claim_address(request: HttpRequest, user: User, proven: str) -> None:
    """As by our own form, whoever else gives the address, or has confirmed it: allauth leaves it out where there is one. If it is
    the `proven` one, that is its first proof, and claims of others are void."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), primary=True)
    is_proven = proven and user.email.lower() == proven.lower()
    if is_proven and addresses.confirm(request, user, proven, by_bearer=True):
        User.objects.void_claims(proven.lower(), but_of=user)
    EmailAddress.objects.fill_cache_for_user(user, list(EmailAddress.objects.filter(user=user)))


def _apps() -> list[SocialApp]:
    return [
        SocialApp(provider=module, **app)
        for module, options in settings.SOCIALACCOUNT_PROVIDERS.items()
        for app in options["APPS"]
    ]


def _reason(exception: Exception | None, told: dict[str, Any]) -> str:
    if isinstance(exception, RequestException):
        return "away"
    return "refused" if exception or told.get("state") else "lost"


def _named(provider: Any) -> Any:
    """The provider under the name that we call it by."""
    provider.name = provider.app.name
    return provider


def _public_name(sociallogin: SocialLogin, data: dict[str, Any]) -> str:
    if sociallogin.provider.id not in WITH_PUBLIC_NAMES:
        return ""
    try:
        return cleaned_name(data.get("username") or "")
    except ValidationError:
        return ""


def is_known(sociallogin: SocialLogin) -> bool:
    """Whether this account of the other site opens one here by now, as where a form is sent twice."""
    account = sociallogin.account
    return SocialAccount.objects.filter(provider=account.provider, uid=account.uid).exists()
