"""A link shows an article before it is out, to whoever has it, for three days."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.test import Client
from django.utils import timezone

from articles import previews
from articles.models import Article
from tests.clients import signed_in
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Article:
    return ArticleFactory(
        headline="The bridge opens",
        body="<p>Nobody knows it yet.</p>",
        authors=[AuthorFactory(name="Ada Wills")],
        state=Article.State.DRAFT,
        published_at=None,
    )


def desk_of(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/preview/"


def test_an_editor_hands_out_a_link_that_needs_no_account(draft: Article) -> None:
    page = signed_in(EditorFactory()).get(desk_of(draft)).text
    link = re.search(r'value="https?://[^/"]+(/preview/[^"]+)"', page)
    assert link, page
    answer = Client().get(link[1])
    assert answer.status_code == 200
    for words in ("The bridge opens", "Nobody knows it yet.", "Ada Wills", "this article isn't out yet"):
        assert words in answer.text, words
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    # Neither can anything be written there, nor is it counted as read, nor told to machines.
    assert not any(
        words in answer.text for words in ("textarea", "#comments", "data-reads", "application/ld+json")
    )


def test_it_shows_the_article_as_it_stands_when_it_is_opened(draft: Article) -> None:
    link = previews.address(draft)
    assert "Nobody knows" in Client().get(link).text
    draft.body = "<p>Two people know it by now.</p>"
    draft.save()
    assert "Two people know it by now." in Client().get(link).text


def test_after_three_days_it_says_that_it_is_over(draft: Article) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        link = previews.address(draft)
        clock.shift(previews.LASTS - timedelta(minutes=1))
        assert Client().get(link).status_code == 200
        clock.shift(timedelta(minutes=2))
        answer = Client().get(link)
    assert answer.status_code == 410
    assert "This preview is over" in answer.text and "bridge" not in answer.text


def test_it_leads_to_the_article_once_that_is_out_and_nowhere_once_it_is_taken_off(draft: Article) -> None:
    link, editor = previews.address(draft), EditorFactory()
    draft.publish(by=editor)
    assert Client().get(link)["Location"] == draft.get_absolute_url()
    draft.unpublish(by=editor)
    answer = Client().get(link)
    assert answer.status_code == 410 and "Nobody knows" not in answer.text


def test_of_what_is_scheduled_it_is_a_preview_until_its_time(draft: Article) -> None:
    link = previews.address(draft)
    draft.schedule(by=EditorFactory(), at=timezone.now() + timedelta(days=1))
    assert "Nobody knows it yet." in Client().get(link).text


def test_no_link_can_be_made_up(draft: Article) -> None:
    good = previews.address(draft)
    signed_elsewhere = signing.dumps(draft.pk, salt="comments.unsubscribe")
    for token in ("x", good.split("/")[2][:-1], f"{draft.pk}", signed_elsewhere, "%00", "a" * 2000):
        assert Client().get(f"/preview/{token}/").status_code == 404, token


def test_a_deleted_article_is_not_found(draft: Article) -> None:
    link = previews.address(draft)
    draft.delete()
    assert Client().get(link).status_code == 404


@pytest.mark.parametrize("make", [UserFactory, ModeratorFactory])
def test_nobody_but_editors_hands_one_out(draft: Article, make: type[UserFactory]) -> None:
    answer = signed_in(make()).get(desk_of(draft))  # type: ignore[arg-type]
    assert answer.status_code in (302, 403) and "/preview/" not in answer.text.replace(desk_of(draft), "")


def test_of_what_is_out_or_gone_there_is_none(draft: Article) -> None:
    editor = EditorFactory()
    client = signed_in(editor)
    draft.publish(by=editor)
    assert "Everybody can read it" in client.get(desk_of(draft)).text
    draft.unpublish(by=editor)
    assert "Nobody is shown it any more." in client.get(desk_of(draft)).text
