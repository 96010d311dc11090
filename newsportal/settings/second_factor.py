"""Second factors and passkeys."""

from newsportal.settings.environment import PRODUCTION, env
from newsportal.settings.site import SITE_NAME

# Staff can change what everybody reads, so their password alone opens no admin. A demo's passwords are
# printed and its mail stays on the machine: there a second factor would protect nothing and keep everybody out.
STAFF_MFA_REQUIRED = env.bool("STAFF_MFA_REQUIRED", default=PRODUCTION)
MFA_ADAPTER = "accounts.second_factor.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.factor_forms.CodeForm",
    "reauthenticate": "accounts.factor_forms.CodeAgainForm",
    "activate_totp": "accounts.factor_forms.ActivateAppForm",
    "login_webauthn": "accounts.passkey_forms.LoginByPasskeyForm",
    "authenticate_webauthn": "accounts.passkey_forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.passkey_forms.PasskeyAgainForm",
    "add_webauthn": "accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "accounts.passkey_forms.RenamePasskeyForm",
}
# Our own pages and forms say so (accounts/views/factors.py): no factor while an address waits to be confirmed.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A clock that is a little off, and a code that was typed in its last second (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
# Nothing can be guessed there, so only a flood is kept off; an office shares one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# Whoever reads over a shoulder later, or has a session of ours later, finds none.
MFA_RECOVERY_CODES_SHOW_ONCE = True
