"""The forms of codes, the second factor that one types, in our words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as factor_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as app_forms
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts import tries
from accounts.forms import PlainFields
from accounts.models import User
from accounts.second_factor import require_address

# Longer than any code, with the spaces that one may type in it.
_LONGEST_CODE = 32


class _CodeField(PlainFields):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label = _("Code")
        code.help_text = _("Six digits from your app, or one of your recovery codes.")
        code.validators.append(MaxLengthValidator(_LONGEST_CODE))
        code.widget.attrs |= {"inputmode": "numeric", "spellcheck": "false"}


@contextmanager
def counted(user: User) -> Iterator[None]:
    """A try of a factor of the user's, which counts where it is wrong. Raises ValidationError where it is one too many."""
    used = tries.begin_factor(context.request, user)
    yield
    tries.forget(used)


class _WorksOnce(_CodeField):
    """An app's code counts in its own half minute and in those beside it, so it is remembered for as long."""

    def clean_code(self) -> str:
        with counted(self.user):  # type: ignore[attr-defined]
            code: str = super().clean_code()  # type: ignore[misc]
        digest = sha256(f"{self.user.pk} {normalize_user_code(code)}".encode()).hexdigest()  # type: ignore[attr-defined]
        window = app_settings.TOTP_PERIOD * (2 * app_settings.TOTP_TOLERANCE + 1)
        if not cache.add(f"second-factor-used:{digest}", True, timeout=window + 1):
            raise get_adapter().validation_error("incorrect_code")
        return code


class CodeForm(_WorksOnce, factor_forms.AuthenticateForm):
    """The second step of a login."""


class CodeAgainForm(_WorksOnce, factor_forms.ReauthenticateForm):
    """A code once more, before something that keeps the account safe is changed, or the desk opens."""


class ActivateAppForm(_WorksOnce, app_forms.ActivateTOTPForm):
    """The first code of an authenticator app, which shows that it has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """With the secret that the page has shown in this session before: whoever reloads it may have scanned that."""
        session = context.request.session
        shown = session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            self.secret = session[SECRET_SESSION_KEY] = shown
        self.fields["code"].help_text = _("Six digits that your app shows now.")

    def clean_code(self) -> str:
        require_address(self.user)
        code = super().clean_code()
        # Whoever has just set it up has just shown it.
        record_authentication(context.request, self.user, method="mfa", type=Authenticator.Type.TOTP)
        return code
