"""How much may be sent: as much as the application takes, the rest is refused with a page that says so."""

from __future__ import annotations

import pytest
from django.conf import settings

from accounts.pictures import MAX_BYTES as MOST_OF_A_READER
from articles.pictures import MAX_BYTES
from tests.deploy.conftest import ARTICLE
from tests.deploy.site import Answer, Reader, Site
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
