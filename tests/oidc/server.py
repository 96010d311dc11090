"""The OpenID Connect server of `server.js`, run for as long as a test needs it, and readers who answer its page."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests

from tests.node_packages import NODE

FOLDER = Path(__file__).resolve().parent


class OidcServer:
    """`issuer` is its address. `process` may be killed by a test."""

    def __init__(self, process: subprocess.Popen[str], issuer: str) -> None:
        self.process, self.issuer = process, issuer

    def environment(self) -> dict[str, str]:
        """What an operator sets so that one can log in with it."""
        return {
            "OIDC_EXAMPLE_CLIENT_ID": "newsportal",
            "OIDC_EXAMPLE_CLIENT_SECRET": "a-secret-of-both",
            "OIDC_EXAMPLE_SERVER": self.issuer,
            "OIDC_EXAMPLE_NAME": "Example ID",
        }

    def visit(self, address: str, claims: dict[str, Any] | None) -> str:
        """Goes where the site sent the reader, says who they are (turns back for None); the address that leads back."""
        with requests.Session() as browser:
            page = browser.get(address, timeout=10)
            form = {"claims": json.dumps(claims), "answer": "yes" if claims else "no"}
            answer = browser.post(page.url, form, allow_redirects=False, timeout=10)
            while (onward := answer.headers["Location"]).startswith(self.issuer):
                answer = browser.get(onward, allow_redirects=False, timeout=10)
            return onward

    def be_odd(self, **answers: dict[str, Any]) -> None:
        """Says these from now on, by the question ("token", "userinfo", "discovery"), in place of its own; see server.js."""
        requests.post(f"{self.issuer}/odd", json=answers, timeout=10).raise_for_status()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@contextmanager
def oidc_server(folder: Path = FOLDER) -> Iterator[OidcServer]:
    """A server that runs within the block, of what is installed in `folder`."""
    command = [NODE, folder / "server.js"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout
        server = OidcServer(process, process.stdout.readline().strip())
        try:
            yield server
        finally:
            server.kill()
