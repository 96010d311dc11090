"""Following a discussion from its page, without a script, and stopping it."""

import re

import pytest
from django.test import Client

from comments.models import Follow
from tests.comments.pages import JSON, page
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


def button(html: str) -> tuple[str, str] | None:
    """(label, value) of the button by the heading."""
    found = re.search(r'<button[^>]*value="(\d)"\s+class="follow[^>]*>\s*(\w+)\s*</button>', html)
    return (found[2], found[1]) if found else None


def test_the_button_follows_and_stops_it(client: Client) -> None:
    client.force_login(UserFactory())
    article = ArticleFactory()
    address = f"{article.get_absolute_url()}follow/"
    for label, value, says in (
        ("Follow", "1", "you are told of new comments"),
        ("Unfollow", "0", "You no longer follow"),
        ("Follow", "1", "you are told of new comments"),
    ):
        assert button(page(client, article)) == (label, value)
        answer = client.post(address, {"value": value}, follow=True)
        assert answer.redirect_chain == [(f"{article.get_absolute_url()}#comments", 303)]
        assert says in answer.content.decode()
    assert Follow.objects.get().is_on


def test_the_same_again_changes_nothing(client: Client) -> None:
    client.force_login(UserFactory())
    address = f"{ArticleFactory().get_absolute_url()}follow/"
    for value, is_on in (("1", True), ("1", True), ("0", False), ("0", False)):
        client.post(address, {"value": value})
        assert Follow.objects.get().is_on is is_on


def test_a_script_is_told_what_the_button_says_now(client: Client) -> None:
    client.force_login(UserFactory())
    answer = client.post(f"{ArticleFactory().get_absolute_url()}follow/", {"value": "1"}, **JSON).json()
    assert (answer["label"], answer["value"]) == ("Unfollow", "0")


def test_another_value_is_refused(client: Client) -> None:
    client.force_login(UserFactory())
    address = f"{ArticleFactory().get_absolute_url()}follow/"
    assert client.post(address, {"value": "7"}, **JSON).status_code == 422
    assert not Follow.objects.exists()


def test_what_is_not_published_is_followed_by_nobody(client: Client) -> None:
    client.force_login(UserFactory())
    article = ArticleFactory(state="draft")
    assert client.post(f"{article.get_absolute_url()}follow/", {"value": "1"}).status_code == 404


def test_signed_out_there_is_no_button_and_the_act_leads_to_the_login_and_back(client: Client) -> None:
    article = ArticleFactory()
    assert button(page(client, article)) is None
    answer = client.post(f"{article.get_absolute_url()}follow/", {"value": "1"})
    assert "/login/?next=" in answer["Location"] and answer["Location"].endswith("%23comments")
