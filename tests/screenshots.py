"""`python -m tests.screenshots`: the README's pictures, of a portal with demo content started for the purpose."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

from tests import chromium

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "screenshots"
PORT = 8797
SITE = f"http://127.0.0.1:{PORT}"
STORY = "/technology/chip-school-opens-in-the-cannery/"
PASSWORD = "shown-in-pictures-only"
# name, address, width, height, scheme, and who looks; a fragment is scrolled to.
SHOTS = [
    ("front", "/", 1280, 1180, "light"),
    ("front-dark", "/", 1280, 1180, "dark"),
    ("front-phone", "/", 360, 760, "light"),
    ("thread", f"{STORY}#comments", 1280, 1180, "light"),
    ("thread-phone", f"{STORY}#comments", 360, 760, "dark"),
    ("login-phone", "/accounts/login/", 360, 1020, "light"),
    ("desk", "/admin/articles/article/24/change/", 1280, 1180, "light", "editor"),
    ("queue", "/admin/comments/queue/", 1280, 820, "dark", "moderator"),
]
# With which the login offers these ways, too.
KEYS = {
    f"{site}_CLIENT_{part}": "shown"
    for site in ("FACEBOOK", "GITHUB", "GOOGLE", "LINE")
    for part in ("ID", "SECRET")
}


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="shots") as var_dir:
        Path(var_dir).chmod(0o755)
        environment = {**os.environ, **KEYS, "VAR_DIR": var_dir, "PORT": str(PORT), "DEMO_PASSWORD": PASSWORD}
        portal = subprocess.Popen([sys.executable, ROOT / "manage.py", "run"], env=environment)
        try:
            _wait()
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium.find(), args=chromium.ARGUMENTS)
                for shot in SHOTS:
                    _take(browser, *shot)
        finally:
            portal.send_signal(signal.SIGTERM)
            portal.wait(60)
    return 0


def _wait(patience: float = 600) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        try:
            urlopen(f"http://127.0.0.1:{PORT}/readyz", timeout=5).close()
        except (URLError, OSError):
            time.sleep(0.5)
        else:
            # The worker makes the pictures' sizes meanwhile.
            time.sleep(20)
            return
    raise TimeoutError("the portal doesn't answer")


def _take(
    browser: Browser, name: str, path: str, width: int, height: int, scheme: str, who: str = ""
) -> None:
    page = browser.new_page(
        viewport={"width": width, "height": height}, color_scheme=scheme, device_scale_factor=1.5
    )  # type: ignore[arg-type]
    if who:
        page.goto(f"{SITE}/accounts/login/")
        page.get_by_label("Email").fill(who)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("main").get_by_role("button", name="Login", exact=True).click()
    page.goto(f"{SITE}{path}", wait_until="networkidle")
    page.screenshot(path=FOLDER / f"{name}.jpg", type="jpeg", quality=82)
    page.close()


if __name__ == "__main__":
    sys.exit(main())
