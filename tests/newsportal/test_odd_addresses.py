"""Addresses that no page of ours links to: each is answered with a page that says so, none with a failure of ours."""

import pytest
from django.test import Client

from tests.factories import AuthorFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

CURSORS = ["%00", "0", "-1", "nan_1", "inf_5", "1_1_1", "9" * 30, "%EF%BC%91", "2026-01-01_1", "_1"]
TIMES = ["0001-01-01T00:00:00+14:00_1", "9999-12-31T23:59:59-14:00_1", "2026-01-01T00:00:00+00:00_0"]


@pytest.mark.parametrize("signed_in", [False, True])
@pytest.mark.parametrize(
    "address",
    [
        "/harbour/a%00b/",
        "/authors/%00/",
        "/topics/%00/",
        "/users/%00/",
        "/media/%00.jpg",
        "/sitemap-none.xml",
        "/nowhere/feed/",
        "/comments/999999999999999999999/",
        "/alerts/999999999999999999999/",
        "/alerts/daily/%00/",
        "/accounts/alerts/%00/choices/",
    ],
)
def test_an_address_that_cannot_be_is_not_found(client: Client, address: str, signed_in: bool) -> None:
    if signed_in:
        client.force_login(UserFactory())
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "address", ["wordrule/?answer__exact=%00", "rulesetting/%00/change/", "moderationentry/?act__exact=%00"]
)
def test_a_character_that_no_row_can_hold_is_refused_at_the_desk(client: Client, address: str) -> None:
    client.force_login(ModeratorFactory())
    assert client.get(f"/admin/comments/{address}").status_code == 400


def test_no_pictures_address_leads_out_of_the_pictures(client: Client) -> None:
    assert client.get("/media/%2e%2e/secret-key").status_code == 400


@pytest.mark.parametrize("cursor", CURSORS + TIMES)
@pytest.mark.parametrize("name", ["from", "until", "thread", "before", "sort"])
def test_a_made_up_place_in_a_list_is_a_page_or_not_found(client: Client, name: str, cursor: str) -> None:
    comment = CommentFactory()
    writer = AuthorFactory()
    article = comment.discussion.article
    pages = [
        article.get_absolute_url(),
        article.section.get_absolute_url(),
        writer.get_absolute_url(),
        comment.author.get_absolute_url(),
        "/search/",
    ]
    for path in pages:
        assert client.get(f"{path}?{name}={cursor}&sort=best").status_code in {200, 404}


@pytest.mark.parametrize("words", ["%00", "%22", "a%00b", "%5C", "(", "&", "a" * 3000, "<->", "%F0%9F%98%80"])
def test_any_words_can_be_searched_for(client: Client, words: str) -> None:
    assert client.get(f"/search/?q={words}").status_code == 200
