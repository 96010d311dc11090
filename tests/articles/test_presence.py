"""Who else has an article's form open: said at once, and gone a minute after they went."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from articles.models import Article, Presence
from articles.tasks import forget_working_copies
from tests.articles.desk_form import change_page, opened
from tests.at_once import at_once
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
OPEN = "has had this article open since"


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def wren() -> Client:
    return signed_in(EditorFactory(username="wren"))


@pytest.fixture
def finch() -> Client:
    return signed_in(EditorFactory(username="finch"))


def presence(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/presence/"


def test_who_comes_second_is_told_who_is_there_and_since_when(
    article: Article, wren: Client, finch: Client
) -> None:
    began = timezone.localtime()
    assert OPEN not in words(wren.get(change_page(article)).text)
    with time_machine.travel(began + timedelta(seconds=50)):
        assert f"wren {OPEN} {began:%H:%M}." in words(finch.get(change_page(article)).text)
        assert wren.post(presence(article)).json()["said"].startswith(f"finch {OPEN}")


def test_a_sign_of_life_keeps_it_and_without_one_it_falls_away(
    article: Article, wren: Client, finch: Client
) -> None:
    began = timezone.localtime()
    wren.get(change_page(article))
    with time_machine.travel(began + timedelta(seconds=60)):
        wren.post(presence(article))
    with time_machine.travel(began + timedelta(seconds=120)):
        assert f"wren {OPEN} {began:%H:%M}" in words(finch.get(change_page(article)).text)
    with time_machine.travel(began + timedelta(seconds=140)):
        assert OPEN not in words(finch.get(change_page(article)).text)


def test_who_comes_back_begins_anew(article: Article, wren: Client, finch: Client) -> None:
    began = timezone.localtime()
    wren.get(change_page(article))
    later = began + timedelta(minutes=10)
    with time_machine.travel(later):
        wren.get(change_page(article))
        assert f"wren {OPEN} {later:%H:%M}" in words(finch.get(change_page(article)).text)


def test_another_article_is_none_of_it_and_neither_are_those_who_only_look(
    article: Article, wren: Client, finch: Client
) -> None:
    wren.get(change_page(ArticleFactory()))
    signed_in(ModeratorFactory()).get(change_page(article))
    assert OPEN not in words(finch.get(change_page(article)).text)


def test_a_save_by_another_is_told_while_one_writes(article: Article, wren: Client, finch: Client) -> None:
    page = wren.get(change_page(article))
    version = page.context["version"] or ""
    assert "saved this article" not in wren.post(presence(article), {"version": version}).json()["said"]
    finch.post(change_page(article), opened(finch, article) | {"headline": "Noon", "_save": ""})
    said = wren.post(presence(article), {"version": version}).json()["said"]
    assert "finch saved this article at" in said and f"finch {OPEN}" in said


@pytest.mark.django_db(transaction=True)
def test_many_tabs_that_knock_at_once_are_one(article: Article) -> None:
    wren = EditorFactory()
    at_once(*[lambda: Presence.objects.see(article, by=wren)] * 6)
    assert Presence.objects.count() == 1


def test_days_later_nothing_of_it_is_left(article: Article, wren: Client) -> None:
    wren.get(change_page(article))
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        forget_working_copies.call()
    assert not Presence.objects.exists()
