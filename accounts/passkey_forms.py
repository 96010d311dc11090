"""The forms around passkeys, in our words. What the browser answers comes as JSON in a hidden field, and may be anything."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as passkey_forms
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts import taking_back
from accounts.factor_forms import counted
from accounts.forms import PlainFields
from accounts.models import Recovery
from accounts.second_factor import require_address

_LONGEST_NAME = 60
# Real answers have 1 to 4 KB, with an attestation up to 10.
_LONGEST_ANSWER = 20_000

_UNREADABLE = _("The browser's answer can't be read. Try again, or another way.")


class AnswerField(forms.JSONField):
    """What the browser answered."""

    widget = forms.HiddenInput
    default_error_messages = {"required": _UNREADABLE, "invalid": _UNREADABLE}

    def to_python(self, value: Any) -> Any:
        # Postgres keeps no NUL in JSON, and the parser doesn't go down without end.
        if isinstance(value, str) and (len(value) > _LONGEST_ANSWER or "\\u0000" in value):
            raise ValidationError(self.error_messages["invalid"])
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise ValidationError(self.error_messages["invalid"]) from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: an answer fits one question, so the form that is shown again holds none."""
        return None


class _Answered(PlainFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = AnswerField()


class _Shown(_Answered):
    """A passkey that the browser shows. Whatever is wrong with it, the sentence is one."""

    wrong = _("That passkey isn't one of this account's.")

    def clean_credential(self) -> Authenticator:
        try:
            # Whose it is the answer itself says where one logs in by it alone: counted, anybody could keep anybody out.
            with counted(self.user) if self.user else nullcontext():  # type: ignore[attr-defined]
                shown: Authenticator = super().clean_credential()  # type: ignore[misc]
        except ValidationError as error:
            if error.code == "incorrect_code":
                raise ValidationError(self.wrong) from error
            raise
        return shown


class LoginByPasskeyForm(_Shown, passkey_forms.LoginWebAuthnForm):
    """Login by a passkey alone."""

    wrong = _("That passkey doesn't open an account here.")

    def clean_credential(self) -> Authenticator:
        shown = super().clean_credential()
        if Recovery.objects.locks(shown.user):
            raise ValidationError(taking_back.LOCKED)
        return shown


class PasskeyForm(_Shown, passkey_forms.AuthenticateWebAuthnForm):
    """A passkey as the second step of a login."""


class PasskeyAgainForm(_Shown, passkey_forms.ReauthenticateWebAuthnForm):
    """A passkey once more, before something that keeps the account safe is changed, or the desk opens."""


class _Named(PlainFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["name"]
        name.label = _("Name")
        name.help_text = _("For you, to tell one from another: “my phone”, “blue key”.")
        name.validators.append(MaxLengthValidator(_LONGEST_NAME))
        name.widget.attrs |= {"dir": "auto"}


class AddPasskeyForm(_Named, _Answered, passkey_forms.AddWebAuthnForm):
    """A new passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        alone = self.fields["passwordless"]
        alone.label = _("Log in with it alone, without the password")
        alone.help_text = _(
            "It then asks for your finger, face or PIN. Leave this out for an older key that can't."
        )
        alone.initial = True

    def clean(self) -> dict[str, Any]:
        require_address(self.user)
        try:
            cleaned = super().clean() or {}
        except ValidationError as error:
            raise error if error.code != "incorrect_code" else ValidationError(_UNREADABLE) from error
        except ValueError as error:
            raise ValidationError(_UNREADABLE) from error
        if not self.errors:
            # Whoever has just set it up has just shown it.
            record_authentication(context.request, self.user, method="mfa", type=Authenticator.Type.WEBAUTHN)
        return cleaned


class RenamePasskeyForm(_Named, passkey_forms.EditWebAuthnForm):
    """Another name for a passkey."""
