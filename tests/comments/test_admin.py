"""The moderators' desk: hidden and restored in bulk with a reason; nothing else can be done to a comment there."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Discussion, ModerationEntry
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/admin/comments/comment/"


@pytest.fixture
def moderator() -> Client:
    client = Client()
    client.force_login(ModeratorFactory())
    return client


def test_many_are_hidden_with_a_reason_and_restored(moderator: Client) -> None:
    article = ArticleFactory()
    comments = CommentFactory.create_batch(3, article=article, text="Buy my boat")
    chosen = {"_selected_action": [comment.pk for comment in comments]}
    assert "Why?" in moderator.post(LIST, {"action": "hide_selected", **chosen}).text
    assert Client().get(article.get_absolute_url()).text.count("Buy my boat") == 3
    moderator.post(LIST, {"action": "hide_selected", "reason": "advertising", **chosen})
    assert "Buy my boat" not in Client().get(article.get_absolute_url()).text
    assert set(ModerationEntry.objects.values_list("act", "reason")) == {("hide", "advertising")}
    moderator.post(LIST, {"action": "restore_selected", **chosen})
    assert Client().get(article.get_absolute_url()).text.count("Buy my boat") == 3


def test_one_is_hidden_and_restored_from_its_own_page(moderator: Client) -> None:
    comment = CommentFactory()
    own = f"{LIST}{comment.pk}/change/"

    def press(act: str, **more: str) -> str:
        assert f'value="{act}"' in moderator.get(own).text
        return moderator.post(LIST, {"action": act, "_selected_action": [comment.pk], **more}).text

    assert "restore_selected" not in moderator.get(own).text
    assert "Why?" in press("hide_selected")
    press("hide_selected", reason="advertising")
    assert not Comment.objects.get().is_public
    press("restore_selected")
    assert Comment.objects.get().is_public


def test_hiding_without_a_reason_asks_again(moderator: Client) -> None:
    comment = CommentFactory()
    page = moderator.post(LIST, {"action": "hide_selected", "reason": " ", "_selected_action": [comment.pk]})
    assert "Say why" in page.text and Comment.objects.get().is_public


def test_a_comment_shows_what_it_answers_its_reports_and_its_log(moderator: Client) -> None:
    comment = CommentFactory(parent=CommentFactory(text="The <b>question</b>"))
    comment.report(by=UserFactory(), reason="abuse", words="look at this")
    comment.hide(by=ModeratorFactory(), reason="insult")
    page = moderator.get(f"{LIST}{comment.pk}/change/").text
    for words in ("The &lt;b&gt;question", "look at this", "insult", comment.text):
        assert words in page


def test_nothing_is_added_edited_or_deleted_there(moderator: Client) -> None:
    comment = CommentFactory()
    assert moderator.get(f"{LIST}add/").status_code == 403
    assert moderator.post(f"{LIST}{comment.pk}/change/", {"text": "Mine now"}).status_code == 403
    assert moderator.post(f"{LIST}{comment.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Comment.objects.get().text == comment.text


def test_a_discussion_is_closed_and_readers_are_told(moderator: Client) -> None:
    article = CommentFactory().discussion.article
    Client().get(article.get_absolute_url())
    moderator.post(
        f"/admin/comments/discussion/{article.pk}/change/", {"state": "closed", "slow_seconds": "0"}
    )
    assert Discussion.objects.get().state == Discussion.State.CLOSED
    assert "This discussion is closed" in Client().get(article.get_absolute_url()).text


def test_an_editor_cannot_hide_comments() -> None:
    client, comment = Client(), CommentFactory()
    client.force_login(EditorFactory())
    assert client.get(LIST).status_code == 403
    client.post(LIST, {"action": "hide_selected", "reason": "x", "_selected_action": [comment.pk]})
    assert Comment.objects.get().is_public


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(moderator: Client) -> None:
    taken = []
    for count in (1, 29):
        CommentFactory.create_batch(count, article=ArticleFactory())
        with CaptureQueriesContext(connection) as queries:
            assert moderator.get(LIST).status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.parametrize("noun", ["comment", "discussion", "moderationentry", "report"])
def test_every_list_opens_and_filters(moderator: Client, noun: str) -> None:
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert moderator.get(f"/admin/comments/{noun}/").status_code == 200
    assert moderator.get("/admin/comments/comment/?reported=yes").status_code == 200


def test_a_discussion_is_called_by_its_articles_headline(moderator: Client) -> None:
    discussion = CommentFactory(article=ArticleFactory(headline="Night ferry returns")).discussion
    own = f"/admin/comments/discussion/{discussion.pk}/change/"
    typed = {"state": "closed", "slow_seconds": "0", "close_after_days": ""}
    answer = moderator.post(own, typed, follow=True)
    assert "“<a" in answer.text and "Night ferry returns</a>” was changed successfully." in answer.text
