"""When an article counts as updated: where its readers have something else to read, and an editor doesn't say that they needn't
hear of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article, Photo
from tests.articles.desk_form import seen, typed
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db
BODY = "<p>The first ferry left at <strong>dawn</strong>.</p><p>Nobody saw it &amp; waved.</p>"


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(EditorFactory())
    return client


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="The ferry sails", standfirst="At last.", body=BODY)


def save(editor: Client, article: Article, **changed: Any) -> Article:
    """The article after an editor has saved it with what is `changed`."""
    url = f"/admin/articles/article/{article.pk}/change/"
    form = typed(
        headline=article.headline,
        slug=article.slug,
        section=article.section_id,
        standfirst=article.standfirst,
        body=article.body,
        seen=seen(editor, url),
    )
    answer = editor.post(url, form | {"bylines-TOTAL_FORMS": 0} | ({"_save": ""} | changed))
    assert answer.status_code == 302, answer.context["errors"]
    article.refresh_from_db()
    return article


@pytest.mark.parametrize(
    "changed",
    [
        {"headline": "The ferry sails again"},
        {"standfirst": ""},
        {"body": BODY.replace("dawn", "noon")},
    ],
)
def test_other_words_are_an_update(editor: Client, article: Article, changed: dict[str, str]) -> None:
    assert save(editor, article, **changed).updated_at is not None


@pytest.mark.parametrize(
    "changed",
    [
        {"slug": "another-address"},
        {"site_notice": "©2026 The others"},
        {"body": BODY.replace("<strong>dawn</strong>", "<em>dawn</em>")},
        {"body": BODY.replace("</p><p>", "</p>\n\n<h2></h2><p> ")},
        {"body": BODY.replace("</p><p>", "<br>").replace("left at", "left  at")},
        {"body": BODY.replace("left at", "left&nbsp;at")},
        {"headline": "The ferry  sails"},
        {"_unpublish": ""},
        {"_publish": ""},
    ],
)
def test_what_changes_no_word_is_none(editor: Client, article: Article, changed: dict[str, str]) -> None:
    assert save(editor, article, **changed).updated_at is None


def test_another_credit_of_its_picture_is_none(editor: Client, article: Article) -> None:
    article.photo = Photo.objects.create(alt="A ferry", credit="Staff")
    article.save()
    form = {"caption": "", "credit": "Another", "alt": "A ferry", "focus_x": "50", "focus_y": "50"}
    editor.post(f"/admin/articles/photo/{article.photo.pk}/change/", form)
    assert Photo.objects.get().credit == "Another"
    assert save(editor, article, photo=article.photo.pk).updated_at is None


def test_an_editor_says_that_readers_need_not_hear_of_it(editor: Client, article: Article) -> None:
    assert save(editor, article, headline="The ferry sialed", is_minor="on").updated_at is None
    assert save(editor, article, headline="The ferry sailed", is_minor="").updated_at is not None


def test_what_nobody_could_read_yet_has_no_update(editor: Client) -> None:
    draft = ArticleFactory(state="draft", published_at=None)
    assert save(editor, draft, headline="Another", _publish="").updated_at is None
    scheduled = ArticleFactory(published_at=timezone.now() + timedelta(hours=1))
    assert save(editor, scheduled, headline="Another").updated_at is None


def test_what_was_changed_while_it_was_off_the_site_is_an_update_of_what_was_read(
    editor: Client, article: Article
) -> None:
    article.unpublish(by=EditorFactory())
    assert save(editor, article, headline="The ferry sailed", _publish="").updated_at is not None


def test_an_update_from_before_it_came_out_again_is_older_than_the_article(
    client: Client, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now() - timedelta(days=2))
    page = client.get(article.get_absolute_url()).text
    published = article.published_at.isoformat(timespec="seconds")
    assert f'"dateModified": "{published}"' in page and "article:modified_time" not in page
    assert "Updated" not in words(page)
    assert f'"date_modified": "{article.published_at.isoformat()}"' in client.get("/feed/json/").text
    day = f"<lastmod>{timezone.localtime(article.published_at):%Y-%m-%d}"
    assert day in client.get("/sitemap-articles.xml").text
