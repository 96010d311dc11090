"""Whoever is signed out chooses the language at the foot of any page; it holds in their browser, and in nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from django.utils import translation

from newsportal.stored_pages import store
from tests.accounts.entrance import log_in
from tests.comments.pages import language
from tests.factories import PASSWORD, ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db
SWITCH = "/accounts/language/browser/"
WAY = f'action="{SWITCH}"'


@pytest.fixture(autouse=True)
def _two_languages(settings: Any) -> Any:
    settings.LANGUAGES = [("en", "English"), ("ja", "日本語")]
    yield
    translation.activate("en")


def switch(client: Client, to: str, at: str = "http://testserver/search/?q=ferry") -> Any:
    return client.post(SWITCH, {"language": to}, headers={"referer": at})


def offered(page: str) -> list[str]:
    assert page.count(WAY) <= 1
    return re.findall(r'name="language"[^>]*>([^<]*)</button>', page.partition(WAY)[2])


def test_the_choice_goes_before_the_browsers_and_leads_back_to_the_page() -> None:
    client = Client(headers={"accept-language": "en"})
    assert language(client.get("/accounts/login/")) == "en"
    answer = switch(client, "ja")
    assert (answer.status_code, answer["Location"]) == (303, "http://testserver/search/?q=ferry")
    for path in ("/", "/accounts/login/", "/accounts/signup/", "/nowhere/"):
        assert language(client.get(path)) == "ja", path
    assert offered(client.get("/").text) == ["English"]
    switch(client, "en")
    assert language(client.get("/", headers={"accept-language": "ja"})) == "en"


def test_every_page_of_who_is_signed_out_offers_the_other_languages() -> None:
    article = ArticleFactory()
    for path in (
        "/",
        article.get_absolute_url(),
        "/accounts/login/",
        "/accounts/password/reset/",
        "/nowhere/",
    ):
        page = Client().get(path).text
        assert offered(page) == ["日本語"]
        # All get the same page, so it says nothing of one of them.
        assert WAY in page.partition("<footer")[2] and "csrf" not in page.partition('class="footer"')[2]


def test_where_there_is_one_language_there_is_nothing_to_choose(settings: Any) -> None:
    settings.LANGUAGES = [("en", "English")]
    assert WAY not in Client().get("/search/").text


def test_who_is_signed_in_has_it_on_the_account(client: Client) -> None:
    kelpie = UserFactory(username="Kelpie", password=PASSWORD)
    log_in(client, kelpie)
    page = client.get("/").text
    assert WAY not in page and 'href="/accounts/language/"' in page.partition("<footer")[2]
    switch(client, "ja")
    assert language(client.get("/")) == "ja"
    kelpie.choose(language="en", time_zone="")
    assert language(client.get("/")) == "en"


def test_stored_pages_are_nobodys_choice() -> None:
    path = ArticleFactory().get_absolute_url()
    english, japanese = Client(), Client()
    switch(japanese, "ja")
    for _ in range(2):
        for client, code in ((english, "en"), (japanese, "ja")):
            answer = client.get(path)
            assert language(answer) == code and not answer.cookies
            assert answer["Vary"] == "Accept-Encoding, Cookie, Accept-Language"
            assert "public" in answer["Cache-Control"]
    # Whoever asks for it and whoever chose it share one.
    assert language(Client().get(path, headers={"accept-language": "ja"})) == "ja"
    assert len(store._pages) == 2


@pytest.mark.parametrize("language", ["", "fr", "xx\x00", "en-gb", "../", "x" * 5000])
def test_what_is_no_language_of_ours_chooses_nothing(language: str) -> None:
    answer = switch(Client(), language)
    assert answer.status_code == 303 and not answer.cookies


@pytest.mark.parametrize(
    "at", ["", "https://evil.example/", "http://testserver.evil.example/", "//x", "javascript:1", "\x00"]
)
def test_it_leads_to_no_other_site(at: str) -> None:
    assert switch(Client(), "ja", at)["Location"] == "/"


def test_no_script_reads_the_choice_and_no_other_site_sends_it() -> None:
    cookie = switch(Client(), "ja").cookies[site.LANGUAGE_COOKIE_NAME]
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and cookie["path"] == "/"
    assert 300 * 86400 < cookie["max-age"] <= 400 * 86400
    assert Client().get(SWITCH).status_code == 405
