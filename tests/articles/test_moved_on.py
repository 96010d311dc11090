"""What is typed into an article while it ceases to be its writer's, or their login changes, is kept and offered where it can be used."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles.models import Article, WorkingCopy
from tests.articles.desk_form import ADD, change_page, fields_of, opened
from tests.articles.writers import page
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, WriterFactory

pytestmark = pytest.mark.django_db
OFFER = "You typed something here that was never saved"


@pytest.fixture
def pen() -> User:
    return WriterFactory(username="pen")


@pytest.fixture
def draft(pen: User) -> Article:
    authors = [AuthorFactory(name="Zora")]
    return ArticleFactory(
        headline="The tide clock", state="draft", published_at=None, begun_by=pen, authors=authors
    )


def move(draft: Article, where: str) -> None:
    times = {"published": timezone.now(), "unpublished": timezone.now()}
    Article.objects.filter(pk=draft.pk).update(state=where, published_at=times.get(where))


def taken_up(client: Client, url: str) -> dict[str, Any]:
    """The form at `url` with the one copy that is offered there."""
    form = fields_of(client.get(url).text)
    return fields_of(client.post(url, form | {"_take_up": WorkingCopy.objects.get().key}).text)


@pytest.mark.parametrize("where", ["in_review", "published", "unpublished"])
def test_a_save_that_comes_too_late_is_told_and_its_words_are_kept(
    draft: Article, pen: User, where: str
) -> None:
    client = signed_in(pen)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "_save": ""}
    move(draft, where)
    answer = client.post(change_page(draft), sent, follow=True)
    assert answer.redirect_chain == [(change_page(draft), 303)]
    assert "isn't yours to change any more" in words(answer.text) and "is kept" in words(answer.text)
    draft.refresh_from_db()
    assert draft.headline == "The tide clock" and draft.state == where
    assert WorkingCopy.objects.get(editor=pen).typed["headline"] == "Typed for an hour"


@pytest.mark.parametrize("where", ["in_review", "published"])
def test_what_keeps_itself_goes_on_and_says_that_it_is_kept_for_its_writer_alone(
    draft: Article, pen: User, where: str
) -> None:
    client = signed_in(pen)
    sent = opened(client, draft) | {"headline": "Typed for an hour"}
    move(draft, where)
    assert client.post(page(draft, "copy"), sent).status_code == 409
    assert WorkingCopy.objects.get(editor=pen).typed["headline"] == "Typed for an hour"


def test_what_was_typed_in_what_an_editor_has_is_offered_once_it_is_taken_back(
    draft: Article, pen: User
) -> None:
    client = signed_in(pen)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "_save": ""}
    draft.submit(by=pen)
    client.post(change_page(draft), sent)
    assert OFFER not in words(client.get(ADD).text)
    draft.take_back(by=pen)
    assert taken_up(client, change_page(draft))["headline"] == "Typed for an hour"


def test_what_was_typed_in_what_is_out_is_offered_for_a_new_article_and_can_be_saved(
    draft: Article, pen: User
) -> None:
    client = signed_in(pen)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "slug": "typed", "_save": ""}
    move(draft, "published")
    client.post(change_page(draft), sent)
    assert client.post(ADD, taken_up(client, ADD) | {"_save": ""}).status_code == 302
    new = Article.objects.get(headline="Typed for an hour")
    assert new.begun_by == pen and [author.name for author in new.ordered_authors] == ["Zora"]
    assert [author.name for author in draft.ordered_authors] == ["Zora"] and not WorkingCopy.objects.exists()


def test_what_was_typed_in_what_was_thrown_away_can_be_saved_anew(draft: Article, pen: User) -> None:
    client = signed_in(EditorFactory())
    sent = opened(client, draft) | {"headline": "Typed for an hour", "_save": ""}
    draft.discard(by=pen)
    client.post(change_page(draft), sent)
    assert client.post(ADD, taken_up(client, ADD) | {"_save": ""}).status_code == 302
    assert [author.name for author in Article.objects.get().ordered_authors] == ["Zora"]


def test_who_has_handed_it_over_meanwhile_loses_nothing_either(draft: Article, pen: User) -> None:
    client = signed_in(pen)
    first = opened(client, draft) | {"headline": "Typed at first", "_save": ""}
    client.post(change_page(draft), first)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "_save": ""}
    draft.refresh_from_db()
    draft.hand_over(by=EditorFactory(), to=WriterFactory())
    answer = client.post(change_page(draft), sent, follow=True)
    assert "is kept" in words(answer.text) and "The tide clock" not in words(answer.text)
    assert taken_up(client, ADD)["headline"] == "Typed for an hour"


def test_what_was_never_ones_own_is_refused_and_keeps_nothing(draft: Article) -> None:
    client = signed_in(WriterFactory())
    sent = {"copy": "key", "headline": "Mine", "_save": ""}
    assert client.post(change_page(draft), sent).status_code == 403
    assert client.post(page(draft, "copy"), sent).status_code == 403
    assert not WorkingCopy.objects.exists()


def strict(user: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


@pytest.mark.parametrize("origin", ["http://testserver", "https://evil.example", None])
def test_a_save_after_a_login_in_another_tab_is_kept_where_our_own_form_sent_it(
    draft: Article, pen: User, origin: str | None
) -> None:
    client = strict(pen)
    sent = opened(client, draft) | {"headline": "Typed for an hour", "_save": ""}
    client.cookies["csrftoken"] = "a" * 32
    headers = {"Origin": origin} if origin else {}
    answer = client.post(change_page(draft), sent, headers=headers)
    assert answer.status_code == 403
    ours = origin == "http://testserver"
    assert WorkingCopy.objects.filter(editor=pen).exists() == ours
    assert (f'href="{change_page(draft)}"' in answer.text) == ours
    assert (OFFER in words(client.get(change_page(draft)).text)) == ours


def test_so_is_a_new_article(pen: User) -> None:
    client = strict(pen)
    sent = fields_of(client.get(ADD).text) | {"headline": "Typed for an hour", "_save": ""}
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(ADD, sent, headers={"Origin": "http://testserver"})
    assert answer.status_code == 403 and f'href="{ADD}"' in answer.text
    assert OFFER in words(client.get(ADD).text)
