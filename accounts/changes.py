"""The mails about changes to an account: one sentence on what changed, when and from where, and how to take it back."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

# By the name of django-allauth's template, in whose place they stand; the last is ours alone.
SENTENCES: dict[str, Any] = {
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_set": _("A password was set for your account"),
    "account/email/password_reset": _("A new password was chosen for your account"),
    "account/email/email_changed": _("Your email address was changed from %(from_email)s to %(to_email)s"),
    "account/email/email_deleted": _("The email address %(deleted_email)s was removed from your account"),
    "mfa/email/totp_activated": _("An authenticator app was added to your account"),
    "mfa/email/totp_deactivated": _("The authenticator app was removed from your account"),
    "mfa/email/webauthn_added": _("A passkey was added to your account"),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
    "socialaccount/email/account_connected": _("Your account at %(provider)s was connected"),
    "socialaccount/email/account_disconnected": _("Your account at %(provider)s was disconnected"),
    "accounts/email/name_changed": _("Your user name was changed from %(from_name)s to %(to_name)s"),
}


def sentence(template_prefix: str, told: dict[str, Any]) -> str:
    """What happened, in the present language. `told` is what django-allauth gives its template."""
    provider = getattr(told.get("provider"), "name", "")
    return str(SENTENCES[template_prefix] % {**told, "provider": provider})
