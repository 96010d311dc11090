"""The forms of login, registration and one's own account, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.account.utils import get_next_redirect_url
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator, MinLengthValidator
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import (
    addresses,
    known_devices,
    login_codes,
    mail_limits,
    mailed_proof,
    one_time,
    password_reset,
    waiting,
)
from accounts.models import User
from accounts.models.name import told_where_taken
from accounts.names import LONGEST

# What the database holds; also the longest that a mail server takes (RFC 5321).
LONGEST_ADDRESS = 254
# Longer than any that a manager of passwords makes; what is longer is no password but an attempt to keep us busy.
LONGEST_PASSWORD = 1000
NO_MORE = _("This code works no more, or too many were wrong. Have a new one sent.")
PASSWORDS = {"password", "oldpassword", "password1", "password2"}

_LABELS = {
    "email": _("Email"),
    "password": _("Password"),
    "oldpassword": _("Current password"),
    "password1": _("New password"),
    "password2": _("New password, once more"),
    "code": _("Code"),
}


class PlainFields(forms.Form):
    """One name for one thing on all forms, and one sentence on what a good password is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = _LABELS.get(name, field.label)
            # Labels say what a field is; a placeholder would only repeat it, in too pale a grey.
            field.widget.attrs.pop("placeholder", None)
            if name in PASSWORDS:
                field.help_text = ""
            longest = LONGEST_ADDRESS if name == "email" else LONGEST_PASSWORD if name in PASSWORDS else None
            if longest:
                # One sentence on what is too long, in the place of allauth's.
                others = [one for one in field.validators if not isinstance(one, MaxLengthValidator)]
                field.validators = [*others, MaxLengthValidator(longest)]
        if "password1" in self.fields:
            self.fields["password1"].help_text = _(
                "Eight characters or more, and none that others would guess."
            )
            self.fields["password1"].widget.attrs["data-strength"] = reverse("password_strength")

    def hold(self, field: str, words: str) -> None:
        """Says `words` beside a field of what was sent, which is shown as it was typed and judged no further: to judge it would
        be one try more."""
        self._errors = ErrorDict(renderer=self.renderer)
        self.cleaned_data: dict[str, Any] = {}
        self.add_error(field, forms.ValidationError(words, "too_many"))


class LoginForm(PlainFields, allauth_forms.LoginForm):
    """Login by e-mail address or user name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("Email")
        login.help_text = _("Or your user name.")
        login.validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        login.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}


def ask_for_name(form: forms.Form) -> None:
    """The field in which a public name is chosen."""
    name = form.fields["username"]
    name.label = _("User name")
    name.help_text = _(
        "Stands beside your comments. 3 to 30 letters of one script, digits, and signs between them."
    )
    # How long it may be names.cleaned_name says, in one sentence for too short and too long.
    lengths = MinLengthValidator, MaxLengthValidator
    name.validators = [one for one in name.validators if not isinstance(one, lengths)]
    name.widget.attrs |= {
        "maxlength": LONGEST,
        "autocapitalize": "none",
        "spellcheck": "false",
        "dir": "auto",
    }


class SignupForm(PlainFields, allauth_forms.SignupForm):
    """Registration with an e-mail address, a public name and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Never shown. We send a link to confirm it.")
        ask_for_name(self)
        self.fields["password1"].label = _("Password")

    def validate_unique_email(self, value: str) -> str:
        """Any address will do, for to refuse one would tell that it has an account. Whose it is shows who confirms it."""
        return value

    def save(self, request: HttpRequest) -> User:
        """The account with its claim to the address, the same whether another has confirmed that or not. Raises
        ValidationError where the name was given to another a moment ago."""
        adapter = get_adapter(request)
        with told_where_taken():
            user: User = adapter.save_user(request, adapter.new_user(request), self)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=False)
        # Whoever has just chosen the password has just shown it.
        record_authentication(request, user, method="password")
        return user


class NameForm(PlainFields):
    """Another public name."""

    username = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "nickname"}))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, initial={"username": user.username}, **kwargs)
        self.user = user
        ask_for_name(self)
        self.fields["username"].help_text = user.renaming_told

    def save(self) -> None:
        """Raises ValidationError."""
        self.user.rename(self.cleaned_data["username"], by=self.user)


class AddEmailForm(PlainFields, allauth_forms.AddEmailForm):
    """The address that takes the place of the present one once it is confirmed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("New address")

    def clean_email(self) -> str:
        """Of who has a second factor, too. There allauth refuses any, lest an account be locked to an address that nobody has
        shown to be theirs; here none takes the other's place before it is confirmed."""
        adapter = get_adapter()
        address: str = adapter.clean_email(self.cleaned_data["email"].lower())
        is_own = EmailAddress.objects.filter(user=self.user, email=address).exists()
        if is_own or self.user.email.lower() == address:
            raise adapter.validation_error("duplicate_email")
        return address


class ChangePasswordForm(PlainFields, allauth_forms.ChangePasswordForm):
    """The present password and, twice, the new one."""


class SetPasswordForm(PlainFields, allauth_forms.SetPasswordForm):
    """A first password, for who came by another site's login."""


class ResetPasswordForm(PlainFields, allauth_forms.ResetPasswordForm):
    """The address that the link to a new password goes to. Whether it has an account the worker finds out."""

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        return address

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        address: str = self.cleaned_data["email"]
        onward = get_next_redirect_url(request) or ""
        goes = mail_limits.may_go(mail_limits.LINK, address, request)
        password_reset.send_link.enqueue(address, get_language() or settings.LANGUAGE_CODE, onward, goes)
        return address


class ResetPasswordKeyForm(PlainFields, allauth_forms.ResetPasswordKeyForm):
    """The new password, behind the link from the mail. Whoever has that reads the mail of the address."""

    def save(self) -> None:
        addresses.confirm_by_reset(context.request, self.user)
        super().save()
        # The login with it comes next, and from a network in which a stranger may have used up all tries.
        known_devices.remember(context.request, self.user)


class BearerForm(PlainFields):
    """The password of the account whose address is to be confirmed, from who isn't logged in to it."""

    password = allauth_forms.PasswordField(autocomplete="current-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["password"].help_text = _(
            "The one that you chose when you registered; you aren't logged in here."
        )

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise get_adapter().validation_error("incorrect_password")
        return password


class ReauthenticateForm(PlainFields, allauth_forms.ReauthenticateForm):
    """The password once more, before something that keeps the account safe is changed."""


class ProofForm(PlainFields):
    """A code from the mail, from who is logged in; see accounts/mailed_proof.py."""

    code = forms.CharField(
        max_length=32,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if mailed_proof.take(self.request, code):
            return code
        if mailed_proof.is_awaited(self.request):
            raise get_adapter().validation_error("incorrect_code")
        raise forms.ValidationError(NO_MORE)


class RequestLoginCodeForm(PlainFields, allauth_forms.RequestLoginCodeForm):
    """The address of the account that a code opens once."""

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        waiting.count_code(context.request, address)
        return address


class ConfirmLoginCodeForm(PlainFields, allauth_forms.ConfirmLoginCodeForm):
    """The code from the mail. Phones offer it by themselves where they are told what it is."""

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        stage = LoginStageController.enter(context.request, LoginByCodeStage.key)
        try:
            self.account = login_codes.opened(stage, code) if stage else None
        except one_time.Spent as error:
            raise forms.ValidationError(NO_MORE, "spent") from error
        if self.account is None:
            raise get_adapter().validation_error("incorrect_code")
        return code
