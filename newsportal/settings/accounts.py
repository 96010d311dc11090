"""Accounts: names, passwords, ways in, and how often each may be tried. The second factor is in second_factor.py."""

import environ

from accounts import providers
from newsportal.settings.environment import PRODUCTION, env
from newsportal.settings.site import SITE_NAME

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "accounts.social_adapter.SocialAccountAdapter"
SOCIALACCOUNT_FORMS = {
    "signup": "accounts.social_forms.SocialSignupForm",
    "disconnect": "accounts.social_forms.DisconnectForm",
}
# The other sites whose accounts open this one: each is there as soon as its keys are.
social = providers.switched_on(environ.Env.ENVIRON)
SOCIALACCOUNT_PROVIDERS = social.providers
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = (
    True  # the adapter says when an address alone may open an account
)
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "add_email": "accounts.forms.AddEmailForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
    "request_login_code": "accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "accounts.forms.ConfirmLoginCodeForm",
}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = (
    15 * 60
)  # mail can take some minutes; three wrong tries end a code long before that
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
# Registering logs in at once, so that what a reader wanted to say isn't lost to a mail client; the mail confirms later.
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_EMAIL_SUBJECT_PREFIX = f"[{SITE_NAME}] "
ACCOUNT_PREVENT_ENUMERATION = True  # the answers don't tell whether an address has an account
# Written like any other, so that it takes as long, and sent to nobody (see the adapter).
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_LOGOUT_ON_GET = False  # an image tag must not be able to sign a reader out
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_CHANGE_EMAIL = True
# A mail for every change of password, address, factor or provider, with a link that takes the account back.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# Whoever finds a browser left open must not be able to move the account to an address of theirs.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Tries per minute and address ("ip") or account ("key"), counted in the database over all processes. Generous enough for
# an office behind one address; a password can still be tried five times in five minutes only. accounts/tries.py says by what.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    # In place of allauth's own count of wrong tries, by account alone, there are ours (accounts/tries.py): of one account from
    # one network, so that a stranger elsewhere uses up nobody's tries.
    "login_failed": None,
    "tries_near": "30/m/ip,5/5m/key",
    # So that one network alone doesn't use up those of all.
    "tries_near_in_a_day": "20/d/key",
    # Of one account from all networks that it isn't known in: a botnet guesses no more than 100 (NIST SP 800-63B, 5.2.2).
    "tries_anywhere": "100/d/key",
    # From one device that the account was open in. No stranger has it; who finds it open can't guess on for days.
    "tries_by_device": "5/5m/key,50/d/key",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "change_password": "5/m/user",
    "password_strength": "120/m/ip",
    "manage_email": "10/m/user",
    # In place of allauth's count by address alone, which a stranger can use up who gives it, there are the links of one account
    # (accounts/waiting.py) and the mails of a day (accounts/mail_limits.py).
    "confirm_email": None,
    "link_again": "3/m/key",
    "reauthenticate": "10/m/user",
    # Of comments, by who is signed out; what is more leads to the login.
    "preview": "60/m/ip",
    # More than anybody finds in an hour's reading; too few to bury the editors' list.
    "suggest_correction": "30/h/ip,5/h/user",
}
# How many proxies of ours stand before the application; their addresses aren't taken for the reader's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)
