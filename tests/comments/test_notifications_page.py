"""The page of notifications and the count above every page."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments import notifying
from comments.inbox import MANY
from comments.models import Comment, Discussion, Notification
from comments.models.telling import UNDO_FOR
from comments.views.notifications import PER_PAGE
from tests.comments.pages import page, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def kelpie(client: Client) -> User:
    reader = UserFactory(username="Kelpie")
    client.force_login(reader)
    return reader


def notifications(client: Client, query: str = "") -> str:
    response = client.get(f"/notifications/{query}")
    assert response.status_code == 200
    return response.content.decode()


def count(html: str) -> str:
    """What the masthead says beside "Notifications"."""
    return words(html.partition('<a class="told"')[2].partition("</a>")[0]).partition("Notifications ")[2]


def until(html: str) -> str:
    """The newest notification that the button marks as read."""
    return html.partition('name="until"')[2].partition('value="')[2].partition('"')[0]


def test_replies_mentions_and_news_stand_on_one_page_the_newest_first(client: Client, kelpie: User) -> None:
    own = CommentFactory(by=kelpie, article=ArticleFactory(headline="Night ferry returns"))
    reply = CommentFactory(parent=own, by=UserFactory(username="Marlin"), text="Bunks are *back*.")
    mention = CommentFactory(by=UserFactory(username="Selkie"), text="Ask @Kelpie.")
    article = ArticleFactory(headline="Lighthouse for sale")
    Discussion.objects.of(article).follow(by=kelpie)
    news = [CommentFactory(article=article) for _ in range(3)]
    work()
    html = notifications(client)
    said = [words(part) for part in html.split("<article")[1:]]
    assert "3 new comments unread Lighthouse for sale" in said[0]
    assert "Selkie mentioned you" in said[1] and "Ask @Kelpie ." in said[1]
    assert "Marlin replied to you" in said[2] and "Night ferry returns" in said[2]
    assert "<em>back</em>" in html
    for comment in (reply, mention, news[0]):
        assert f'href="/comments/{comment.pk}/"' in html


def test_an_empty_page_says_what_will_come(client: Client, kelpie: User) -> None:
    assert "Nothing yet." in notifications(client)


def test_nobody_sees_anothers(client: Client, kelpie: User) -> None:
    CommentFactory(text="@Kelpie, in confidence.")
    client.force_login(UserFactory())
    html = notifications(client)
    assert "confidence" not in html and count(html) == ""


@pytest.mark.parametrize("how", ["hide", "withdraw", "hold"])
def test_of_a_comment_that_was_taken_away_not_a_byte_is_shown(client: Client, kelpie: User, how: str) -> None:
    comment = CommentFactory(by=UserFactory(username="Rudeness"), text="@Kelpie unspeakable")
    moderator = ModeratorFactory()
    if how == "hide":
        comment.hide(by=moderator, reason="insult")
    elif how == "withdraw":
        comment.withdraw(by=comment.author)
    else:
        comment.discussion.set_state("held", by=moderator)
        comment.edit(by=comment.author, text="@Kelpie unspeakable, still")
    html = notifications(client)
    assert "unspeakable" not in html and "Rudeness" not in html
    assert count(html) == ""


def test_not_even_a_moderator_is_notified_of_what_others_cannot_read(client: Client) -> None:
    client.force_login(moderator := ModeratorFactory(username="Warden"))
    comment = CommentFactory(text="@Warden unspeakable")
    comment.hide(by=moderator, reason="insult")
    assert "unspeakable" not in notifications(client)


def test_news_whose_first_comment_is_hidden_lead_to_the_next(client: Client, kelpie: User) -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).follow(by=kelpie)
    first, second = (CommentFactory(article=article) for _ in range(2))
    work()
    first.hide(by=ModeratorFactory(), reason="spam")
    html = notifications(client)
    assert "1 new comment " in words(html) and f'href="/comments/{second.pk}/"' in html
    assert first.text not in html
    second.hide(by=ModeratorFactory(), reason="spam")
    assert count(notifications(client)) == ""


def test_news_are_those_that_the_reader_has_not_been_told_by_themselves(client: Client, kelpie: User) -> None:
    own = CommentFactory(by=kelpie)
    own.discussion.follow(by=kelpie)
    for more in ({}, {"text": "@Kelpie"}, {"parent": own}, {"by": kelpie}, {}):
        CommentFactory(**{"article": own.discussion.article, **more})
    work()
    html = words(notifications(client))
    assert "2 new comments" in html and "replied to you" in html and "mentioned you" in html
    assert count(notifications(client)) == "3 unread"


def test_comments_that_were_approved_late_are_news_and_those_read_before_are_not(
    client: Client, kelpie: User
) -> None:
    article, moderator = ArticleFactory(), ModeratorFactory()
    discussion = Discussion.objects.of(article)
    discussion.follow(by=kelpie)
    discussion.set_state("held", by=moderator)
    held = [CommentFactory(article=article) for _ in range(3)]
    discussion.set_state("open", by=moderator)
    CommentFactory(article=article)
    work()
    page(client, article)
    assert count(notifications(client)) == ""
    for comment in held:
        comment.restore(by=moderator)
    work(UNDO_FOR)
    CommentFactory(article=article)
    assert "4 new comments unread" in words(notifications(client))


@pytest.mark.parametrize("comes", ["posted", "approved"])
def test_news_are_counted_alike_in_whatever_order_the_workers_come_to_them(
    client: Client, kelpie: User, comes: str
) -> None:
    article, moderator = ArticleFactory(), ModeratorFactory()
    discussion = Discussion.objects.of(article)
    discussion.follow(by=kelpie)
    if comes == "approved":
        discussion.set_state("held", by=moderator)
    comments = [CommentFactory(article=article) for _ in range(3)]
    for comment in comments if comes == "approved" else []:
        comment.restore(by=moderator)
    for comment in reversed(comments):
        notifying.spread(comment.pk, is_new=True)
    assert "3 new comments unread" in words(notifications(client))


def test_opening_a_comment_marks_what_was_told_of_it_as_read(client: Client, kelpie: User) -> None:
    one, other = CommentFactory(text="@Kelpie"), CommentFactory(text="@Kelpie")
    assert count(notifications(client)) == "2 unread"
    client.get(f"/comments/{one.pk}/")
    assert count(notifications(client)) == "1 unread"
    assert Notification.objects.get(comment=other).read_at is None


def test_opening_a_discussion_marks_its_news_as_read_and_the_page_itself_says_so(
    client: Client, kelpie: User
) -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).follow(by=kelpie)
    CommentFactory(article=article)
    CommentFactory(text="@Kelpie")
    work()
    assert count(notifications(client)) == "2 unread"
    assert count(page(client, article)) == "1 unread"
    assert count(notifications(client)) == "1 unread"
    assert "1 new comment " in words(notifications(client))


def test_all_are_marked_as_read_together_and_what_came_meanwhile_is_not(client: Client, kelpie: User) -> None:
    CommentFactory(text="@Kelpie")
    shown = until(notifications(client))
    later = CommentFactory(text="@Kelpie")
    assert client.post("/notifications/read/", {"until": shown}).status_code == 303
    assert [n.comment_id for n in Notification.objects.of(kelpie).unread()] == [later.pk]
    client.post("/notifications/read/", {"until": until(notifications(client))})
    html = notifications(client)
    assert "Mark all as read" not in html and "is-unread" not in html and count(html) == ""


def test_why_a_comment_was_removed_is_called_so(client: Client, kelpie: User) -> None:
    CommentFactory(by=kelpie).hide(by=ModeratorFactory(), reason="It insults the crew.")
    work(UNDO_FOR)
    html = words(notifications(client))
    assert "Your comment was removed" in html and "Why: It insults the crew." in html


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 30])
def test_a_number_that_is_none_marks_nothing(client: Client, kelpie: User, number: str) -> None:
    CommentFactory(text="@Kelpie")
    assert client.post("/notifications/read/", {"until": number}).status_code == 404
    assert client.get(f"/notifications/?before={number or 'x'}").status_code == 404
    assert Notification.objects.unread().exists()


def test_the_pages_go_on_by_keyset_and_each_notification_comes_once(client: Client, kelpie: User) -> None:
    comments = [CommentFactory(text=f"@Kelpie, the {n}th time.") for n in range(PER_PAGE + 3)]
    first = notifications(client)
    address = first.partition('href="?before=')[2].partition('"')[0]
    second = notifications(client, f"?before={address}")
    for comment in comments:
        assert (f"/comments/{comment.pk}/" in first) + (f"/comments/{comment.pk}/" in second) == 1
    assert "Earlier notifications" not in second and "Back to the latest" in second


def test_a_page_takes_as_many_queries_with_one_as_with_twenty(client: Client, kelpie: User) -> None:
    counts = []
    for more in (1, PER_PAGE):
        for _ in range(more):
            CommentFactory(text="@Kelpie")
            discussion = Discussion.objects.of(article := ArticleFactory())
            discussion.follow(by=kelpie)
            CommentFactory(article=article)
        work()
        notifications(client)
        with CaptureQueriesContext(connection) as queries:
            notifications(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_the_count_stands_above_every_page_for_one_query_and_on_articles_for_none(
    client: Client, kelpie: User
) -> None:
    comment = CommentFactory(text="@Kelpie")
    article = comment.discussion.article
    page(client, article)
    for address, most in (("/", 1), (article.get_absolute_url(), 0)):
        with CaptureQueriesContext(connection) as queries:
            html = client.get(address).content.decode()
        assert count(html) == "1 unread"
        own = [q for q in queries if "comments_notification" in q["sql"] and "comments_visit" not in q["sql"]]
        assert len(own) == most


def test_a_count_past_telling_is_told_so(client: Client, kelpie: User) -> None:
    comment: Comment = CommentFactory()
    others = Comment.objects.bulk_create(
        Comment(
            discussion=comment.discussion,
            author=comment.author,
            text="x",
            html="x",
            renderer=1,
            key=str(n),
            created_at=comment.created_at,
        )
        for n in range(MANY + 2)
    )
    Notification.objects.bulk_create(
        Notification(
            recipient=kelpie,
            kind="mention",
            comment=other,
            discussion=other.discussion,
            created_at=other.created_at,
        )
        for other in others
    )
    assert count(client.get("/").content.decode()) == "99+ unread"


def test_signed_out_pages_know_no_notifications(client: Client) -> None:
    assert "otifications" not in client.get("/").content.decode()
    answer: Any = client.get("/notifications/")
    assert answer.status_code == 302 and "next=%2Fnotifications%2F" in answer["Location"]
