"""What moderators see and do right on the page: what is hidden or held, what may be done to it, and how much waits."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from comments.models import Comment, Discussion, ModerationEntry
from tests.comments.pages import buttons, comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def held(**options: str) -> Comment:
    article = ArticleFactory()
    Discussion.objects.of(article).set_state("held", by=ModeratorFactory())
    return CommentFactory(article=article, **options)


def shown(client: Client, comment: Comment) -> str:
    return comment_html(page(client, comment.discussion.article), comment)


def press(client: Client, html: str, verb: str) -> str:
    """Presses the button as it stands on a page, and returns the page that it leads to."""
    address = re.search(rf'formaction="(/comments/\d+/{verb}/[^"]*)"', html)
    assert address, f"no button to {verb}"
    return client.post(address[1], follow=True).text


def test_a_reply_names_whom_it_answers_where_the_moderator_reads_that(desk: Client, mona: User) -> None:
    comment = CommentFactory(by=UserFactory(username="Rudeness"))
    reply = CommentFactory(parent=comment)
    comment.hide(by=mona, reason="insult")
    assert "to Rudeness" in words(shown(desk, reply).replace("\u2068", "").replace("\u2069", ""))
    assert "to a removed comment" in words(shown(Client(), reply))


def test_each_comment_offers_what_can_be_decided_on_it(desk: Client, mona: User) -> None:
    comment = CommentFactory(by=UserFactory(username="Kelpie & Co"), text="unspeakable")
    assert buttons(shown(desk, comment))[-2:] == ["Pick Kelpie & Co's comment", "Hide Kelpie & Co's comment"]
    link = f'href="/comments/{comment.pk}/sanction/"'
    assert link in shown(desk, comment)
    comment.report(by=UserFactory(), reason="spam")
    assert "Reject the reports of Kelpie & Co's comment" in buttons(shown(desk, comment))
    comment.hide(by=mona, reason="insult")
    html = shown(desk, comment)
    assert "unspeakable" in html and "Hidden from readers" in words(html)
    assert buttons(html) == ["Restore Kelpie & Co's comment"] and link in html


def test_a_held_comment_is_marked_and_approved_or_hidden(desk: Client) -> None:
    comment = held(by=UserFactory(username="Kelpie"))
    html = shown(desk, comment)
    assert "Held: readers don't see it yet" in words(html)
    assert buttons(html) == ["Approve Kelpie's comment", "Hide Kelpie's comment"]
    press(desk, html, "approve")
    assert Comment.objects.get().is_public and ModerationEntry.objects.get(act="approve").comment == comment


def test_what_moved_since_the_page_was_opened_is_refused(desk: Client) -> None:
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    html = shown(desk, comment)
    comment.edit(by=comment.author, text="Other words.")  # type: ignore[arg-type]
    assert "changed it meanwhile" in words(press(desk, html, "reject"))
    comment.hide(by=ModeratorFactory(username="Otto"), reason="spam")
    html = shown(desk, comment)
    comment.restore(by=ModeratorFactory(username="Nora"))
    assert "Nora has decided on it meanwhile" in words(press(desk, html, "restore"))


def test_of_the_house_and_of_oneself_nothing_is_offered_that_would_be_refused(
    desk: Client, mona: User
) -> None:
    for author in (mona, EditorFactory()):
        comment = CommentFactory(by=author)
        comment.report(by=UserFactory(), reason="spam")
        html = shown(desk, comment)
        assert "Reported" in words(html) and "/sanction/" not in html
        assert not [name for name in buttons(html) if name.startswith(("Hide", "Reject the"))]
    chief = ModeratorFactory(is_superuser=True)
    other = Client()
    other.force_login(chief)
    html = shown(other, comment)
    assert [name for name in buttons(html) if name.startswith("Hide")] and "/sanction/" not in html


def test_readers_and_editors_are_offered_none_of_it(client: Client) -> None:
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    for factory in (None, UserFactory, EditorFactory):
        if factory:
            client.force_login(factory())
        html = page(client, comment.discussion.article)
        assert 'class="to-queue"' not in html and "/sanction/" not in html and "sight" not in html
        assert not [name for name in buttons(html) if name.startswith(("Hide", "Approve", "Reject"))]


# ---------------------------------------------------------------------- how much waits


def queue_link(html: str) -> tuple[str, str]:
    """The address of the link to the queue above the page, and its words."""
    found = re.search(r'<a class="to-queue"\s+href="([^"]*)">(.*?)</a>', html, re.DOTALL)
    assert found
    return found[1], words(found[2])


def test_above_every_page_stands_how_much_waits_and_leads_there(desk: Client, mona: User) -> None:
    queue = reverse("admin:comments_queue_changelist")
    assert queue_link(desk.get("/").text) == (f"{queue}?queue=reported", "Queue")
    waiting = held()
    assert queue_link(desk.get("/").text) == (f"{queue}?queue=held", "Queue 1 waiting")
    waiting.report(by=UserFactory(), reason="spam")
    other = CommentFactory()
    for _ in range(2):
        other.report(by=UserFactory(), reason="spam")
    html = page(desk, other.discussion.article)
    assert queue_link(html) == (f"{queue}?queue=reported", "Queue 2 waiting"), (
        "what is held and reported waits once"
    )
    other.hide(by=mona, reason="spam")
    assert queue_link(desk.get("/").text)[1] == "Queue 1 waiting"


def test_more_than_ninety_nine_are_not_counted(desk: Client) -> None:
    comments = CommentFactory.create_batch(101, article=ArticleFactory())
    Comment.objects.filter(pk__in=[one.pk for one in comments]).update(state="held")
    assert queue_link(desk.get("/").text)[1] == "Queue 99+ waiting"


def test_it_costs_moderators_one_query_and_others_none(client: Client) -> None:
    article = CommentFactory().discussion.article
    taken = []
    for user in (UserFactory(), ModeratorFactory()):
        client.force_login(user)
        for _warm in range(2):
            with CaptureQueriesContext(connection) as queries:
                page(client, article)
        taken.append([query["sql"] for query in queries if "open_reports > 0" in query["sql"]])
    assert [len(found) for found in taken] == [0, 1]
