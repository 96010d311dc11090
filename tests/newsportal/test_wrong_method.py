"""What an address answers that is opened otherwise than it takes: a page that leads on, and for machines the bare answer."""

import re

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.comments.pages import post_address, typed, words
from tests.factories import CommentFactory, UserFactory

pytestmark = pytest.mark.django_db

IN_A_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.fixture
def comment() -> Comment:
    return CommentFactory()


@pytest.fixture
def article(comment: Comment) -> Article:
    return comment.discussion.article


def way_back(html: str) -> str:
    found = re.search(r'class="button" href="([^"]*)">To the page it belongs to', html)
    return found[1] if found else ""


def test_an_act_that_is_opened_as_a_page_says_so_and_leads_to_its_comment(
    client: Client, comment: Comment
) -> None:
    answer = client.get(f"/comments/{comment.pk}/vote/", headers=IN_A_BROWSER)
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "That can't be done here" in words(answer.text)
    assert way_back(answer.text) == f"/comments/{comment.pk}/"
    assert "no-store" in answer["Cache-Control"] and not answer.cookies


def test_a_refused_comment_is_found_again_from_the_address_of_its_refusal(
    client: Client, article: Article
) -> None:
    client.force_login(UserFactory())
    box = {"text": "x" * 10_001, "key": "k1"}
    assert client.post(post_address(article), box, headers=IN_A_BROWSER).status_code == 422
    again = client.get(post_address(article), headers=IN_A_BROWSER)
    assert again.status_code == 405
    assert way_back(again.text) == article.get_absolute_url()
    assert typed(client.get(way_back(again.text)).text) == box["text"]


def test_what_was_sent_to_an_address_that_takes_nothing_is_shown_again(
    client: Client, comment: Comment
) -> None:
    client.force_login(UserFactory())
    answer = client.post(f"/comments/{comment.pk}/edits/", {"text": "Typed long."}, headers=IN_A_BROWSER)
    assert answer.status_code == 405
    assert "Typed long." in answer.text


def test_machines_get_the_bare_answer(client: Client, comment: Comment) -> None:
    answer = client.get(f"/comments/{comment.pk}/vote/", headers={"Accept": "application/json"})
    assert (answer.status_code, answer["Allow"], answer.content) == (405, "POST", b"")
