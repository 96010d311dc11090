"""What was taken off the site and is to come back: gone for its readers until then, under each of its names; and what was scheduled and
never came out, which nobody could read."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import previews
from articles.models import Article
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db
TOMORROW = timedelta(days=1)


@pytest.fixture
def editor() -> User:
    return EditorFactory()


@pytest.fixture
def returning(editor: User) -> Article:
    """Public once, taken off, given another address and scheduled for tomorrow."""
    article: Article = ArticleFactory(slug="ferry-tomorrow")
    article.unpublish(by=editor)
    Article.objects.filter(pk=article.pk).update(slug="ferry")
    article.refresh_from_db()
    article.schedule(by=editor, at=timezone.now() + TOMORROW)
    return article


def test_its_readers_are_told_that_it_is_gone_until_it_is_back(
    client: Client, returning: Article, editor: User
) -> None:
    now, before = returning.get_absolute_url(), f"/{returning.section.slug}/ferry-tomorrow/"
    assert [client.get(address).status_code for address in (now, before)] == [410, 410]
    returning.publish(by=editor)
    assert [client.get(address).status_code for address in (now, before)] == [200, 301]


def test_it_is_corrected_and_kept_like_all_that_was_read(returning: Article, editor: User) -> None:
    assert returning.has_readers
    made = returning.correct(by=editor, words="It leaves at noon.")
    assert returning.updated_at == made.at


def test_it_can_be_previewed_like_all_that_is_to_come(returning: Article, editor: User) -> None:
    assert Client().get(previews.address(returning)).status_code == 200
    desk = signed_in(editor)
    assert "/preview/" in desk.get(f"/admin/articles/article/{returning.pk}/preview/").text
    assert "Preview for others" in desk.get(f"/admin/articles/article/{returning.pk}/change/").text


def test_taken_off_again_it_has_its_first_time(client: Client, returning: Article, editor: User) -> None:
    first = returning.versions.last().published_at
    returning.unpublish(by=editor)
    assert returning.published_at == first
    assert client.get(returning.get_absolute_url()).status_code == 410


def test_what_never_came_out_counts_as_read_by_nobody(client: Client, editor: User) -> None:
    article: Article = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    article.schedule(by=editor, at=timezone.now() + TOMORROW)
    article.unpublish(by=editor)
    assert article.published_at is None
    with time_machine.travel(timezone.now() + 2 * TOMORROW):
        assert not article.has_readers
        assert client.get(article.get_absolute_url()).status_code == 404


def test_what_was_read_is_not_thrown_away(client: Client, returning: Article, editor: User) -> None:
    with pytest.raises(PermissionDenied):
        returning.discard(by=editor)
    assert client.get(returning.get_absolute_url()).status_code == 410
