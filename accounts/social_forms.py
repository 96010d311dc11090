"""What is asked of whoever comes by another site's login: only what is missing. And the parting from such a login."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.account.internal.flows.manage_email import assess_unique_email
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount import forms as allauth_forms
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import flows
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext as _

from accounts.forms import PlainFields, ask_for_name
from accounts.models import Name, User
from accounts.social_adapter import is_known, proven_address


class SocialSignupForm(PlainFields, allauth_forms.SignupForm):
    """A name or an address, where the other site gave none that can be had here.

    `taken_address` is the one that has an account here already, which this login doesn't open: told only to whom the other
    site has seen to read its mail, and theirs to take all the same, for nobody here has confirmed it. Any other can be given by
    anybody, as where one registers by our own form: whose it is shows who confirms it, and no page tells whether it has an
    account. `taken_name` is a name that another bears. Both are empty otherwise.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = self.sociallogin.user
        self.taken_name = self.taken_address = ""
        if user.username and Name.objects.is_free(user.username):
            del self.fields["username"]
        else:
            self.taken_name = user.username
            self._ask_for_name()
        proven = proven_address(self.sociallogin)
        if proven and assess_unique_email(proven):
            del self.fields["email"]
        else:
            self.taken_address = proven
            self._ask_for_address()

    def _ask_for_name(self) -> None:
        ask_for_name(self)
        if self.taken_name:
            # <bdi>: a name may be written from right to left, and the sentence is not.
            words = format_html(_("“<bdi>{name}</bdi>” is taken."), name=self.taken_name)
            self.fields["username"].help_text = format_html("{} {}", self.fields["username"].help_text, words)

    def _ask_for_address(self) -> None:
        address = self.fields["email"]
        address.help_text = _("Never shown. We send a link to confirm it.")

    def validate_unique_email(self, value: str) -> str:
        return value

    def clean(self) -> dict[str, Any]:
        """With what isn't asked for, since the other site has said it."""
        user = self.sociallogin.user
        if is_known(self.sociallogin):
            # Sent twice: the first has made the account, and to the second its own name would seem taken by another.
            raise ImmediateHttpResponse(redirect("account_login"))
        return {"username": user.username, "email": user.email} | (super().clean() or {})

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        try:
            return super().try_save(request)
        except ImmediateHttpResponse as answer:
            return None, answer.response


@dataclass(frozen=True, slots=True)
class Connection:
    """An account elsewhere that opens this one: the site's name, and its own name there. `is_last` is the last way in."""

    pk: int
    site: str
    name: str
    is_on: bool
    is_last: bool


class DisconnectForm(allauth_forms.DisconnectForm):
    """The account elsewhere that is to open this one no longer."""

    @cached_property
    def connections(self) -> list[Connection]:
        accounts = list(self.accounts.order_by("date_joined"))
        return [self._connection(account, accounts) for account in accounts]

    @cached_property
    def others(self) -> list[Any]:
        """The sites that could be connected as well."""
        connected = {account.provider for account in self.accounts}
        providers = get_adapter(self.request).list_providers(self.request)
        others = (provider for provider in providers if provider.sub_id not in connected)
        return sorted(others, key=lambda provider: provider.name)

    def _connection(self, account: SocialAccount, accounts: list[SocialAccount]) -> Connection:
        adapter = get_adapter(self.request)
        account.user = self.request.user
        is_on = adapter.is_on(account)
        try:
            adapter.validate_disconnect(account, accounts)
            is_last = False
        except ValidationError:
            is_last = True
        if not is_on:
            return Connection(account.pk, account.provider, "", is_on, is_last)
        provider = account.get_provider(self.request)
        name = provider.wrap_account(account).to_str()
        return Connection(account.pk, provider.name, "" if name == provider.name else name, is_on, is_last)

    def save(self) -> None:
        """Disconnects it, unless it has become the last way in since the form was checked."""
        account = self.cleaned_data["account"]
        with transaction.atomic():
            # Whoever disconnects two at once in two windows must not lose both.
            User.objects.select_for_update().get(pk=self.request.user.pk)
            try:
                flows.connect.validate_disconnect(self.request, account)
            except ValidationError as refusal:
                messages.error(self.request, refusal.messages[0])
                return
            if get_adapter(self.request).is_on(account):
                super().save()
            else:
                # allauth can part but from sites that it can still ask.
                account.delete()
