"""The desk's page of an alert: how many get it, how it will look, one press; afterwards how far it is."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.models import Alert, Article
from tests.articles.subscribers import many, send, subscriber
from tests.at_once import at_once
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, SectionFactory, UserFactory
from tests.mails import mails
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="The bridge is closed", standfirst="Take the ferry.")


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(EditorFactory(username="Zora"))
    return client


def desk(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/alert/"


def press(client: Client, article: Article, **typed: str) -> str:
    fields = {"subject": "Bridge closed", "text": "It is shut.", "_send": "1", **typed}
    return words(client.post(desk(article), fields, follow=True).text)


def test_the_article_leads_to_it_once_it_is_public(editor: Client, article: Article) -> None:
    draft = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    assert "Send an alert" in editor.get(f"/admin/articles/article/{article.pk}/change/").text
    assert "Send an alert" not in editor.get(f"/admin/articles/article/{draft.pk}/change/").text
    page = words(editor.get(desk(draft)).text)
    assert "Publish this one first." in page
    assert "isn't public any more" in press(editor, draft) and not Alert.objects.exists()


def test_it_is_begun_with_headline_and_standfirst_and_says_to_how_many_it_would_go(
    editor: Client, article: Article
) -> None:
    many(2)
    subscriber("elsewhere", sections=[SectionFactory(slug="culture")])
    page = editor.get(desk(article))
    assert 'value="The bridge is closed"' in page.text and "Take the ferry.</textarea>" in page.text
    assert "It would go to 2 readers" in words(page.text) and 'value="Send to 2 readers"' in page.text


def test_a_preview_shows_what_was_typed_and_sends_nothing(editor: Client, article: Article) -> None:
    many(1)
    typed = {"subject": "Bridge & quay", "text": "Both <b>shut</b>.", "_preview": "1"}
    page = editor.post(desk(article), typed)
    assert page.status_code == 200 and "Bridge &amp; quay" in page.text
    address = page.text.partition('<iframe src="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Both <b>shut</b>." in unquote_plus(address)
    mail = editor.get(address)
    assert "Bridge &amp; quay" in mail.text and "Both &lt;b&gt;shut&lt;/b&gt;." in mail.text
    assert not Alert.objects.exists()


def test_in_the_preview_nothing_can_run_load_or_be_sent(editor: Client, article: Article) -> None:
    preview, page = editor.get(f"{desk(article)}preview/?subject=x"), editor.get(desk(article))
    policy = preview["Content-Security-Policy"].split("; ")
    assert {"default-src 'none'", "sandbox", "form-action 'none'", "frame-ancestors 'self'"} <= set(policy)
    assert "script-src" not in preview["Content-Security-Policy"]
    assert preview["X-Frame-Options"] == "SAMEORIGIN"
    # The desk itself is as strict as before, but for that one frame.
    assert "frame-src 'self'" in page["Content-Security-Policy"]
    assert "unsafe" not in page["Content-Security-Policy"] and page["X-Frame-Options"] == "DENY"


def test_it_is_sent_logged_and_shown_with_how_far_it_is(editor: Client, article: Article) -> None:
    many(3)
    said = press(editor, article)
    assert "The alert goes to 3 readers." in said
    entry = LogEntry.objects.get(object_id=article.pk)
    assert entry.user.username == "Zora" and "The alert goes to 3 readers." in entry.get_change_message()
    assert "Zora" in said and "Addressed to 3 readers" in said and "To go 3" in said
    work()
    page = words(editor.get(desk(article)).text)
    assert "Gone 3" in page and "To go 0" in page and "Not sent" not in page
    assert [mail["Subject"] for mail in mails()] == ["Bridge closed"] * 3


def test_what_was_stopped_is_told(editor: Client, article: Article) -> None:
    many(3)
    press(editor, article)
    article.unpublish(by=EditorFactory())
    work()
    assert "Not sent 3" in words(editor.get(desk(article)).text)


def test_a_second_press_is_told_that_it_was_sent(editor: Client, article: Article) -> None:
    many(1)
    press(editor, article)
    assert "had been sent already" in press(editor, article, subject="Again")
    # An answer of the form that lay open in another tab, with nothing in it.
    assert "had been sent already" in press(editor, article, subject="")
    work()
    assert [mail["Subject"] for mail in mails()] == ["Bridge closed"]
    assert LogEntry.objects.filter(object_id=article.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_and_another_editor_at_the_same_moment_send_one(article: Article) -> None:
    many(4)
    clients = []
    for editor in EditorFactory.create_batch(2):
        clients += [Client(), Client()]
        for client in clients[-2:]:
            client.force_login(editor)
    said = at_once(*(lambda client=client: press(client, article) for client in clients))  # type: ignore[misc]
    assert len([page for page in said if "The alert goes to 4 readers." in str(page)]) == 1
    assert len([page for page in said if "had been sent already" in str(page)]) == 3
    assert LogEntry.objects.filter(object_id=article.pk).count() == 1
    work()
    assert len(mails()) == 4


@pytest.mark.parametrize(
    "typed", [{"subject": ""}, {"subject": "x" * 201}, {"text": "x" * 501}, {"text": "\0"}]
)
def test_what_is_too_long_or_missing_is_said_beside_it_and_kept(
    editor: Client, article: Article, typed: dict[str, str]
) -> None:
    many(1)
    page = editor.post(desk(article), {"subject": "Mine", "text": "Mine", "_send": "1", **typed})
    assert page.status_code == 200 and "errorlist" in page.text and "Mine" in page.text
    assert not Alert.objects.exists()


def test_without_readers_there_is_nothing_to_press(editor: Client, article: Article) -> None:
    assert "_send" not in editor.get(desk(article)).text


@pytest.mark.parametrize("user", [UserFactory, ModeratorFactory])
def test_who_may_not_publish_sends_none(article: Article, user: Any) -> None:
    many(1)
    client = Client()
    client.force_login(user())
    assert client.post(desk(article), {"subject": "x", "_send": "1"}).status_code in {302, 403}
    assert not Alert.objects.exists()


def test_nothing_is_sent_without_the_token(article: Article) -> None:
    many(1)
    client = Client(enforce_csrf_checks=True)
    client.force_login(EditorFactory())
    assert client.post(desk(article), {"subject": "x", "_send": "1"}).status_code == 403
    assert not Alert.objects.exists()


def test_an_article_that_was_sent_can_not_be_deleted_at_the_desk(editor: Client, article: Article) -> None:
    send(article)
    assert editor.get(f"/admin/articles/article/{article.pk}/delete/").status_code == 403


def test_an_article_that_is_not_there_has_none(editor: Client) -> None:
    for pk in ("0", "9" * 30):
        assert editor.get(f"/admin/articles/article/{pk}/alert/").status_code == 404


def test_the_page_costs_as_much_for_any_number_of_readers(
    editor: Client, article: Article, django_assert_num_queries: Any
) -> None:
    many(30)
    editor.get(desk(article))
    with django_assert_num_queries(6):
        editor.get(desk(article))
