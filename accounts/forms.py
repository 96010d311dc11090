"""The forms of login and registration."""

from allauth.account import forms as allauth_forms


class LoginForm(allauth_forms.LoginForm):
    """Login by e-mail address or user name."""


class SignupForm(allauth_forms.SignupForm):
    """Registration."""
