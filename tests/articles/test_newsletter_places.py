"""Where a story that an editor adds to an issue stands: after the others, unless its place says otherwise."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.articles.desk_form import fields_of
from tests.articles.issues import issue_of
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


def test_one_that_is_added_comes_last(client: Client) -> None:
    client.force_login(EditorFactory())
    issue = issue_of(*(ArticleFactory(headline=headline) for headline in ("One", "Two")))
    address = f"/admin/articles/newsletterissue/{issue.pk}/change/"
    page = client.get(address).text
    form = fields_of(page, "newsletterissue_form")
    # The row that is there, and each that "Add another" makes.
    [made] = re.findall(r'name="stories-__prefix__-position" value="(\d+)"', page)
    assert form["stories-2-position"] == made == "30"
    third, fourth = ArticleFactory(headline="Three"), ArticleFactory(headline="Four")
    rows = {"stories-2-article": third.pk, "stories-3-article": fourth.pk, "stories-3-position": made}
    client.post(address, form | rows | {"stories-TOTAL_FORMS": "4", "_save": "1"})
    assert [article.headline for article in issue.articles()] == ["One", "Two", "Three", "Four"]
    assert list(issue.stories.values_list("position", flat=True)) == [10, 20, 30, 40]


def test_a_row_without_a_story_adds_nothing_whatever_its_place(client: Client) -> None:
    client.force_login(EditorFactory())
    issue = issue_of(ArticleFactory())
    address = f"/admin/articles/newsletterissue/{issue.pk}/change/"
    form = fields_of(client.get(address).text, "newsletterissue_form")
    changed = {"subject": "Mine", "stories-1-position": "5", "_save": "1"}
    assert client.post(address, form | changed).status_code == 302
    issue.refresh_from_db()
    assert issue.subject == "Mine" and issue.stories.count() == 1
