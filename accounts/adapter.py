"""What django-allauth does our way: names, mail that is sent by the worker, and when it asks who one is once more."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import (
    addresses,
    changes,
    devices,
    languages,
    mail,
    mail_limits,
    proofs,
    sessions,
    taking_back,
    tries,
)
from accounts.acting import acting
from accounts.models import Name, User
from accounts.names import cleaned_name
from accounts.stamps import stamp

# The page from which the reader of a session has registered.
_WAS_AT = "registered_at"


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        """`shallow` is allauth's question whether a name could be one at all, without looking for who has it. Its own look
        would ask for UPPER(name), of which there is no index."""
        name = cleaned_name(username)
        if not shallow:
            Name.objects.require_free(name)
        return name

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the mail now, in the reader's language; the worker sends it. The one to an address that has no account, or
        another `to_nobody`, goes to nobody, and so does one too many for a day: it costs its time and a task like any other, so that neither tells
        who has one."""
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        shown = {"request": self.request, "email": email, **site, **context}
        kind = mail_limits.KINDS.get(template_prefix)
        goes = kind is None or mail_limits.may_go(kind, email, self.request)
        to_nobody = context.get("to_nobody") or template_prefix == "account/email/unknown_account"
        recipients = [email] if goes and not to_nobody else []
        user = context.get("user")
        with languages.writing_to(user) if isinstance(user, User) else nullcontext():
            mail.post(self.render_mail(template_prefix, recipients, shown))

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """An address that another has confirmed is told so: there is nothing for it to confirm."""
        address = emailconfirmation.email_address
        if address.can_set_verified():
            super().send_confirmation_mail(request, emailconfirmation, signup)
        else:
            reset_url = settings.SITE_URL + reverse("account_reset_password")
            shown = {"user": address.user, "password_reset_url": reset_url}
            self.send_mail("account/email/account_already_exists", address.email, shown)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """At the site's own address, as all links in mails: allauth makes it of the Host that was sent, whose port nothing checks."""
        path = reverse("account_confirm_email", args=[emailconfirmation.key])
        return f"{settings.SITE_URL}{path}"

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """Keeps in mind where the reader was, for when they confirm the address in this browser."""
        request.session[_WAS_AT] = get_next_redirect_url(request) or ""
        return super().save_user(request, user, form, commit)

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        was_at = self.request.session.pop(_WAS_AT, "")
        if was_at and self.request.user == email_address.user:
            return was_at
        return super().get_email_verification_redirect_url(email_address)

    def can_delete_email(self, email_address: EmailAddress) -> bool:
        """One that waits to be confirmed may be withdrawn. The account's own stays until another takes its place, and then is told:
        without it whoever has stolen a password would change all else unheard, and a reader could lose their last way in."""
        return not (email_address.verified or email_address.primary)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        user = email_address.user
        return addresses.confirm(request, user, email_address.email, by_bearer=request.user == user)

    def tell_of_new_address(self, user: User, before: str, address: str, *, by_desk: bool = False) -> None:
        """To the address `before`, in whose place the new one has come."""
        told = {"from_email": before, "to_email": address, "by_desk": by_desk}
        self._tell("account/email/email_changed", user, told, before, is_confirmed=True)

    def tell_of_password_by_desk(self, user: User) -> None:
        """An administrator has chosen another, or taken it away."""
        self.send_notification_mail("account/email/password_changed", user, {"by_desk": True})

    def tell_of_new_name(self, user: User, before: str) -> None:
        told = {"from_name": before, "to_name": user.username}
        self.send_notification_mail("accounts/email/name_changed", user, told)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """A mail about a change, to the address that the account has."""
        if template_prefix == "account/email/email_changed":
            # allauth tells the old address even where it was never confirmed, so maybe a stranger: see addresses.confirm.
            return
        address = EmailAddress.objects.filter(user=user).order_by("-verified", "-primary").first()
        if address:
            self._tell(template_prefix, user, context or {}, address.email, is_confirmed=address.verified)

    def _tell(
        self, template_prefix: str, user: User, told: dict[str, Any], address: str, *, is_confirmed: bool
    ) -> None:
        """Only an address that is known to be the user's gets the link that takes the account back: whoever registered with
        a stranger's by mistake doesn't hand them the account. Nor do they fill a stranger's mailbox. Of what was done `by_desk`
        the place isn't told: it is the newsroom's."""
        if not is_confirmed and not mail_limits.may_go("change", address):
            return
        link = taking_back.link_to(user, address, name=told.get("from_name", ""))
        with languages.writing_to(user):
            shown = {
                "user": user,
                "sentence": changes.sentence(template_prefix, told),
                "at": timezone.now(),
                "by_desk": told.get("by_desk", False),
                "ip": self.get_client_ip(self.request),
                "device": devices.in_words(self.get_http_user_agent(self.request)),
                "take_back_url": link if is_confirmed else "",
            }
            self.send_mail("accounts/email/change", address, shown)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        self._tried = tries.begin(request, credentials.get("username") or credentials.get("email") or "")

    def _rollback_login_failed_rl_usage(self) -> None:
        """allauth's moment in which a password was right."""
        tries.forget(self._tried)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        """Nothing: by a new password this browser is one that the account knows, and strangers' tries still count."""

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        """Here and now: at an address of its own it would be said to whoever opens that."""
        return render(request, "account/account_inactive.html", status=403)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        sessions.note(request, user)
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.erasure_due_at:
            words = _("This account is erased on %(day)s, unless you keep it: see your account.")
            with languages.by_clock_of(user):
                messages.warning(request, words % {"day": stamp(user.erasure_due_at)})
        return response

    def set_password(self, user: User, password: str) -> None:
        """With another password, whoever was in by the old one is out, everywhere but here."""
        super().set_password(user, password)
        sessions.end_all(user, keep=self.request.session.session_key if self.request.user == user else None)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        return proofs.ways_of(self.request, user) if user.is_authenticated else []

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Not of somebody who has shown a moment ago who they are: by the second factor, or by logging in where there is none."""
        user = acting(self.request)
        records = get_authentication_records(self.request, user)
        if _is_fresh(record for record in records if record.get("method") == "mfa"):
            return False
        # It is what keeps the account theirs whose password was stolen: by that alone nothing is changed, nor by a session
        # from before, were it a minute old. So of the factors, too: a thief would take away the one that was set up against
        # them. Whoever has just set one up has shown it by that.
        has_factor = proofs.has_factor(self.request, user)
        is_fresh = not has_factor and _is_fresh(records)
        if is_fresh or not super().is_reauthentication_required(app=app, **kwargs):
            return False
        if has_factor or (not proofs.by_secret(user) and proofs.ways_of(self.request, user)):
            # allauth would take any proof for one, knows none of the other ways, and asks nothing of who has no secret. (Who has
            # no way at all is asked nothing: they could never again take their data with them, or go.)
            raise ReauthenticationRequired
        return True


def _is_fresh(records: Iterable[dict[str, Any]]) -> bool:
    """Whether one of these proofs is of a moment ago."""
    last: float = max((record["at"] for record in records), default=0.0)
    return time.time() - last < app_settings.REAUTHENTICATION_TIMEOUT
