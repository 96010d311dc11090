"""The editors' list tells what waits for its time from what is out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"


@pytest.fixture
def editor() -> Client:
    ArticleFactory(headline="Out")
    ArticleFactory(headline="Waits", published_at=timezone.now() + timedelta(hours=1))
    ArticleFactory(headline="Begun", state="draft", published_at=None)
    ArticleFactory(headline="Off", state="unpublished")
    return signed_in(EditorFactory())


def test_what_waits_for_its_time_is_called_scheduled(editor: Client) -> None:
    cl = editor.get(LIST).context["cl"]
    states = {article.headline: str(cl.model_admin.standing(article)) for article in cl.result_list}
    assert states == {"Out": "published", "Waits": "scheduled", "Begun": "draft", "Off": "unpublished"}


@pytest.mark.parametrize(
    ("state", "found"),
    [
        ("scheduled", ["Waits"]),
        ("published", ["Out"]),
        ("draft", ["Begun"]),
        ("unpublished", ["Off"]),
        ("in_review", []),
        ("nothing", []),
    ],
)
def test_and_found_by_it(editor: Client, state: str, found: list[str]) -> None:
    page = editor.get(LIST, {"state__exact": state})
    assert [article.headline for article in page.context["cl"].result_list] == found
    assert "?state__exact=scheduled" in page.text
