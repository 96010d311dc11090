"""Reading far down: what hangs below one comment is read in few pages, each of which has a bound."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.listings import PER_PAGE
from comments.models import Comment, Discussion
from comments.threads import BELOW_EACH, LEVELS, Entry, Place, ThreadPage, read_thread
from tests.comments.pages import page, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

DEEP = 52


def chain(length: int, authors: int) -> list[Comment]:
    """Comments each of which answers the one before; so many readers take turns."""
    readers = UserFactory.create_batch(authors)
    comments = [CommentFactory(by=readers[0])]
    for number in range(1, length):
        comments.append(CommentFactory(by=readers[number % authors], parent=comments[-1]))
    return comments


def read(discussion: Discussion, place: Place = Place(), level: int = 0) -> ThreadPage:
    page = read_thread(discussion, place, level=level)
    assert page is not None
    return page


def unfinished(page: ThreadPage) -> list[Entry]:
    return [entry for entry in page.entries if entry.more]


@pytest.mark.parametrize("authors", [2, 3])
def test_fifty_answers_one_after_the_other_are_read_in_two_presses(authors: int) -> None:
    comments = chain(DEEP, authors)
    page, read_so_far, presses = read(comments[0].discussion), [], 0
    while True:
        read_so_far += [entry.comment.pk for entry in page.entries if entry.comment.pk not in read_so_far]
        if not unfinished(page):
            break
        (end,) = unfinished(page)
        page, presses = read(comments[0].discussion, Place(top=end.comment.pk)), presses + 1
    assert read_so_far == [comment.pk for comment in comments]
    assert presses == 2


def test_what_has_one_answer_reads_on_at_the_last_level_of_its_own_page() -> None:
    comments = chain(LEVELS + 5, authors=3)
    page = read(comments[0].discussion, Place(top=comments[0].pk))
    assert [entry.level for entry in page.entries] == [0, 1, 2, 3, 4, 4, 4, 4, 4]
    assert [entry.parent and entry.parent.pk for entry in page.entries[1:]] == [
        comment.pk for comment in comments[:-1]
    ]


def test_where_the_thread_parts_at_the_last_level_it_is_continued_elsewhere() -> None:
    comments = chain(LEVELS + 2, authors=3)
    CommentFactory(parent=comments[LEVELS])
    page = read(comments[0].discussion, Place(top=comments[0].pk))
    assert [entry.level for entry in page.entries] == [0, 1, 2, 3, 4]
    assert unfinished(page)[0].goes_on and unfinished(page)[0].more == 2


def test_replies_that_are_put_in_bring_as_much_along() -> None:
    comments = chain(DEEP, authors=2)
    (end,) = unfinished(read(comments[0].discussion))
    page = read(comments[0].discussion, Place(top=end.comment.pk, start=str(end.last + 1)), level=end.level)
    assert len(page.entries) > 4 * BELOW_EACH
    assert {entry.level for entry in page.entries} == {1}


def test_a_page_with_many_replies_brings_no_more_of_each_than_before() -> None:
    root = CommentFactory()
    replies = [CommentFactory(parent=root) for _ in range(PER_PAGE)]
    for _ in range(BELOW_EACH + 1):
        CommentFactory(parent=replies[0])
    page = read(root.discussion, Place(top=root.pk))
    assert len(page.entries) == 1 + PER_PAGE + BELOW_EACH


def test_a_branch_tells_that_its_box_is_for_no_answer(client: Client) -> None:
    reply = CommentFactory(parent=CommentFactory())
    article = reply.discussion.article
    hint = "To answer somebody, press Reply below their words."
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        assert hint not in words(page(client, article))
        assert hint in words(page(client, article, f"?thread={reply.parent_id}"))
    Discussion.objects.get().set_state("closed", by=ModeratorFactory())
    assert hint not in words(page(client, article, f"?thread={reply.parent_id}"))


def test_a_deep_branch_takes_the_same_queries_as_a_short_one() -> None:
    taken = []
    for length in (3, DEEP):
        comments = chain(length, authors=3)
        with CaptureQueriesContext(connection) as queries:
            branch = read(comments[0].discussion, Place(top=comments[0].pk))
            assert all(entry.comment.author for entry in branch.entries)
        taken.append(len(queries))
    assert taken == [3, 3]
