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
        var_dir.mkdir(parents=True, exist_ok=True)
        aside = var_dir / f".{name}.{os.getpid()}"
        # 0600 from the first moment: whoever reads this file can sign sessions as anybody.
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(size))
        try:
            os.link(aside, path)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return path.read_text().strip()


def demo_password(var_dir: Path) -> str:
    """The demo accounts' password: DEMO_PASSWORD, or one made up at the first start and kept."""
    return os.environ.get("DEMO_PASSWORD") or local_secret(var_dir, "demo-password", size=9)
