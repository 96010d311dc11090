"""Every setting of the portal, read from the environment here and nowhere else.

One switch can't be forgotten: SITE_URL. At its default the site answers on this machine only and makes up what it
needs; with an `https://` address it is in production, and refuses to start without its secrets.
"""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from whitenoise.compress import Compressor

from accounts import providers
from newsportal.database_url import database
from newsportal.listening import in_an_address, own_names
from newsportal.local_secret import local_secret

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Where everything lives that is written while running: database, pictures, mail, collected files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# The public address, as readers type it. https means production.
_HOST = env.str("HOST", default="") or "127.0.0.1"
SITE_URL = env.str(
    "SITE_URL",
    default=f"http://{in_an_address(_HOST)}:{env.str('PORT', default='') or '8000'}",
).rstrip("/")
PRODUCTION = SITE_URL.startswith("https://")
DEBUG = env.bool("DEBUG", default=False)


def required(name: str) -> str:
    """The environment's value of `name`; refuses to start where production lacks it."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} must be set when SITE_URL is an https address. The README lists what production needs."
        )
    return value


# Signs sessions and links. A made-up one would sign everybody out at each deploy, so production must bring its own.
SECRET_KEY = (
    required("SECRET_KEY")
    if PRODUCTION
    else env.str("SECRET_KEY", default="") or local_secret(VAR_DIR, "secret-key")
)
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])

# Host headers that are answered; a forged one could poison links in mails, so there is no wildcard by default. A server that
# was asked to listen everywhere also answers by the machine's own addresses, which no stranger's name can be.
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[]) or (
    [urlsplit(SITE_URL).hostname]
    if PRODUCTION
    else ["127.0.0.1", "localhost", "[::1]", urlsplit(SITE_URL).hostname, *own_names(_HOST)]
)

INSTALLED_APPS = [
    "newsportal",
    "comments",
    "articles",
    "accounts",
    "newsportal.admin_config.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    *providers.APPS,
    "allauth.mfa",
    "accounts.sessions_config.SessionsConfig",
    "pgtrigger",
    "imagefield",
    "django_prose_editor",
    "django_tasks_db",
]

MIDDLEWARE = [
    # First, so that a stored page costs next to nothing. It was made behind all the others and carries their headers;
    # under plain HTTP in production none is ever made, for there the redirect to https answers.
    "newsportal.stored_pages.StoredPagesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.languages.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.sessions.NotingMiddleware",
    "accounts.provider_away.ProviderAwayMiddleware",
]

ROOT_URLCONF = "newsportal.urls"
WSGI_APPLICATION = "newsportal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "newsportal.chrome.chrome",
                "comments.inbox.unread",
            ],
        },
    },
]

# Postgres only. Without DATABASE_URL a private cluster under VAR_DIR serves, which manage.py starts.
if PRODUCTION or env.str("DATABASE_URL", default=""):
    DATABASES = {"default": database(required("DATABASE_URL"))}
else:
    from newsportal import postgres

    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            **postgres.connection(VAR_DIR),
        }
    }
DATABASES["default"]["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
_OPTIONS = DATABASES["default"].setdefault("OPTIONS", {})
# A database that is away should be told to readers in seconds, not in minutes.
_OPTIONS.setdefault("connect_timeout", 5)
# Statements are filled in by Postgres and prepared once a connection: to quote and plan what is asked here takes longer than to
# run it. A pooler that hands each transaction another connection can't keep what was prepared: DATABASE_POOLER=1.
_OPTIONS.setdefault("server_side_binding", True)
if env.bool("DATABASE_POOLER", default=False):
    DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
else:
    _OPTIONS.setdefault("prepare_threshold", 1)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The cache holds rate limits only; in Postgres it counts right over several processes without another service.
CACHES = {"default": {"BACKEND": "newsportal.postgres_cache.PostgresCache", "LOCATION": "cache"}}

# Slow work leaves the request: `manage.py db_worker` does it.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# ----------------------------------------------------------------------------------------------- mail


def mailer(url: str) -> dict:
    """A MAILERS entry from `smtp://user:password@host:port` or `smtps://…`."""
    parts = urlsplit(url)
    return {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {
            "host": parts.hostname,
            "port": parts.port or (465 if parts.scheme == "smtps" else 587),
            "username": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "use_ssl": parts.scheme == "smtps",
            "use_tls": parts.scheme == "smtp" and parts.port != 25,
            "timeout": 20,
        },
    }


if PRODUCTION or env.str("MAIL_URL", default=""):
    MAILERS = {"default": mailer(required("MAIL_URL"))}
else:
    MAILERS = {
        "default": {
            "BACKEND": "accounts.mail_files.EmailBackend",
            "OPTIONS": {"file_path": str(VAR_DIR / "mail")},
        }
    }
DEFAULT_FROM_EMAIL = env.str("MAIL_FROM", default=f"news@{urlsplit(SITE_URL).hostname}")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# The hour, in the site's zone, at which those who want one mail a day get it.
DAILY_MAIL_HOUR = env.int("DAILY_MAIL_HOUR", default=7)

# ----------------------------------------------------------------------------------------------- the site

SITE_NAME = env.str("SITE_NAME", default="The Tidewater Post")
# Stands in the footer and under each article: "©2024 <owner>".
SITE_OWNER = env.str("SITE_OWNER", default="Tidewater Post Media")
# What the paper is written in, and speaks to whoever has chosen nothing and whose browser asks for nothing that there is.
LANGUAGE_CODE = env.str("LANGUAGE_CODE", default="en")
LOCALE_PATHS = [BASE_DIR / "locale"]
# Those whose catalogue is compiled: half a page in Japanese, by what Django itself brings, would be worse than none.
LANGUAGES = [
    (code, name)
    for code, name in (("en", "English"), ("ja", "日本語"))
    if code == "en" or (BASE_DIR / "locale" / code / "LC_MESSAGES/django.mo").exists()
]
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(
        f"LANGUAGE_CODE is {LANGUAGE_CODE}, but there is only: {', '.join(dict(LANGUAGES))}."
    )
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Tokyo")
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "newsportal.static_files.ManifestStorage"},
}
# Only what pages link to is kept and compressed: half the files, and half the time of the first start.
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = [*Compressor.SKIP_COMPRESS_EXTENSIONS, "map"]
IMAGEFIELD_BIN_DEPTH = 2
# The worker makes the sizes; until then the original serves.
IMAGEFIELD_AUTOGENERATE = False
IMAGEFIELD_SILENTFAILURE = False
# The largest request body and form held in memory; articles with pictures come as files, which stream to disk.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_PERMISSIONS = 0o644

# Where `manage.py backup` lays them, and for how many days. On another disk than the database, if there is one.
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(VAR_DIR / "backups"))).resolve()
BACKUP_DAYS = env.int("BACKUP_DAYS", default=14)

# A service that tells spam from comments, asked once there is a key; see comments/akismet.py. Another address is for one that
# speaks the same, or a proxy on the way there.
AKISMET_KEY = env.str("AKISMET_KEY", default="")
AKISMET_URL = env.str("AKISMET_URL", default="https://rest.akismet.com").rstrip("/")

# ----------------------------------------------------------------------------------------------- accounts

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
_social = providers.switched_on(environ.Env.ENVIRON)
SOCIALACCOUNT_PROVIDERS = _social.providers
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
# an office behind one address; a password can still be tried five times in five minutes only.
ACCOUNT_RATE_LIMITS = {
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
    "request_login_code": "20/m/ip,3/m/key",
    "change_password": "5/m/user",
    "password_strength": "120/m/ip",
    "manage_email": "10/m/user",
    "confirm_email": "1/m/key",
    "reauthenticate": "10/m/user",
}
# How many proxies of ours stand before the application; their addresses aren't taken for the reader's.
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", default=1 if PRODUCTION else 0)

# Second factors. Staff can change what everybody reads, so their password alone opens no admin. A demo's passwords are
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
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
# A clock that is a little off, and a code that was typed in its last second (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
# Nothing can be guessed there, so only a flood is kept off; an office shares one address.
MFA_RATE_LIMITS = {"webauthn_login": "60/m/ip"}
# Whoever reads over a shoulder later, or has a session of ours later, finds none.
MFA_RECOVERY_CODES_SHOW_ONCE = True

# ----------------------------------------------------------------------------------------------- safety

# Nothing but our own files; no inline script or style, so that an injected tag does nothing.
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    # A form that leads to another site's login is redirected there.
    "form-action": [CSP.SELF, *_social.origins],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 30
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "newsportal.failures.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
]  # probes speak plain HTTP from inside
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
if PRODUCTION:
    # Set by our nginx, which drops what a client sends under this name.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOG_LEVEL = env.str("LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "filters": {"in one line": {"()": "newsportal.expected_failures.InOneLine"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["in one line"]}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Without a level of its own Django's says a line for each task.
        "django": {"level": LOG_LEVEL},
        # Its one warning is that it was told to end.
        "django_tasks_db": {"level": "ERROR"},
    },
}
