"""How mail leaves: by a server, or into files under VAR_DIR."""

from urllib.parse import unquote, urlsplit

from newsportal.settings.environment import PRODUCTION, SITE_URL, VAR_DIR, env, required


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
# Which newsletters are made and offered to readers; their hours are set at the desk.
NEWSLETTERS = env.list("NEWSLETTERS", default=["daily", "weekly"])
