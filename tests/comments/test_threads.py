"""Reading a page of a thread: order, paging, limits, and a cost that doesn't grow."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments import threads
from comments.listings import COUNTED, PER_PAGE
from comments.models import Comment, Discussion
from comments.threads import BELOW_EACH, LEVELS, SORTS, Place, place_of, read_thread
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def read(discussion: Discussion, place: Place = Place(), **options: bool) -> threads.ThreadPage:
    page = read_thread(discussion, place, **options)
    assert page is not None
    return page


def shown(page: threads.ThreadPage) -> list[tuple[int, int]]:
    return [(entry.comment.pk, entry.level) for entry in page.entries]


def many(discussion: Discussion, count: int) -> list[Comment]:
    """Roots with distinct votes, all of them picked, made in bulk."""
    reader = UserFactory()
    rows = [
        Comment(
            discussion=discussion,
            author=reader,
            text="x",
            html="<p>x</p>",
            renderer=1,
            key=str(n),
            created_at=reader.date_joined,
            picked_at=reader.date_joined,
            up=n * 7 % 23,
            down=n * 5 % 11,
        )
        for n in range(count)
    ]
    return Comment.objects.bulk_create(rows)


def test_replies_follow_what_they_answer() -> None:
    a = CommentFactory()
    b = CommentFactory(article=a.discussion.article)
    a1 = CommentFactory(parent=a)
    b1 = CommentFactory(parent=b)
    a2 = CommentFactory(parent=a)
    a11 = CommentFactory(parent=a1)
    page = read(a.discussion)
    assert shown(page) == [(a.pk, 0), (a1.pk, 1), (a11.pk, 2), (a2.pk, 1), (b.pk, 0), (b1.pk, 1)]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_forward_and_back_hold_each_comment_once(sort: str) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    many(discussion, 2 * PER_PAGE + 5)
    forward, place = [], Place(sort)
    while True:
        page = read(discussion, place)
        forward.append([pk for pk, _level in shown(page)])
        if not page.next:
            break
        place = Place(sort, start=page.next)
    assert [len(pks) for pks in forward] == [PER_PAGE, PER_PAGE, 5]
    assert sum(forward, []) == list(discussion.comments.order_by(*SORTS[sort]).values_list("pk", flat=True))
    back = read(discussion, Place(sort, until=page.previous))
    assert [pk for pk, _level in shown(back)] == forward[1]
    assert read(discussion, Place(sort, start=back.next)).entries[0].comment.pk == forward[2][0]


@pytest.mark.parametrize("sort", SORTS)
def test_each_page_goes_on_counting_where_the_one_before_ended(sort: str) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    many(discussion, 2 * PER_PAGE + 5)

    def places(page: threads.ThreadPage) -> list[tuple[int, int | None]]:
        return [(entry.position, entry.siblings) for entry in page.entries]

    first = read(discussion, Place(sort))
    second = read(discussion, Place(sort, start=first.next))
    third = read(discussion, Place(sort, start=second.next))
    assert places(first) == [(place, None) for place in range(1, 21)]
    assert places(second) == [(place, None) for place in range(21, 41)]
    assert places(third) == [(place, 45) for place in range(41, 46)]
    back = read(discussion, Place(sort, until=third.previous))
    assert places(back) == places(second)
    assert places(read(discussion, Place(sort, until=back.previous))) == places(first)


@pytest.mark.parametrize("sort", SORTS)
def test_what_came_or_went_before_a_page_counts_when_it_is_read_again(sort: str) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    many(discussion, PER_PAGE + 5)
    first = read(discussion, Place(sort))
    Comment.objects.filter(pk=first.entries[3].comment.pk).update(state=Comment.State.HIDDEN)
    again = read(discussion, Place(sort, start=first.next))
    assert [(entry.position, entry.siblings) for entry in again.entries] == [
        (place, PER_PAGE + 4) for place in range(PER_PAGE, PER_PAGE + 5)
    ]


@pytest.mark.parametrize("sort", SORTS)
def test_farther_down_than_is_counted_nothing_false_is_told(sort: str) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    many(discussion, COUNTED + 30)
    order = list(discussion.comments.order_by(*SORTS[sort]).values_list("pk", flat=True))
    for place, told in ((COUNTED - 1, COUNTED), (COUNTED, 0)):
        page = read(discussion, Place(sort, start=str(order[place])))
        assert [entry.position for entry in page.entries[:2]] == [told, told and told + 1]
        assert page.previous == str(order[place - 1])


def test_replies_are_counted_from_the_first_wherever_a_page_of_them_begins() -> None:
    root = CommentFactory()
    replies = [CommentFactory(parent=root) for _ in range(PER_PAGE + 5)]
    page = read(root.discussion, Place(top=root.pk, start=str(replies[9].pk)))
    assert [(entry.position, entry.siblings) for entry in page.entries[1:3]] == [(10, 25), (11, 25)]


def test_a_chain_is_shown_to_the_last_level_and_goes_on_elsewhere() -> None:
    chain = [CommentFactory()]
    for _ in range(LEVELS + 3):
        chain.append(CommentFactory(parent=chain[-1]))
    page = read(chain[0].discussion)
    assert shown(page) == [(comment.pk, level) for level, comment in enumerate(chain[: LEVELS + 1])]
    assert page.entries[-1].goes_on and not page.entries[-2].goes_on
    branch = read(chain[0].discussion, Place(top=chain[LEVELS].pk))
    assert shown(branch) == [(comment.pk, level) for level, comment in enumerate(chain[LEVELS:])]


def test_what_is_not_shown_is_counted() -> None:
    root = CommentFactory()
    for _ in range(BELOW_EACH + 3):
        CommentFactory(parent=root)
    page = read(root.discussion)
    assert len(page.entries) == 1 + BELOW_EACH and page.entries[0].more == 3
    branch = read(root.discussion, Place(top=root.pk))
    assert len(branch.entries) == 1 + BELOW_EACH + 3


def test_a_hidden_comment_is_listed_only_where_replies_hang_on_it() -> None:
    kept, gone, moderator = CommentFactory(), CommentFactory(), ModeratorFactory()
    reply = CommentFactory(parent=kept)
    for comment in (kept, gone):
        comment.hide(by=moderator, reason="rude")
    assert shown(read(kept.discussion)) == [(kept.pk, 0), (reply.pk, 1)]
    assert read(gone.discussion).entries == []
    assert shown(read(gone.discussion, moderator=True)) == [(gone.pk, 0)]


@pytest.mark.parametrize(
    "place",
    [
        Place(start="x"),
        Place(start="1_2"),
        Place("best", start="0.25_7"),
        Place("best", start="nan_x"),
        Place(top=10**12),
        Place(start="-5"),
        Place(until=str(2**70)),
    ],
)
def test_a_place_that_cannot_be_is_none(place: Place) -> None:
    assert read_thread(CommentFactory().discussion, place) is None


@pytest.mark.parametrize("sort", SORTS)
def test_each_comment_stands_on_the_page_of_its_place(sort: str) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    roots = many(discussion, PER_PAGE + 6)
    chain = [roots[-1]]
    for _ in range(LEVELS + 2):
        chain.append(CommentFactory(parent=chain[-1]))
    chain += [CommentFactory(parent=roots[0]) for _ in range(BELOW_EACH)]
    for comment in [roots[0], roots[-1], *chain]:
        place = place_of(Comment.objects.get(pk=comment.pk), sort)
        assert comment.pk in {pk for pk, _level in shown(read(discussion, place))}


def test_a_page_takes_the_same_queries_for_one_and_for_a_thousand() -> None:
    taken = []
    for count in (1, 30, 1000):
        discussion = Discussion.objects.of(ArticleFactory())
        roots = many(discussion, count)
        CommentFactory(parent=roots[0])
        with CaptureQueriesContext(connection) as queries:
            page = read(discussion)
            [entry.comment.author.username for entry in page.entries]
        taken.append(len(queries))
    assert taken == [2, 2, 2]
