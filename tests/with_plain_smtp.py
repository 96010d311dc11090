"""Settings for a worker whose mail goes to the tests' own server, SMTP_PORT, which speaks no TLS."""

import os

from newsportal.settings import *  # noqa: F403

MAILERS = {
    "default": {
        "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "OPTIONS": {"host": "127.0.0.1", "port": int(os.environ["SMTP_PORT"]), "timeout": 20},
    }
}
