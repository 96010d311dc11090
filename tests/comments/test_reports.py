"""Reports and what becomes of them: decided with the comment, told to who made them, kept as they were made."""

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from articles.models import Article
from comments.models import Comment, ModerationEntry, Notification, Report
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from tests.clients import signed_in
from tests.comments.pages import act, buttons, comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db
LIST = "/accounts/reports/"


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"), text="Unkind words.")


@pytest.fixture
def reader(client: Client) -> User:
    reader = UserFactory()
    client.force_login(reader)
    return reader


def outcomes() -> list[str]:
    return list(Report.objects.order_by("id").values_list("outcome", flat=True))


def told(reader: User) -> list[tuple[str, str]]:
    """What `reader` has been told, once decisions can't be undone any more."""
    work(later=UNDO_FOR)
    mine = Notification.objects.of(reader).order_by("id")
    return list(mine.values_list("kind", "words"))


def test_who_reported_a_comment_learns_that_it_was_removed(
    client: Client, reader: User, comment: Comment, mona: User
) -> None:
    other, bystander = UserFactory(), UserFactory()
    for one in (reader, other):
        comment.report(by=one, reason="abuse", words="Line two.")
    assert "Not decided yet" in words(client.get(LIST).text)
    comment.hide(by=mona, reason="insult")
    assert outcomes() == ["upheld", "upheld"]
    for one in (reader, other):
        assert told(one) == [("report", "upheld")]
    assert told(bystander) == told(mona) == []
    assert told(comment.author) == [("decision", "")]  # type: ignore[arg-type]
    html = client.get(LIST).text
    assert "The comment was removed" in words(html) and "Line two." in html
    notices = client.get(reverse("notifications")).text
    assert "Your report was decided" in words(notices) and f'href="{LIST}"' in notices


def test_a_moderator_rejects_reports_on_the_page_and_the_log_keeps_it(
    client: Client, reader: User, comment: Comment, mona: User
) -> None:
    article, desk = comment.discussion.article, signed_in(mona)
    assert "Reported" not in words(comment_html(page(desk, article), comment))
    comment.report(by=reader, reason="spam")
    html = comment_html(page(desk, article), comment)
    assert "Reported" in words(html)
    assert "Reject the reports of Kelpie's comment" in buttons(html)
    for _again in range(2):
        assert act(desk, comment, "reject").status_code == 303
    assert "Reported" not in words(comment_html(page(desk, article), comment))
    assert outcomes() == ["rejected"]
    assert told(reader) == [("report", "rejected")]
    assert "The comment stays" in words(client.get(LIST).text)
    assert list(ModerationEntry.objects.values_list("act", "actor")) == [("reject", mona.pk)]


@pytest.mark.parametrize("factory", [UserFactory, EditorFactory])
def test_only_moderators_see_that_a_comment_is_reported_and_reject_that(
    comment: Comment, factory: type[UserFactory]
) -> None:
    user = factory()
    comment.report(by=UserFactory(), reason="spam")
    for client in (signed_in(user), signed_in(comment.author), Client()):  # type: ignore[arg-type]
        assert "eported" not in words(comment_html(page(client, comment.discussion.article), comment))
    assert act(signed_in(user), comment, "reject").status_code == 403
    with pytest.raises(PermissionDenied):
        comment.reject_reports(by=user)
    assert outcomes() == ["open"]


def test_a_decision_that_is_taken_back_is_told_anew(reader: User, comment: Comment, mona: User) -> None:
    comment.report(by=reader, reason="abuse")
    comment.hide(by=mona, reason="insult")
    comment.restore(by=mona, reason="was none")
    assert (outcomes(), told(reader)) == (["rejected"], [("report", "rejected")])
    Notification.objects.of(reader).mark_read()
    comment.hide(by=mona, reason="it was one")
    assert outcomes() == ["upheld"]
    assert told(reader) == [("report", "rejected"), ("report", "upheld")]


def test_the_author_s_deletion_is_told_and_takes_nothing_from_the_moderators(
    client: Client, reader: User, comment: Comment, mona: User
) -> None:
    comment.report(by=reader, reason="abuse")
    comment.withdraw(by=comment.author)  # type: ignore[arg-type]
    assert told(reader) == [("report", "gone")]
    assert Report.objects.get().text == "Unkind words."
    html = signed_in(mona).get(f"/admin/comments/report/{Report.objects.get().pk}/change/").text
    assert "<pre>Unkind words.</pre>" in html


def test_a_report_keeps_what_stood_there_when_it_was_made(reader: User, comment: Comment, mona: User) -> None:
    comment.report(by=reader, reason="abuse")
    comment.edit(by=comment.author, text="Kind words.")  # type: ignore[arg-type]
    comment.report(by=UserFactory(), reason="spam")
    assert list(Report.objects.order_by("id").values_list("text", flat=True)) == [
        "Unkind words.",
        "Kind words.",
    ]
    html = signed_in(mona).get(f"/admin/comments/comment/{comment.pk}/change/").text
    assert html.count("<pre>Unkind words.</pre>") == 1


def test_the_text_kept_is_the_one_that_stands_not_the_one_that_was_read_before(
    reader: User, comment: Comment
) -> None:
    loaded = Comment.objects.get(pk=comment.pk)
    comment.edit(by=comment.author, text="Kind words.")  # type: ignore[arg-type]
    loaded.report(by=reader, reason="abuse")
    assert Report.objects.get().text == "Kind words."


def test_none_comes_in_behind_a_decision(reader: User, comment: Comment, mona: User) -> None:
    loaded = Comment.objects.get(pk=comment.pk)
    comment.hide(by=mona, reason="insult")
    with pytest.raises(Refusal) as refusal:
        loaded.report(by=reader, reason="abuse")
    assert refusal.value.code == "gone" and outcomes() == []


def test_the_list_shows_one_s_own_and_nothing_that_one_may_not_read(
    client: Client, reader: User, comment: Comment, mona: User
) -> None:
    unpublished = CommentFactory(by=UserFactory(username="Selkie"))
    for one in (comment, unpublished):
        one.report(by=reader, reason="abuse")
    CommentFactory(by=UserFactory(username="Nobody-of-mine")).report(by=UserFactory(), reason="spam")
    html = client.get(LIST).text
    assert "Kelpie, under" in html and "Selkie, under" in html and "Nobody-of-mine" not in html
    comment.hide(by=mona, reason="insult")
    Article.objects.filter(pk=unpublished.discussion_id).update(state="unpublished")
    html = client.get(LIST).text
    for hidden in ("Kelpie", "Selkie", "Unkind words.", unpublished.text, "ferry sails"):
        assert hidden not in html.partition("<main")[2]
    assert words(html).count("A comment that is no longer there") == 2


def test_a_long_list_is_paged_at_the_same_cost(client: Client, reader: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    article = ArticleFactory()
    CommentFactory(article=article).report(by=reader, reason="spam")
    client.get(LIST)
    one = cost()
    for _ in range(24):
        CommentFactory(article=ArticleFactory()).report(by=reader, reason="spam")
    assert cost() == one <= 8
    html = client.get(LIST).text
    older = re.search(r'href="(\?before=\d+)"', html)
    assert older
    rows = [other.count('class="report-row"') for other in (html, client.get(LIST + older[1]).text)]
    assert rows == [20, 5]


def test_many_are_decided_at_the_desk(comment: Comment, mona: User) -> None:
    desk, reader = signed_in(mona), UserFactory()
    others = CommentFactory.create_batch(2, article=comment.discussion.article)
    for one in (comment, *others):
        one.report(by=reader, reason="spam")
    comments, reports = "/admin/comments/comment/", "/admin/comments/report/"
    assert "Unkind words." in desk.get(f"{comments}?reported=open").text
    desk.post(comments, {"action": "reject_selected", "_selected_action": [comment.pk]})
    assert "Unkind words." not in desk.get(f"{comments}?reported=open").text
    assert "Unkind words." in desk.get(f"{comments}?reported=yes").text
    waiting = Report.objects.waiting()
    listed = desk.get(reports).text
    assert listed.index(f"#{others[0].pk}<") < listed.index(f"#{comment.pk}<"), "the undecided first"
    desk.post(reports, {"action": "reject_selected", "_selected_action": [report.pk for report in waiting]})
    assert outcomes() == ["rejected"] * 3
    assert ModerationEntry.objects.filter(act="reject").count() == 3


def test_the_desk_s_list_takes_the_same_queries_for_one_and_for_thirty(mona: User) -> None:
    desk, article, taken = signed_in(mona), ArticleFactory(), []
    for count in (1, 29):
        for _ in range(count):
            CommentFactory(article=article).report(by=UserFactory(), reason="spam")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/admin/comments/report/").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]


@pytest.mark.django_db(transaction=True)
def test_a_report_and_a_decision_at_one_moment_leave_no_report_waiting(comment: Comment, mona: User) -> None:
    readers = [UserFactory() for _ in range(6)]

    def act_once(what: Any) -> None:
        loaded = Comment.objects.get(pk=comment.pk)
        try:
            if what is None:
                loaded.hide(by=mona, reason="insult")
            else:
                with suppress(Refusal):
                    loaded.report(by=what, reason="abuse")
        finally:
            connection.close()

    with ThreadPoolExecutor(7) as all_at_once:
        list(all_at_once.map(act_once, [*readers[:3], None, *readers[3:]]))
    assert set(outcomes()) <= {"upheld"}
    work(UNDO_FOR)
    assert Notification.objects.filter(kind="report").count() == Report.objects.count()
