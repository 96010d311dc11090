"""Where the site stands: what the environment says first, and all other settings ask.

One switch can't be forgotten: SITE_URL. At its default the site answers on this machine only and makes up what it
needs; with an `https://` address it is in production, and refuses to start without its secrets.
"""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from newsportal.listening import in_an_address

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Where everything lives that is written while running: database, pictures, mail, collected files.
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).resolve()

# The public address, as readers type it. https means production.
HOST = env.str("HOST", default="") or "127.0.0.1"
SITE_URL = env.str(
    "SITE_URL",
    default=f"http://{in_an_address(HOST)}:{env.str('PORT', default='') or '8000'}",
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
