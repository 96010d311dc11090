"""Publishing, scheduling, taking off: the verbs, who may, and what happens when two editors act at once."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Thread

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, FrontPageSlot
from tests.comments.pages import field
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def draft() -> Article:
    return ArticleFactory(state=Article.State.DRAFT, published_at=None)


def test_an_article_keeps_its_first_time_whoever_publishes_it_again() -> None:
    article, editor = draft(), EditorFactory()
    opened_before = Article.objects.get(pk=article.pk)
    article.publish(by=editor)
    first = article.published_at
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        opened_before.publish(by=editor)
        article.unpublish(by=editor)
        article.publish(by=editor)
    article.refresh_from_db()
    assert article.published_at == opened_before.published_at == first


def test_a_scheduled_article_can_be_published_now() -> None:
    article, editor = draft(), EditorFactory()
    article.schedule(by=editor, at=timezone.now() + timedelta(days=1))
    assert article.is_scheduled
    article.publish(by=editor)
    assert article.is_public


def test_a_public_article_is_not_scheduled_away_from_its_readers() -> None:
    article = ArticleFactory()
    with pytest.raises(ValueError):
        article.schedule(by=EditorFactory(), at=timezone.now() + timedelta(days=1))
    article.refresh_from_db()
    assert article.is_public


@pytest.mark.parametrize("role", [UserFactory, ModeratorFactory])
def test_only_editors_publish(role: type[UserFactory]) -> None:
    article, other = draft(), role()
    at = timezone.now() + timedelta(days=1)
    for act in (
        lambda: article.publish(by=other),
        lambda: article.schedule(by=other, at=at),
        lambda: article.unpublish(by=other),
    ):
        with pytest.raises(PermissionDenied):
            act()
    article.refresh_from_db()
    assert article.state == Article.State.DRAFT


@pytest.mark.parametrize("values", [{"state": "lost"}, {"published_at": None}, {"slug": "feed"}])
def test_the_database_holds_no_article_that_cannot_be(values: dict[str, str]) -> None:
    article = ArticleFactory()
    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.filter(pk=article.pk).update(**values)


def test_a_slot_ends_after_it_starts() -> None:
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        FrontPageSlot.objects.create(article=ArticleFactory(), starts_at=now, ends_at=now)


def form_of(editor: Client, article: Article, **changed: str) -> dict[str, str]:
    """What the desk's form sends for the article as it is opened now."""
    html = editor.get(f"/admin/articles/article/{article.pk}/change/").text
    rows = {
        f"{prefix}-{name}_FORMS": "0"
        for prefix in ("bylines", "articletopic_set")
        for name in ("TOTAL", "INITIAL")
    }
    typed = {
        "headline": article.headline,
        "slug": article.slug,
        "section": str(article.section_id),
        "body": article.body,
    }
    return {**rows, **typed, "seen": field(html, "seen"), **changed}


def desk() -> Client:
    client = Client()
    client.force_login(EditorFactory())
    return client


def test_two_editors_who_write_at_once_are_told_and_neither_loses_a_word() -> None:
    article, one, other = ArticleFactory(), desk(), desk()
    url = f"/admin/articles/article/{article.pk}/change/"
    mine, theirs = form_of(one, article, headline="Mine"), form_of(other, article, headline="Theirs")
    assert other.post(url, theirs).status_code == 302
    told = one.post(url, mine)
    assert told.status_code == 409 and "Somebody else has saved this article" in told.text
    assert 'value="Mine"' in told.text
    article.refresh_from_db()
    assert article.headline == "Theirs"
    assert one.post(url, mine | {"seen": field(told.text, "seen")}).status_code == 302
    article.refresh_from_db()
    assert article.headline == "Mine"


def test_the_form_of_a_public_article_refuses_a_schedule() -> None:
    article, editor = ArticleFactory(), desk()
    at: datetime = timezone.localtime() + timedelta(days=1)
    sent = form_of(
        editor, article, _schedule="", publish_at_0=f"{at:%Y-%m-%d}", publish_at_1=f"{at:%H:%M:%S}"
    )
    told = editor.post(f"/admin/articles/article/{article.pk}/change/", sent)
    assert told.status_code == 200 and "public already" in told.text


@pytest.mark.django_db(transaction=True)
def test_saving_while_another_editor_publishes_does_not_undo_it() -> None:
    article, publisher, editor = draft(), EditorFactory(), desk()
    sent = form_of(editor, article, headline="Changed meanwhile")
    answers = []

    def save() -> None:
        try:
            answers.append(editor.post(f"/admin/articles/article/{article.pk}/change/", sent).status_code)
        finally:
            connection.close()

    saving = Thread(target=save)
    with transaction.atomic():
        article.publish(by=publisher)
        saving.start()
        saving.join(1)  # it waits for us
    saving.join()
    article.refresh_from_db()
    assert answers == [302]
    assert article.is_public and article.headline == "Changed meanwhile"
