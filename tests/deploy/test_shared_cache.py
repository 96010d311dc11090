"""nginx keeps what the application calls public, for as long as it says; whatever is anybody's own it never keeps."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings

from newsportal import stored_pages
from tests.comments.pages import field
from tests.deploy.conftest import ARTICLE
from tests.deploy.site import Reader, Site
from tests.factories import PASSWORD
from tests.newsportal.machine import PROJECT, until

pytestmark = pytest.mark.xdist_group("deploy")

PUBLIC = [
    "/",
    "/harbour/",
    ARTICLE,
    "/authors/ada-wills/",
    "/search/?q=ferry",
    "/feed/",
    "/sitemap.xml",
    "/news-sitemap.xml",
]
PRIVATE = [
    "/accounts/login/",
    "/accounts/signup/",
    "/admin/",
    "/users/Kelpie/",
    "/nowhere/at/all/",
    "/readyz",
]


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_is_answered_from_the_cache(site: Site, path: str) -> None:
    assert until(lambda: site.ask(path).headers["X-Cache"] == "HIT")
    answer = site.ask(path)
    assert answer.status == 200 and "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("path", PRIVATE)
def test_what_is_not_public_never_is(site: Site, path: str) -> None:
    for _ in range(3):
        answer = site.ask(path)
        assert answer.status < 500 and answer.headers["X-Cache"] in ("MISS", "BYPASS")
        assert "private" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/", ARTICLE])
def test_nobody_sees_a_page_of_somebody_who_is_signed_in(site: Site, reader: Reader, path: str) -> None:
    reader.login("Editha", PASSWORD)
    for _ in range(2):
        own = reader.get(path)
        assert "Editha" in own.text
        assert own.headers["Cache-Control"] == stored_pages.PRIVATE and own.headers["X-Cache"] == "BYPASS"
        assert "Editha" not in site.ask(path).text


def test_nginx_and_the_application_know_a_session_by_the_same_word() -> None:
    assert f'"~{settings.SESSION_COOKIE_NAME}="' in (PROJECT / "deploy" / "nginx.conf").read_text()


def test_each_encoding_is_kept_by_itself(site: Site) -> None:
    for _ in range(2):
        for encoding in ("br", "gzip", "identity"):
            answer = site.ask(ARTICLE, headers={"Accept-Encoding": encoding})
            assert answer.headers.get("Content-Encoding", "identity") == encoding


def test_the_language_that_one_reader_chose_is_shown_to_no_other(site: Site) -> None:
    chosen = {"Cookie": f"{settings.LANGUAGE_COOKIE_NAME}=ja"}
    for path in ("/", ARTICLE):
        for _ in range(3):
            for headers, code in ((chosen, "ja"), ({}, "en"), ({"Accept-Language": "ja"}, "ja")):
                answer = site.ask(path, headers=headers)
                assert f'<html lang="{code}">' in answer.text
        assert until(lambda path=path: site.ask(path, headers=chosen).headers["X-Cache"] == "HIT")


def test_who_holds_the_page_already_gets_304(site: Site) -> None:
    etag = site.ask(ARTICLE).headers["ETag"]
    for _ in range(2):
        answer = site.ask(ARTICLE, headers={"If-None-Match": etag})
        assert (answer.status, answer.body) == (304, b"")


def test_a_head_request_has_the_headers_only(site: Site) -> None:
    assert (site.ask(ARTICLE, "HEAD").status, site.ask(ARTICLE, "HEAD").body) == (200, b"")


def test_a_comment_shows_to_its_writer_at_once_and_to_all_within_seconds(site: Site, reader: Reader) -> None:
    # Somebody who writes nowhere else here: a new account waits 30 s between two comments.
    reader.login("Marlow", PASSWORD)
    assert "Aboard by nine" not in site.ask(ARTICLE).text
    posted = reader.post(f"{ARTICLE}comments/", form=ARTICLE, text="Aboard by nine")
    assert posted.status == 303
    assert "Aboard by nine" in reader.get(ARTICLE).text
    began = time.monotonic()
    assert until(lambda: "Aboard by nine" in site.ask(ARTICLE).text, patience=10)
    assert time.monotonic() - began < 5


def test_many_who_come_at_once_are_all_answered(site: Site) -> None:
    with ThreadPoolExecutor(16) as readers:
        answers = list(readers.map(lambda _: site.ask("/harbour/").status, range(160)))
    assert set(answers) == {200}


def test_a_form_is_refused_without_its_token_through_nginx_too(reader: Reader) -> None:
    assert field(reader.get("/accounts/login/").text, "csrfmiddlewaretoken")
    reader.cookies.clear()
    page = reader.site.ask(
        "/accounts/login/",
        "POST",
        b"login=Kelpie",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
    )
    assert page.status == 403
