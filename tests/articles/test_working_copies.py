"""What an editor typed and hasn't saved: kept as theirs alone, offered again, gone with the save."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, WorkingCopy
from articles.tasks import forget_working_copies
from tests.articles.desk_form import change_page, fields_of, opened
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/article/add/"
OFFER = "You typed something here that was never saved"


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="Dawn", authors=[AuthorFactory(name="Zora")])


@pytest.fixture
def wren() -> User:
    return EditorFactory(username="wren")


@pytest.fixture
def desk(wren: User) -> Client:
    return signed_in(wren)


def copy_page(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/copy/"


def typed(desk: Client, article: Article, **changed: Any) -> dict[str, Any]:
    """A form that was opened, changed and kept."""
    form = opened(desk, article) | changed
    answer = desk.post(copy_page(article), form)
    assert answer.status_code == 200 and answer.json() == {"at": f"{timezone.localtime():%H:%M}"}
    return form


def test_a_copy_changes_nothing_that_anybody_reads(client: Client, desk: Client, article: Article) -> None:
    typed(desk, article, headline="Noon", body="<p>Secret.</p>")
    article.refresh_from_db()
    assert article.headline == "Dawn" and not article.versions.exists()
    assert "Secret." not in client.get(article.get_absolute_url()).text
    other = signed_in(EditorFactory()).get(change_page(article)).text
    assert OFFER not in words(other) and "Secret." not in other


def test_it_is_offered_when_the_form_is_opened_again_and_taken_up(desk: Client, article: Article) -> None:
    form = typed(desk, article, headline="Noon", **{"bylines-0-DELETE": "on"})
    page = desk.get(change_page(article)).text
    assert OFFER in words(page) and fields_of(page)["headline"] == "Dawn"
    page = desk.post(change_page(article), fields_of(page) | {"_take_up": form["copy"]}).text
    again = fields_of(page)
    assert (again["headline"], again["copy"], again["bylines-0-DELETE"]) == ("Noon", form["copy"], "on")
    article.refresh_from_db()
    assert article.headline == "Dawn", "it isn't saved by that"
    assert desk.post(change_page(article), again | {"_save": ""}).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Noon" and article.ordered_authors == []
    assert not WorkingCopy.objects.filter(key=form["copy"]).exists()
    assert OFFER not in words(desk.get(change_page(article)).text)


def test_saving_ends_it(desk: Client, article: Article) -> None:
    form = typed(desk, article, headline="Noon")
    assert desk.post(change_page(article), form | {"_save": ""}).status_code == 302
    assert not WorkingCopy.objects.exists()


def test_taking_one_up_keeps_what_the_form_held(desk: Client, article: Article) -> None:
    form = typed(desk, article, headline="Noon")
    other = opened(desk, article) | {"headline": "Night", "_take_up": form["copy"]}
    desk.post(change_page(article), other)
    kept = {copy.typed["headline"] for copy in WorkingCopy.objects.all()}
    assert kept == {"Noon", "Night"}


def test_throwing_one_away_keeps_what_the_form_holds(desk: Client, article: Article) -> None:
    form = typed(desk, article, headline="Noon")
    page = desk.post(
        change_page(article), opened(desk, article) | {"headline": "Night", "_drop": form["copy"]}
    )
    assert fields_of(page.text)["headline"] == "Night"
    assert not WorkingCopy.objects.filter(key=form["copy"]).exists()


def test_throwing_one_away_beside_an_untouched_form_opens_it_anew(desk: Client, article: Article) -> None:
    form = typed(desk, article, headline="Noon")
    answer = desk.post(change_page(article), opened(desk, article) | {"_drop": form["copy"]}, follow=True)
    assert answer.redirect_chain == [(change_page(article), 303)]
    assert "Thrown away." in answer.text and "errornote" not in answer.text
    assert not WorkingCopy.objects.exists()


def test_one_that_was_begun_before_anothers_save_comes_with_both_texts(
    desk: Client, article: Article
) -> None:
    form = typed(desk, article, headline="Noon")
    finch = signed_in(EditorFactory(username="finch"))
    finch.post(change_page(article), opened(finch, article) | {"headline": "Evening", "_save": ""})
    page = desk.post(change_page(article), opened(desk, article) | {"_take_up": form["copy"]})
    assert page.status_code == 409 and "<del>Evening</del>" in page.text and "<ins>Noon</ins>" in page.text


def test_what_is_refused_is_kept_without_scripts(desk: Client, article: Article) -> None:
    form = opened(desk, article) | {"headline": "", "body": "<p>Long.</p>", "_save": ""}
    assert desk.post(change_page(article), form).status_code == 200
    assert WorkingCopy.objects.get().typed["body"] == "<p>Long.</p>"
    assert OFFER in words(desk.get(change_page(article)).text)


def test_a_new_article_has_one_too(desk: Client, wren: User) -> None:
    form = fields_of(desk.get(ADD).text) | {"headline": "New", "slug": "new", "section": SectionFactory().pk}
    assert desk.post(f"{ADD}copy/", form).status_code == 200
    page = desk.get(ADD).text
    assert OFFER in words(page)
    page = desk.post(ADD, fields_of(page) | {"_take_up": form["copy"]}).text
    again = fields_of(page)
    assert again["headline"] == "New" and not Article.objects.exists()
    assert desk.post(ADD, again | {"_save": ""}).status_code == 302
    assert Article.objects.get().headline == "New"
    assert not WorkingCopy.objects.filter(key=form["copy"]).exists()


def test_what_is_as_it_stands_is_not_offered(desk: Client, article: Article) -> None:
    typed(desk, article)
    assert OFFER not in words(desk.get(change_page(article)).text)


def test_two_tabs_keep_two_and_neither_overwrites_the_other(desk: Client, article: Article) -> None:
    typed(desk, article, headline="Noon")
    typed(desk, article, headline="Night")
    assert WorkingCopy.objects.count() == 2
    assert words(desk.get(change_page(article)).text).count(OFFER) == 2


def test_anothers_copy_can_be_neither_taken_up_nor_thrown_away_nor_written(
    desk: Client, article: Article
) -> None:
    form = typed(desk, article, headline="Noon")
    other = signed_in(EditorFactory())
    for button in ("_take_up", "_drop"):
        page = other.post(change_page(article), opened(other, article) | {button: form["copy"]})
        assert "Noon" not in page.text
    other.post(copy_page(article), form | {"headline": "Night"})
    assert (
        WorkingCopy.objects.of(User.objects.get(username="wren"), article).get().typed["headline"] == "Noon"
    )


@pytest.mark.parametrize("key", ["", "x" * 33])
def test_without_the_key_of_a_form_nothing_is_kept(desk: Client, article: Article, key: str) -> None:
    assert desk.post(copy_page(article), {"headline": "Noon", "copy": key}).status_code == 400


def test_a_nul_and_a_surrogate_do_no_harm(desk: Client, article: Article) -> None:
    typed(desk, article, headline="No\x00on")
    assert WorkingCopy.objects.get().typed["headline"] == "Noon"


def test_the_oldest_make_room_and_go_after_a_month(desk: Client, wren: User, article: Article) -> None:
    for number in range(22):
        desk.post(copy_page(article), {"headline": f"{number}", "copy": f"key{number}"})
    assert WorkingCopy.objects.count() == 20
    assert not WorkingCopy.objects.filter(key__in=["key0", "key1"]).exists()
    WorkingCopy.objects.filter(key="key2").update(saved_at=timezone.now() - timedelta(days=31))
    forget_working_copies.call()
    assert WorkingCopy.objects.count() == 19


def test_it_goes_with_the_account(desk: Client, wren: User, article: Article) -> None:
    typed(desk, article, headline="Noon")
    wren.delete()
    assert not WorkingCopy.objects.exists()
