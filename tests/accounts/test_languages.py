"""In which language, and by whose clock: the reader's choice, then the browser's, then the site's; never another reader's."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from accounts.models import User
from comments.models import Sanction
from newsportal.stored_pages import key_of, store
from tests.accounts.entrance import log_in
from tests.accounts.reader_pictures import file
from tests.comments.pages import language, words
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.mails import html, mails
from tests.worker import work

pytestmark = pytest.mark.django_db
PAGE = "/accounts/language/"
JAPANESE = {"headers": {"accept-language": "ja-JP,ja;q=0.9,en;q=0.8"}}


@pytest.fixture
def two_languages(settings: Any) -> None:
    """As it is where the Japanese catalogue is compiled."""
    settings.LANGUAGES = [("en", "English"), ("ja", "日本語")]


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie", password=PASSWORD)


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    log_in(client, kelpie)
    return client


@pytest.fixture(autouse=True)
def _english_again() -> Any:
    yield
    translation.activate("en")
    timezone.deactivate()


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("", "en"),
        ("ja", "ja"),
        ("JA-jp", "ja"),
        ("ja-JP,ja;q=0.9,en;q=0.8", "ja"),
        ("en-GB,ja;q=0.9", "en"),
        ("fr,ja;q=0.3,en;q=0.2", "ja"),
        ("fr-FR, de", "en"),
        ("*", "en"),
        ("ja;q=0", "en"),
        ("ja;q=x\x00,,;;", "en"),
        ("x" * 9_000, "en"),
    ],
)
@pytest.mark.usefixtures("two_languages")
def test_who_has_chosen_nothing_gets_the_browsers_language_where_it_is_there(
    asked: str, answered: str
) -> None:
    assert language(Client().get("/", headers={"accept-language": asked})) == answered


def test_a_language_without_a_catalogue_is_offered_to_nobody(reader: Client, settings: Any) -> None:
    settings.LANGUAGES = [("en", "English")]
    assert language(Client().get("/", **JAPANESE)) == "en"
    assert "Accept-Language" not in Client().get("/", **JAPANESE)["Vary"]
    assert "日本語" not in reader.get(PAGE).text
    assert reader.post(PAGE, {"language": "ja"}).status_code == 422


@pytest.mark.usefixtures("two_languages")
def test_the_readers_choice_goes_before_the_browsers_on_every_page_and_every_device(
    reader: Client, kelpie: User
) -> None:
    article = ArticleFactory()
    reader.post(PAGE, {"language": "ja", "time_zone": ""})
    for path in ("/", article.get_absolute_url(), "/accounts/", "/users/Kelpie/", "/nowhere/"):
        assert language(reader.get(path, headers={"accept-language": "en"})) == "ja", path
    elsewhere = Client()
    elsewhere.force_login(kelpie)
    assert language(elsewhere.get("/")) == "ja"
    reader.post(PAGE, {"language": "", "time_zone": ""})
    assert language(reader.get("/", headers={"accept-language": "en"})) == "en"


@pytest.mark.usefixtures("two_languages")
def test_one_readers_language_is_not_the_next_ones(reader: Client) -> None:
    reader.post(PAGE, {"language": "ja", "time_zone": "Pacific/Auckland"})
    reader.get("/accounts/")
    assert language(Client().get("/search/")) == "en"
    assert timezone.get_current_timezone() == timezone.get_default_timezone()


@pytest.mark.usefixtures("two_languages")
def test_stored_pages_are_kept_by_language_and_tell_shared_caches_so() -> None:
    article = CommentFactory().discussion.article
    for _ in range(2):
        for asked in ("en", "ja", "de", "ja-JP"):
            answer = Client().get(article.get_absolute_url(), headers={"accept-language": asked})
            assert language(answer) == ("ja" if asked.startswith("ja") else "en")
            assert answer["Vary"] == "Accept-Encoding, Cookie, Accept-Language"
            assert "public" in answer["Cache-Control"]
    etags = {
        Client().get(article.get_absolute_url(), headers={"accept-language": asked})["ETag"]
        for asked in ("en", "ja", "fr", "ja-JP")
    }
    assert len(etags) == 2
    # Ways to ask that come to the same share one page.
    assert len(store._pages) == 2


@pytest.mark.usefixtures("two_languages")
def test_a_page_that_is_answered_before_django_is_in_the_language_that_is_asked_for() -> None:
    from newsportal.wsgi import _stored

    Client().get("/", headers={"accept-language": "ja"})

    def straight(asked: str) -> Any:
        return _stored(
            {
                "REQUEST_METHOD": "GET",
                "PATH_INFO": "/",
                "HTTP_HOST": "testserver",
                "wsgi.url_scheme": "http",
                "HTTP_ACCEPT_LANGUAGE": asked,
            }
        )

    pages = [store.get(key) for key in store._pages]
    assert len(pages) == 1
    assert b'lang="ja"' in pages[0].body
    assert straight("en") is None, "the Japanese page must not be everybody's"


def test_the_clock_of_ones_own_pages_is_ones_own_and_that_of_the_paper_everybodys(
    reader: Client, kelpie: User
) -> None:
    comment = CommentFactory()
    path = comment.discussion.article.get_absolute_url()
    before = re.findall(r"<time[^>]*>[^<]*</time>", reader.get(path).text)
    # Late in the evening in Honolulu, the next day in Tokyo.
    UserSession.objects.update(created_at=datetime(2026, 3, 9, 8, 0, tzinfo=UTC))
    assert "since March 9, 2026" in words(reader.get("/accounts/sessions/").text)
    reader.post(PAGE, {"language": "", "time_zone": "Pacific/Honolulu"})
    assert "since March 8, 2026" in words(reader.get("/accounts/sessions/").text)
    assert re.findall(r"<time[^>]*>[^<]*</time>", reader.get(path).text) == before
    # The date of the paper, too, on whatever page.
    today = re.compile(r'<p class="today">.*?</p>')
    assert today.findall(reader.get("/accounts/").text) == today.findall(Client().get("/").text)


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "tlh"},
        {"language": "\x00"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_what_there_is_not_cannot_be_chosen(reader: Client, kelpie: User, wrong: dict[str, str]) -> None:
    answer = reader.post(PAGE, wrong)
    assert answer.status_code == 422 and "field-errors" in answer.text
    kelpie.refresh_from_db()
    assert (kelpie.language, kelpie.time_zone) == ("", "")


def test_a_choice_that_is_gone_counts_as_none(kelpie: User) -> None:
    User.objects.filter(pk=kelpie.pk).update(language="tlh", time_zone="Mars/Olympus")
    client = Client()
    client.force_login(kelpie)
    assert language(client.get("/accounts/")) == "en"


def test_what_was_chosen_is_shown_and_choosing_nothing_takes_it_back(reader: Client) -> None:
    reader.post(PAGE, {"language": "en", "time_zone": "America/Argentina/Buenos_Aires"})
    html = reader.get(PAGE).text
    assert 'value="America/Argentina/Buenos_Aires" selected' in html and 'value="en" selected' in html
    assert "Argentina, Buenos Aires" in html
    assert "Buenos Aires" in reader.get("/accounts/").text
    reader.post(PAGE, {})
    assert "As the paper" in reader.get("/accounts/").text


@pytest.mark.django_db(transaction=True)
def test_neither_costs_a_query_and_pictures_and_probes_look_up_nobody(reader: Client, kelpie: User) -> None:
    article = ArticleFactory()

    def cost(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = reader.get(path)
        answer.close()
        return len(queries)

    reader.get(article.get_absolute_url())
    before = cost(article.get_absolute_url()), cost(PAGE)
    reader.post(PAGE, {"language": "en", "time_zone": "Europe/Paris"})
    # What is kept of the page is kept for each language.
    reader.get(article.get_absolute_url())
    assert (cost(article.get_absolute_url()), cost(PAGE)) == before
    assert before[1] <= 8
    kelpie.show_picture(ContentFile(file(), name="me.jpg"))
    assert cost(kelpie.picture_src) == cost("/healthz") == 0


def test_the_name_of_a_stored_page_has_its_language(two_languages: None) -> None:
    environ = {"wsgi.url_scheme": "http", "PATH_INFO": "/", "HTTP_HOST": "x"}
    names = {key_of(environ | {"HTTP_ACCEPT_LANGUAGE": asked}) for asked in ("en", "ja", "en-GB", "ja;q=0.4")}
    assert len(names) == 2


@pytest.mark.usefixtures("two_languages")
def test_mails_are_in_the_language_that_was_chosen_whoever_writes_them(kelpie: User) -> None:
    EmailAddress.objects.create(user=kelpie, email=kelpie.email, verified=True, primary=True)
    kelpie.choose(language="ja", time_zone="Pacific/Honolulu")
    CommentFactory(parent=CommentFactory(by=kelpie))
    kelpie.ask_erasure(removes=False)
    Client().post("/accounts/password/reset/", {"email": kelpie.email}, headers={"accept-language": "en"})
    work()
    assert len(mails()) == 3
    assert all('<html lang="ja">' in html(mail) for mail in mails())
    # And what is written next is nobody's.
    assert translation.get_language() == "en"


def test_lists_of_ones_own_and_what_limits_one_say_times_by_ones_own_clock(
    reader: Client, kelpie: User
) -> None:
    kelpie.choose(language="", time_zone="Pacific/Honolulu")
    until = timezone.now() + timedelta(days=2)
    Sanction.objects.suspend(kelpie, by=ModeratorFactory(), reason="Enough.", until=until)
    page = words(reader.get("/accounts/").text)
    assert "You can't comment, vote or report until" in page and " HST" in page and " JST" not in page


@pytest.mark.usefixtures("two_languages")
def test_the_regions_of_the_time_zones_are_named_in_the_pages_language(reader: Client) -> None:
    assert '<optgroup label="Asia">' in reader.get(PAGE).text
    japanese = reader.get(PAGE, **JAPANESE).text
    assert '<optgroup label="アジア">' in japanese and 'label="Asia"' not in japanese


def _cities(page: Any) -> dict[str, str]:
    """What stands for each zone in the list."""
    found = re.findall(r'<option value="(\w+/[^"]+)"[^>]*>([^<]+)<', page.text)
    return {zone: city.strip() for zone, city in found}


@pytest.mark.usefixtures("two_languages")
def test_a_time_zone_is_called_by_its_city_in_the_pages_language(reader: Client) -> None:
    english, japanese = _cities(reader.get(PAGE)), _cities(reader.get(PAGE, **JAPANESE))
    assert english["America/New_York"] == "New York" and english["Pacific/Easter"] == "Easter Island"
    for zone, city in {
        "Asia/Tokyo": "東京",
        "America/New_York": "ニューヨーク",
        "America/Argentina/Buenos_Aires": "ブエノスアイレス",
        "Asia/Kolkata": "コルカタ",
        "Europe/Kyiv": "キーウ",
    }.items():
        assert japanese[zone] == city
    # CLDR lacks the newest.
    assert len(japanese) > 400 and sum(city.isascii() for city in japanese.values()) <= 3
    assert len(set(japanese.values())) == len(japanese)


@pytest.mark.usefixtures("two_languages")
def test_an_earlier_name_of_a_zone_stays_with_who_chose_it(reader: Client, kelpie: User) -> None:
    assert "Europe/Kiev" not in _cities(reader.get(PAGE))
    User.objects.filter(pk=kelpie.pk).update(time_zone="Europe/Kiev")
    assert "Europe/Kiev" in _cities(reader.get(PAGE))
    reader.post(PAGE, {"language": "ja", "time_zone": "Europe/Kiev"})
    kelpie.refresh_from_db()
    assert kelpie.time_zone == "Europe/Kiev"
    assert "キーウ" in reader.get("/accounts/").text
