"""The collected static files, with their hashed names and compressed copies: made when something in them changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command


def is_current() -> bool:
    """Whether what lies in STATIC_ROOT was made from the files and packages of now."""
    return _stamp().exists() and _stamp().read_text() == _fingerprint()


def collect() -> None:
    """Makes STATIC_ROOT anew, which takes seconds; cut off half-way, it is made again next time."""
    _stamp().unlink(missing_ok=True)
    fingerprint = _fingerprint()
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    _stamp().write_text(fingerprint)


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".collected"


def _fingerprint() -> str:
    """Changes with any static file of ours and with any pinned package."""
    folders = [Path(folder) for folder in settings.STATICFILES_DIRS]
    ours = [file for folder in folders for file in sorted(folder.rglob("*")) if file.is_file()]
    parts = [f"{file}:{file.stat().st_mtime_ns}" for file in [settings.BASE_DIR / "requirements.lock", *ours]]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
