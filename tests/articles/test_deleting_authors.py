"""An author who wrote something stays; one who is deleted while an article is saved with them is missed by the form, not lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.http import QueryDict

from articles import versions
from articles.admin.holding import hold
from articles.models import Article, Author, Byline, Section, Source, Topic
from newsportal.exchange.load import load
from newsportal.exchange.records import article_record
from tests.articles.desk_form import ADD, change_page, opened, typed
from tests.at_once import in_a_thread, waits_for_us
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, SectionFactory
from tests.newsportal.machine import until

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Author:
    return AuthorFactory(name="Ada Wills")  # type: ignore[return-value]


def test_an_author_with_articles_is_refused_with_a_sentence_and_the_way_to_them(ada: Author) -> None:
    ArticleFactory.create_batch(2, authors=[ada])
    editor = signed_in(EditorFactory())
    url = f"/admin/articles/author/{ada.pk}/delete/"
    for answer in (editor.get(url), editor.post(url, {"post": "yes"})):
        said = words(answer.text)
        assert "Ada Wills wrote 2 articles. Take them out of those bylines first." in said
        assert f"authors__id__exact={ada.pk}" in answer.text
    assert Author.objects.filter(pk=ada.pk).exists() and Byline.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_who_only_looks_at_the_page_of_a_deletion_is_told_too(ada: Author) -> None:
    """Without the transaction that a test has around it otherwise."""
    ArticleFactory(authors=[ada])
    answer = signed_in(EditorFactory()).get(f"/admin/articles/author/{ada.pk}/delete/")
    assert answer.status_code == 200 and "Ada Wills wrote 1 article" in words(answer.text)


def test_of_several_those_with_articles_are_named_and_none_is_deleted(ada: Author) -> None:
    other = AuthorFactory(name="Nobody")
    ArticleFactory(authors=[ada])
    editor = signed_in(EditorFactory())
    sent = {"action": "delete_selected", "_selected_action": [ada.pk, other.pk], "post": "yes"}
    said = words(editor.post("/admin/articles/author/", sent).text)
    assert "Ada Wills wrote 1 article. Take them out of its byline first." in said
    assert Author.objects.count() == 2
    sent["_selected_action"] = [other.pk]
    editor.post("/admin/articles/author/", sent)
    assert list(Author.objects.values_list("name", flat=True)) == ["Ada Wills"]


def test_one_without_articles_is_deleted(ada: Author) -> None:
    signed_in(EditorFactory()).post(f"/admin/articles/author/{ada.pk}/delete/", {"post": "yes"})
    assert not Author.objects.exists()


@pytest.mark.parametrize("noun", ["authors", "topics"])
def test_who_was_deleted_since_the_form_was_opened_is_missed_by_it_and_nothing_typed_is_lost(
    ada: Author, noun: str
) -> None:
    topic = Topic.objects.create(name="Kelp", slug="kelp")
    editor, article = signed_in(EditorFactory()), ArticleFactory()
    prefix, field, row = {
        "authors": ("bylines", "author", ada),
        "topics": ("articletopic_set", "topic", topic),
    }[noun]
    rows = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-0-{field}": row.pk, f"{prefix}-0-position": "0"}
    sent = opened(editor, article) | rows | {"headline": "Typed for an hour", "_save": ""}
    row.delete()
    answer = editor.post(change_page(article), sent)
    assert answer.status_code == 200 and 'value="Typed for an hour"' in answer.text
    assert "Select a valid choice" in answer.text


@pytest.mark.django_db(transaction=True)
def test_a_save_that_comes_while_its_author_is_being_deleted_waits_and_says_so(ada: Author) -> None:
    editor = signed_in(EditorFactory())
    sent = typed(_save="", **{"bylines-TOTAL_FORMS": 1, "bylines-0-author": ada.pk, "bylines-0-position": 0})
    with transaction.atomic():
        Author.objects.filter(pk=ada.pk).delete()
        saving, answers = in_a_thread(lambda: editor.post(ADD, sent))
        assert until(waits_for_us)
    saving.join()
    assert answers[0].status_code == 200 and "Select a valid choice" in answers[0].text
    assert "The bridge is open" in answers[0].text and not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_deletion_that_comes_while_an_article_takes_its_author_waits_and_is_refused(ada: Author) -> None:
    editor, article = signed_in(EditorFactory()), ArticleFactory()
    url = f"/admin/articles/author/{ada.pk}/delete/"
    with transaction.atomic():
        # As a save does, before it looks at anything.
        hold(QueryDict(f"bylines-TOTAL_FORMS=1&bylines-0-author={ada.pk}"))
        Byline.objects.create(article=article, author=ada)
        deleting, answers = in_a_thread(lambda: editor.post(url, {"post": "yes"}))
        assert until(waits_for_us)
    deleting.join()
    assert answers[0].status_code == 200 and "Ada Wills wrote 1 article" in words(answers[0].text)
    assert Author.objects.filter(pk=ada.pk).exists()


def deleted_while(act: Any, row: Author | Section | Source | Topic) -> Any:
    """What comes of `act`, which refers to the row, while the desk deletes it: first locked, then gone."""
    with transaction.atomic():
        type(row)._default_manager.select_for_update().get(pk=row.pk)
        taking, answers = in_a_thread(act)
        assert until(waits_for_us)
        row.delete()
    taking.join()
    return answers[0]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("noun", ["author", "topic", "section", "source"])
def test_an_import_that_takes_one_meanwhile_waits_and_makes_it_anew(
    ada: Author, tmp_path: Path, noun: str
) -> None:
    row = {
        "author": lambda: ada,
        "topic": lambda: Topic.objects.create(name="Kelp", slug="kelp"),
        "section": lambda: SectionFactory(slug="harbour", name="Harbour"),
        "source": lambda: Source.objects.create(name="Agency"),
    }[noun]()
    record = article_record(
        {
            "section": "harbour",
            "headline": "The bridge",
            "body": [],
            "authors": ["Ada Wills"],
            "topics": ["Kelp"],
            "source": "Agency",
        }
    )
    before = row.pk
    assert deleted_while(lambda: load(record, folder=tmp_path), row).is_new
    article = Article.objects.get()
    taken = {
        "author": article.authors.get(),
        "topic": article.topics.get(),
        "section": article.section,
        "source": article.source,
    }[noun]
    assert str(taken) == str(row) and taken.pk != before  # type: ignore[union-attr]


@pytest.mark.django_db(transaction=True)
def test_a_version_that_is_brought_back_meanwhile_comes_without_her_and_says_so(ada: Author) -> None:
    editor = EditorFactory()
    article = ArticleFactory(authors=[ada])
    versions.begin(article)
    article.bylines.all().delete()
    versions.keep(article, by=editor)
    newest, oldest = article.versions.all()
    gone = deleted_while(lambda: article.restore(oldest, by=editor, seen=newest.history_id), ada)
    assert gone == ["authors"] and not Byline.objects.exists()
