"""nginx as deploy/ configures it, with TLS on this machine's ports, and readers who ask it."""

from __future__ import annotations

import http.client
import os
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import trustme

from tests.comments.pages import field
from tests.newsportal.machine import PROJECT, free_port, until
from tests.nginx import NGINX

NAME = "news.example"
# As Debian's own nginx.conf, but in the foreground and with its files in one folder.
_MAIN = """
{user}
daemon off;
worker_processes 2;
pid {folder}/nginx.pid;
error_log {folder}/error.log info;
events {{ worker_connections 512; }}
http {{
    sendfile on;
    tcp_nopush on;
    types {{ text/html html; }}
    default_type application/octet-stream;
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """nginx on two free ports of this machine, handing on to `application`, with its files in `folder`."""

    def __init__(self, folder: Path, application: int) -> None:
        self.folder, self.application = folder, application
        self.plain, self.secure = free_port(), free_port()
        authority = trustme.CA()
        self.trusted = ssl.create_default_context()
        authority.configure_trust(self.trusted)
        self.files = folder / "nginx"
        (self.files / "webroot").mkdir(parents=True)
        certificate = authority.issue_cert(NAME)
        certificate.private_key_pem.write_to_path(self.files / "privkey.pem")
        for blob in certificate.cert_chain_pems:
            blob.write_to_path(self.files / "fullchain.pem", append=True)
        self._write_configuration()

    def _write_configuration(self) -> None:
        """deploy/nginx.conf with this machine's places and ports for the server's; each of them must stand in it."""
        text = (PROJECT / "deploy" / "nginx.conf").read_text()
        for there, here in {
            "/var/cache/newsportal": self.files / "cache",
            "/var/www/html": self.files / "webroot",
            f"/etc/letsencrypt/live/{NAME}": self.files,
            "/opt/newsportal/deploy": PROJECT / "deploy",
            "/var/lib/newsportal": self.folder,
            "127.0.0.1:8000": f"127.0.0.1:{self.application}",
            "listen 80": f"listen 127.0.0.1:{self.plain}",
            "listen 443": f"listen 127.0.0.1:{self.secure}",
            "listen [::]:80": f"listen [::1]:{self.plain}",
            "listen [::]:443": f"listen [::1]:{self.secure}",
        }.items():
            assert there in text, f"deploy/nginx.conf no longer says {there}"
            text = text.replace(there, str(here))
        if not _has_ipv6():
            text = "\n".join(line for line in text.splitlines() if "listen [::1]" not in line)
        (self.files / "site.conf").write_text(text)
        # Root's nginx works under an account that may read what the services wrote, and no more.
        user = "user www-data;" if os.geteuid() == 0 else ""
        (self.files / "nginx.conf").write_text(_MAIN.format(folder=self.files, user=user))

    @contextmanager
    def nginx(self) -> Iterator[None]:
        command = NGINX.command()
        assert command, "The tests of deploy/ need nginx: run `make test`, which fetches it, or set NGINX."
        words = [
            *command,
            "-e",
            f"{self.files}/error.log",
            "-p",
            str(self.files),
            "-c",
            f"{self.files}/nginx.conf",
        ]
        checked = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        with subprocess.Popen(words) as server:
            try:
                assert until(self._listens)
                yield
            finally:
                server.terminate()

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.secure)) == 0

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: bytes | None = None,
        *,
        host: str = NAME,
        secure: bool = True,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """What nginx answers. Raises RemoteDisconnected where it closes without a word."""
        client = http.client.HTTPConnection("127.0.0.1", self.secure if secure else self.plain, timeout=40)
        try:
            if secure:
                client.sock = self.connect()
            client.request(method, path, body, {"Host": host, **(headers or {})})
            answer = client.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            client.close()

    def connect(self, name: str | None = NAME, context: ssl.SSLContext | None = None) -> ssl.SSLSocket:
        raw = socket.create_connection(("127.0.0.1", self.secure), timeout=40)
        return (context or self.trusted).wrap_socket(raw, server_hostname=name)


class Reader:
    """A browser of somebody at `site`: keeps cookies and sends forms as browsers do."""

    def __init__(self, site: Site) -> None:
        self.site, self.cookies = site, dict[str, str]()

    def get(self, path: str) -> Answer:
        return self._ask(path, "GET", None, {})

    def post(
        self, path: str, *, form: str = "", headers: dict[str, str] | None = None, **fields: str
    ) -> Answer:
        """Sends `fields` with the hidden ones of the page at `form`."""
        page = self.get(form or path).text
        hidden = {name: field(page, name) for name in ("csrfmiddlewaretoken", "key") if field(page, name)}
        own = {"Origin": f"https://{NAME}", "Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(path, "POST", urlencode(hidden | fields).encode(), own | (headers or {}))

    def login(self, name: str, password: str) -> None:
        assert self.post("/accounts/login/", login=name, password=password).status == 302

    def _ask(self, path: str, method: str, body: bytes | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.site.ask(
            path, method, body, headers={"Cookie": cookies, **headers} if cookies else headers
        )
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True
