"""Two editors at one article: a save of what was opened before another's is refused, with both texts side by side, and nothing of
either is lost."""

from __future__ import annotations

from threading import Thread
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client

from articles.models import Article
from tests.articles.desk_form import change_page, fields_of, opened
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    authors = [AuthorFactory(name="Zora"), AuthorFactory(name="Abel")]
    return ArticleFactory(headline="Dawn", body="<p>The ferry left at dawn.</p>", authors=authors)


@pytest.fixture
def wren() -> Client:
    return signed_in(EditorFactory(username="wren"))


@pytest.fixture
def finch() -> Client:
    return signed_in(EditorFactory(username="finch"))


def send(client: Client, article: Article, form: dict[str, Any], **changed: Any) -> Any:
    return client.post(change_page(article), form | {"_save": ""} | changed)


def authors_of(article: Article) -> list[str]:
    return [author.name for author in Article.objects.get(pk=article.pk).ordered_authors]


def test_a_stale_save_is_refused_with_both_texts_and_what_was_typed_stands_in_the_form(
    article: Article, wren: Client, finch: Client
) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    assert (
        send(finch, article, theirs, body="<p>The ferry left at noon.</p>", headline="Noon").status_code
        == 302
    )
    told = send(wren, article, mine, body="<p>The <em>old</em> ferry left at dawn.</p>")
    assert told.status_code == 409
    article.refresh_from_db()
    assert article.headline == "Noon", "nothing was saved"
    for said in ("<del>noon</del>", "<ins>dawn</ins>", "*old*", "<del>Noon</del>", "<ins>Dawn</ins>"):
        assert said in told.text
    assert "finch saved the article last" in words(told.text)
    assert fields_of(told.text)["body"] == "<p>The <em>old</em> ferry left at dawn.</p>"


def test_saving_again_puts_mine_in_its_place_and_theirs_is_in_the_history(
    article: Article, wren: Client, finch: Client
) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    send(finch, article, theirs, headline="Noon")
    told = send(wren, article, mine, headline="Night")
    assert send(wren, article, fields_of(told.text)).status_code == 302
    assert [version.headline for version in article.versions.all()] == ["Night", "Noon", "Dawn"]


def test_theirs_is_taken_field_by_field_and_nothing_is_saved_by_that(
    article: Article, wren: Client, finch: Client
) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    send(finch, article, theirs, headline="Noon", standfirst="Theirs.")
    told = send(wren, article, mine, headline="Night", body="<p>Mine.</p>")
    told = wren.post(change_page(article), fields_of(told.text) | {"_take": "headline"})
    assert told.status_code == 409 and "Not saved yet" in words(told.text)
    form = fields_of(told.text)
    assert (form["headline"], form["standfirst"], form["body"]) == ("Noon", "", "<p>Mine.</p>")
    article.refresh_from_db()
    assert article.body == "<p>The ferry left at dawn.</p>"
    assert send(wren, article, form | {"body": "<p>Put together.</p>"}).status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.standfirst, article.body) == ("Noon", "", "<p>Put together.</p>")


def test_all_of_theirs_is_taken(article: Article, wren: Client, finch: Client) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    added = AuthorFactory(name="Mira")
    send(finch, article, theirs, headline="Noon", **{"bylines-2-author": added.pk, "bylines-2-position": 2})
    told = send(wren, article, mine, headline="Night", body="", **{"bylines-0-DELETE": "on"})
    told = wren.post(change_page(article), fields_of(told.text) | {"_take": "all"})
    assert "The form holds the same as what they saved." in words(told.text)
    assert send(wren, article, fields_of(told.text)).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Noon" and authors_of(article) == ["Zora", "Abel", "Mira"]
    assert article.versions.count() == 2, "nothing was changed by the last save"


def test_who_was_refused_puts_their_own_authors_in_place_whatever_rows_there_are(
    article: Article, wren: Client, finch: Client
) -> None:
    """The other has taken a row away that this form names, and added the author that this one adds as well."""
    added = AuthorFactory(name="Mira")
    more = {"bylines-2-author": added.pk, "bylines-2-position": 2}
    mine, theirs = opened(wren, article), opened(finch, article)
    send(finch, article, theirs, **more, **{"bylines-0-DELETE": "on"})
    assert authors_of(article) == ["Abel", "Mira"]
    told = send(wren, article, mine, **more, **{"bylines-1-DELETE": "on"})
    assert told.status_code == 409 and authors_of(article) == ["Abel", "Mira"]
    assert send(wren, article, fields_of(told.text)).status_code == 302
    assert authors_of(article) == ["Zora", "Mira"]


def test_a_third_who_saves_in_between_is_seen_as_well(article: Article, wren: Client, finch: Client) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    send(finch, article, theirs, headline="Noon")
    again = fields_of(send(wren, article, mine, headline="Night").text)
    send(finch, article, opened(finch, article), headline="Evening")
    told = send(wren, article, again)
    assert told.status_code == 409 and "<del>Evening</del>" in told.text


def test_publishing_what_another_took_off_meanwhile_is_refused_but_saving_its_words_is_not(
    article: Article, wren: Client
) -> None:
    mine = opened(wren, article)
    article.unpublish(by=EditorFactory(username="finch"))
    told = wren.post(change_page(article), mine | {"_publish": ""})
    assert told.status_code == 409 and "unpublished" in words(told.text)
    article.refresh_from_db()
    assert article.state == "unpublished"
    assert send(wren, article, mine, headline="Night").status_code == 302
    assert wren.post(change_page(article), opened(wren, article) | {"_publish": ""}).status_code == 302
    article.refresh_from_db()
    assert article.is_public


def test_a_form_without_its_state_is_stale(article: Article, wren: Client) -> None:
    mine = opened(wren, article)
    del mine["seen"]
    assert send(wren, article, mine, headline="Night").status_code == 409


def test_what_is_wrong_as_well_is_told_beside_its_box(article: Article, wren: Client, finch: Client) -> None:
    mine, theirs = opened(wren, article), opened(finch, article)
    send(finch, article, theirs, headline="Noon")
    told = send(wren, article, mine, headline="", section="x", body="y" * 500_001)
    assert told.status_code == 409
    assert {"headline", "section", "body"} <= set(told.context["adminform"].form.errors)


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_over_two_connections_one_waits_and_is_refused(
    article: Article, wren: Client, finch: Client
) -> None:
    mine = opened(wren, article) | {"_save": "", "headline": "Mine"}
    answers: list[int] = []

    def save() -> None:
        try:
            answers.append(wren.post(change_page(article), mine).status_code)
        finally:
            connection.close()

    saving = Thread(target=save)
    with transaction.atomic():
        assert send(finch, article, opened(finch, article), headline="Theirs").status_code == 302
        saving.start()
        saving.join(1)
        assert not answers, "it waits for the row"
    saving.join()
    article.refresh_from_db()
    assert answers == [409] and article.headline == "Theirs"


def test_the_enter_key_saves_and_publishes_nothing(article: Article, wren: Client) -> None:
    """Which button is pressed by it: the first of the form."""
    page = wren.get(change_page(article)).text
    form = page[page.index('id="article_form"') :]
    first = form[form.index('type="submit"') :]
    assert first[:200].split("name=")[1].startswith('"_continue"')
