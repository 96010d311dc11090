"""The forms of login and registration, in our words."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.names import LONGEST

# What the database holds; also the longest that a mail server takes (RFC 5321).
LONGEST_ADDRESS = 254


class LoginForm(allauth_forms.LoginForm):
    """Login by e-mail address or user name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        login = self.fields["login"]
        login.label = _("Email")
        login.help_text = _("Or your user name.")
        login.max_length = LONGEST_ADDRESS
        login.widget.attrs |= {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        self.fields["password"].help_text = ""


class SignupForm(allauth_forms.SignupForm):
    """Registration with an e-mail address, a public name and a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self)
        self.fields["email"].label = _("Email")
        self.fields["email"].validators.append(MaxLengthValidator(LONGEST_ADDRESS))
        self.fields["email"].help_text = _("Never shown. We send a link to confirm it.")
        name = self.fields["username"]
        name.label = _("User name")
        name.help_text = _("Stands beside your comments.")
        name.widget.attrs |= {
            "maxlength": LONGEST,
            "autocapitalize": "none",
            "spellcheck": "false",
            "dir": "auto",
        }
        self.fields["password1"].label = _("Password")


def _plain(form: Any) -> None:
    """Labels say what a field is; a placeholder would only repeat it, in too pale a grey."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
