"""Secrets that a site on one's own machine makes up for itself, once, and keeps under VAR_DIR."""

import os
import secrets
from pathlib import Path


def local_secret(var_dir: Path, name: str, *, size: int = 50) -> str:
    """The secret kept in `var_dir/name`, made up (of `size` random bytes) where there is none yet.

    Safe with several processes starting at once: the file is written aside and linked into place, and the first wins.
    """
    path = var_dir / name
    if not path.exists():
        aside = _aside(path, secrets.token_urlsafe(size))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()


def demo_password(var_dir: Path) -> str:
    """The demo accounts' password: DEMO_PASSWORD, kept for starts without it; else the one that is kept, made up at the
    first start."""
    given = os.environ.get("DEMO_PASSWORD")
    if given:
        path = var_dir / "demo-password"
        if not path.exists() or path.read_text().strip() != given:
            _aside(path, given).replace(path)
        return given
    return local_secret(var_dir, "demo-password", size=9)


def _aside(path: Path, text: str) -> Path:
    """A file beside `path` that holds `text`, to be put in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    # 0600 from the first moment: whoever reads such a file can sign sessions as anybody.
    with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    return aside
