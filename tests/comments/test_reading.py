"""Reading a thread: the reader's own order, what is new to them, exchanges of two, replies that come in piece by piece."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.listings import PER_PAGE
from comments.models import Comment, Discussion, Visit
from comments.threads import BELOW_EACH, LEVELS, SORTS, Place, place_of, read_thread
from tests.comments.pages import comment_html, page, post_address
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


def order(html: str, comments: list[Comment]) -> list[int]:
    return sorted(range(len(comments)), key=lambda place: html.index(f'id="comment-{comments[place].pk}"'))


def test_the_order_that_a_reader_chose_holds_everywhere(client: Client) -> None:
    client.force_login(UserFactory())
    article, other = ArticleFactory(), ArticleFactory()
    for one in (article, other):
        comments = [CommentFactory(article=one) for _ in range(2)]
    assert order(page(client, other), comments) == [0, 1]
    page(client, article, "?sort=newest")
    assert order(page(client, other), comments) == [1, 0]
    page(client, article, "?sort=oldest")
    assert order(page(client, other), comments) == [0, 1]


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_s_link_shows_their_order_and_leaves_the_reader_s_own(client: Client, site: str) -> None:
    client.force_login(UserFactory())
    article = ArticleFactory()
    comments = [CommentFactory(article=article) for _ in range(2)]
    address = f"{article.get_absolute_url()}?sort=newest"
    shared = client.get(address, headers={"sec-fetch-site": site}).text
    assert order(shared, comments) == [1, 0]
    # Of a permalink's page, posted here.
    client.get(f"{address}&from={comments[0].pk}", headers={"sec-fetch-site": "same-origin"})
    assert order(page(client, article), comments) == [0, 1]
    client.get(address, headers={"sec-fetch-site": "same-origin"})
    assert order(page(client, article), comments) == [1, 0]


def test_a_cursor_is_read_in_its_own_order_whatever_the_reader_chose(client: Client) -> None:
    client.force_login(UserFactory())
    article = ArticleFactory()
    comments = [CommentFactory(article=article) for _ in range(3)]
    page(client, article, "?sort=best")
    html = page(client, article, f"?from={comments[1].pk}")
    assert f'id="comment-{comments[0].pk}"' not in html
    assert comment_html(html, comments[2])


def test_what_came_since_the_last_visit_is_marked_until_the_next(client: Client, time_machine: Any) -> None:
    reader = UserFactory()
    client.force_login(reader)
    old = CommentFactory()
    article = old.discussion.article
    assert "is-new" not in page(client, article)
    CommentFactory(article=article)
    Visit.objects.update(came_at=timezone.now() - timedelta(hours=1))
    new = CommentFactory(article=article)
    own = CommentFactory(article=article, by=reader)
    for _reload in range(2):
        html = page(client, article)
        assert "is-new" in comment_html(html, new)
        assert "is-new" not in comment_html(html, old) + comment_html(html, own)
    Visit.objects.update(came_at=timezone.now() - timedelta(hours=1))
    assert "is-new" not in page(client, article)


def test_two_who_answer_each_other_stay_at_one_level() -> None:
    ann, ben, cid = UserFactory(), UserFactory(), UserFactory()
    root = CommentFactory(by=ann)
    chain = [root]
    for who in (ben, ann, ben, ann):
        chain.append(CommentFactory(parent=chain[-1], by=who))
    chain.append(CommentFactory(parent=chain[-1], by=cid))
    read = read_thread(root.discussion, Place())
    assert read
    assert [(entry.comment.pk, entry.level) for entry in read.entries] == [
        (comment.pk, level) for comment, level in zip(chain, (0, 1, 1, 1, 1, 2), strict=True)
    ]


def test_a_third_voice_ends_the_exchange() -> None:
    ann, ben = UserFactory(), UserFactory()
    root = CommentFactory(by=ann)
    answer = CommentFactory(parent=root, by=ben)
    back = CommentFactory(parent=answer, by=ann)
    CommentFactory(parent=answer)
    read = read_thread(root.discussion, Place())
    assert read
    assert {entry.comment.pk: entry.level for entry in read.entries}[back.pk] == 2


def test_a_long_exchange_still_has_a_place_for_each_of_its_comments() -> None:
    pair = [UserFactory(), UserFactory()]
    chain = [CommentFactory(by=pair[0])]
    for n in range(3 * BELOW_EACH):
        chain.append(CommentFactory(parent=chain[-1], by=pair[(n + 1) % 2]))
    for comment in chain:
        read = read_thread(comment.discussion, place_of(Comment.objects.get(pk=comment.pk)))
        assert read
        assert comment.pk in {entry.comment.pk for entry in read.entries}


def test_more_replies_come_as_a_piece_of_the_thread_until_all_are_there(client: Client) -> None:
    root = CommentFactory()
    replies = [CommentFactory(parent=root) for _ in range(BELOW_EACH + PER_PAGE + 2)]
    html = page(client, root.discussion.article)
    assert f"Show {PER_PAGE + 2} more replies" in html
    found: list[str] = []
    while "data-replies=" in html:
        address = html.partition('data-replies="')[2].partition('"')[0].replace("&amp;", "&")
        html = client.get(address).content.decode()
        assert f'id="comment-{root.pk}"' not in html
        found += [str(reply.pk) for reply in replies if f'id="comment-{reply.pk}"' in html]
    assert found == [str(reply.pk) for reply in replies[BELOW_EACH:]]


def test_a_piece_goes_no_deeper_than_the_page(client: Client) -> None:
    chain = [CommentFactory()]
    for _ in range(LEVELS):
        chain.append(CommentFactory(parent=chain[-1]))
    CommentFactory(parent=chain[2])
    html = client.get(f"/comments/{chain[1].pk}/replies/?after=0&level={LEVELS - 1}").content.decode()
    assert f"level-{LEVELS}" in html
    assert "Continue this thread" in html
    for query in ("level=9", "after=x", "after=-1", "level=" + "9" * 30):
        assert client.get(f"/comments/{chain[1].pk}/replies/?{query}").status_code == 404


def test_a_piece_holds_nothing_hidden(client: Client) -> None:
    root = CommentFactory()
    reply = CommentFactory(parent=root, text="Unkind words.")
    reply.hide(by=ModeratorFactory(), reason="rude")
    assert b"Unkind" not in client.get(f"/comments/{root.pk}/replies/").content
    root.hide(by=ModeratorFactory(), reason="rude")
    assert client.get(f"/comments/{root.pk}/replies/").status_code == 404


def test_the_count_is_answered_from_the_store_until_a_comment_comes(client: Client) -> None:
    comment = CommentFactory()
    address = f"{comment.discussion.article.get_absolute_url()}comments/count/"
    first = client.get(address)
    assert first.json() == {"count": 1}
    assert "public" in first["Cache-Control"]
    with CaptureQueriesContext(connection) as queries:
        again = client.get(address, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, len(queries)) == (304, 1)
    CommentFactory(article=comment.discussion.article)
    assert client.get(address).json() == {"count": 2}


def test_the_count_of_an_unpublished_article_is_nobodys_business(client: Client) -> None:
    article = ArticleFactory(state="draft")
    Discussion.objects.of(article)
    assert client.get(f"{article.get_absolute_url()}comments/count/").status_code == 404


@pytest.mark.parametrize("sort", SORTS)
def test_a_permalink_lands_on_the_page_that_holds_it_in_the_readers_own_order(
    client: Client, sort: str
) -> None:
    reader = UserFactory()
    article = ArticleFactory()
    roots = [CommentFactory(article=article) for _ in range(2 * PER_PAGE + 1)]
    for voted, value in ((roots[3], 1), (roots[30], -1)):
        voted.vote(by=reader, value=value)
    client.force_login(reader)
    page(client, article, f"?sort={sort}")
    for comment in (roots[0], roots[PER_PAGE], roots[-1]):
        answer = client.get(f"/comments/{comment.pk}/", follow=True)
        assert comment_html(answer.text, comment)
        rest()
        posted = client.post(post_address(article), {"text": f"After {comment.pk}", "key": f"k{comment.pk}"})
        place, _sharp, mark = posted["Location"].partition("#")
        assert f'id="{mark}"' in client.get(place).text
