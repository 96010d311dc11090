"""How much may be sent: as much as the application takes, the rest is refused with a page that says so."""

from __future__ import annotations

import socket

import pytest
from django.conf import settings

from accounts.pictures import MAX_BYTES as MOST_OF_A_READER
from articles.pictures import MAX_BYTES
from tests.deploy.application import Application
from tests.deploy.conftest import ARTICLE
from tests.deploy.site import NAME, Answer, Reader, Site
from tests.factories import PASSWORD

pytestmark = pytest.mark.xdist_group("deploy")

FORM = settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def send(site: Site, path: str, size: int) -> Answer:
    return site.ask(path, "POST", b"x" * size, headers={"Content-Type": "application/x-www-form-urlencoded"})


def test_a_form_as_large_as_the_application_takes_reaches_it(site: Site) -> None:
    answer = send(site, "/accounts/login/", FORM)
    assert answer.status == 403 and "Please send that again" in answer.text


@pytest.mark.parametrize("path", ["/accounts/login/", f"{ARTICLE}comments/", "/"])
def test_a_larger_one_is_refused_in_the_sites_look(site: Site, path: str) -> None:
    answer = send(site, path, FORM + 1)
    assert answer.status == 413
    assert "That is more than we take at once" in answer.text and 'class="masthead"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Content-Type"].startswith("text/html")


def test_the_desk_takes_the_largest_picture_with_its_form(site: Site) -> None:
    assert send(site, "/admin/articles/photo/add/", MAX_BYTES + FORM).status != 413
    assert send(site, "/admin/articles/photo/add/", MAX_BYTES + FORM + 1).status == 413


def test_a_comment_that_is_too_long_is_still_refused_by_the_application(reader: Reader) -> None:
    reader.login("Kelpie", PASSWORD)
    answer = reader.post(f"{ARTICLE}comments/", form=ARTICLE, text="x" * 20_000)
    assert answer.status == 422 and "x" * 10_000 in answer.text


def test_the_page_of_ones_picture_takes_the_largest_with_its_form(site: Site) -> None:
    most = MOST_OF_A_READER + 500_000
    for size, is_taken in ((most, True), (most + 1, False)):
        kind = {"Content-Type": "multipart/form-data; boundary=x"}
        answer = site.ask("/accounts/picture/", "POST", b"x" * size, headers=kind)
        assert (answer.status != 413) == is_taken


def test_a_gigabyte_is_refused_before_it_is_read_also_where_no_nginx_stands_before(
    reader: Reader, application: Application
) -> None:
    reader.login("Kelpie", PASSWORD)
    head = {
        "Host": NAME,
        "X-Forwarded-Proto": "https",
        "Origin": f"https://{NAME}",
        "Cookie": "; ".join(f"{name}={value}" for name, value in reader.cookies.items()),
        "Content-Type": "multipart/form-data; boundary=x",
        "Content-Length": str(1 << 30),
    }
    lines = [
        "POST /admin/articles/photo/upload/ HTTP/1.1",
        *(f"{name}: {value}" for name, value in head.items()),
    ]
    part = b'--x\r\nContent-Disposition: form-data; name="pictures"; filename="a.jpg"\r\n\r\n'
    with socket.create_connection(("127.0.0.1", application.port), timeout=40) as raw:
        # What is answered to the first of it was answered without the rest.
        raw.sendall("\r\n".join([*lines, "", ""]).encode() + part + b"x" * 100_000)
        assert raw.recv(1000).startswith(b"HTTP/1.1 413 ")
