"""The thread as the article page shows it: to readers, signed in or not, and to moderators."""

import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from comments.models import Comment, Discussion
from tests.comments.pages import buttons, comment_html, field, page, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_comment_shows_its_author_time_text_and_tally(client: Client) -> None:
    comment = CommentFactory(by=UserFactory(username="Kelpie"), text="Bunks are *back*.")
    Comment.objects.filter(pk=comment.pk).update(
        created_at=datetime(2024, 11, 6, 22, 12, tzinfo=UTC), up=4, down=16
    )
    html = comment_html(page(client, comment.discussion.article), comment)
    assert "Nov. 7, 2024 07:12 am JST" in words(html)
    assert '<time datetime="2024-11-07T07:12:00+09:00">' in html
    assert '<a class="name" href="/users/Kelpie/">Kelpie</a>' in html
    assert "<em>back</em>" in html
    assert "-12 ( +4 / -16 )" in words(html)


def test_no_vote_reads_as_zeros(client: Client) -> None:
    comment = CommentFactory()
    assert "0 ( +0 / -0 )" in words(page(client, comment.discussion.article))


def test_everybody_is_offered_the_same_acts_and_readers_also_to_mute(client: Client) -> None:
    comment = CommentFactory(by=UserFactory(username="Kelpie"))
    names = ["Vote up Kelpie's comment", "Vote down Kelpie's comment", "Reply to Kelpie", "Quote Kelpie"]
    signed_out = comment_html(page(client, comment.discussion.article), comment)
    assert buttons(signed_out) == [*names, "Report Kelpie's comment"]
    client.force_login(UserFactory())
    signed_in = comment_html(page(client, comment.discussion.article), comment)
    assert buttons(signed_in) == [*buttons(signed_out), "Mute Kelpie"]


@pytest.mark.parametrize(("count", "heading"), [(0, "0 Comments"), (1, "1 Comment"), (2, "2 Comments")])
def test_the_heading_counts(client: Client, count: int, heading: str) -> None:
    article = ArticleFactory()
    for _ in range(count):
        CommentFactory(article=article)
    section = page(client, article).partition('id="comments"')[2]
    found = re.search(r"<h2.*?</h2>", section, re.DOTALL)
    assert found
    assert words(found[0]) == heading


def test_replies_stand_below_their_parent_one_level_deeper_and_say_to_whom(client: Client) -> None:
    first = CommentFactory(by=UserFactory(username="Kelpie"))
    second = CommentFactory(article=first.discussion.article)
    reply = CommentFactory(parent=first)
    html = page(client, first.discussion.article)
    order = [int(pk) for pk in re.findall(r'id="comment-(\d+)"', html)]
    assert order == [first.pk, reply.pk, second.pk]
    assert "level-1" in comment_html(html, reply)
    assert f'href="#comment-{first.pk}">to Kelpie</a>' in comment_html(html, reply)


def test_what_is_deeper_than_four_levels_has_a_page_of_its_own(client: Client) -> None:
    comments = [CommentFactory()]
    for _ in range(5):
        comments.append(CommentFactory(parent=comments[-1]))
    article = comments[0].discussion.article
    html = page(client, article)
    assert f'id="comment-{comments[5].pk}"' not in html
    assert "Continue this thread" in html
    deeper = page(client, article, f"?thread={comments[4].pk}")
    assert comment_html(deeper, comments[5])
    assert "See all comments" in deeper
    assert f'href="?thread={comments[3].pk}#comments"' in deeper


def test_more_replies_than_fit_are_one_link_away_below_those_shown(client: Client) -> None:
    root = CommentFactory()
    replies = [CommentFactory(parent=root) for _ in range(11)]
    html = page(client, root.discussion.article)
    assert "Show 3 more replies" in words(html)
    assert html.index(f'id="comment-{replies[7].pk}"') < html.index("Show 3 more replies")
    assert comment_html(page(client, root.discussion.article, f"?thread={root.pk}"), replies[10])


def test_a_long_thread_is_paged_both_ways(client: Client) -> None:
    article = ArticleFactory()
    comments = [CommentFactory(article=article) for _ in range(21)]
    first = page(client, article)
    assert f'id="comment-{comments[20].pk}"' not in first
    onward = re.search(r'href="[^"?]*(\?[^"#]*)#comments" rel="nofollow" data-more>Show more comments', first)
    assert onward
    second = page(client, article, onward[1])
    assert comment_html(second, comments[20])
    assert "Earlier comments" in second


@pytest.mark.parametrize("sort", ["oldest", "newest", "best", "controversial"])
def test_each_order_is_linked_and_marked_where_one_is(client: Client, sort: str) -> None:
    article = CommentFactory().discussion.article
    CommentFactory(article=article)
    html = page(client, article, f"?sort={sort}")
    assert re.findall(r'aria-current="true">(\w+)<', html.partition('id="comments"')[2]) == [sort.title()]


def test_a_hidden_comment_shows_nothing_of_itself_and_leaves_its_replies_readable(client: Client) -> None:
    comment = CommentFactory(by=UserFactory(username="Rudeness"), text="unspeakable")
    reply = CommentFactory(parent=comment, text="Please don't.")
    comment.vote(by=reply.author, value=-1)
    comment.hide(by=ModeratorFactory(), reason="insult")
    html = page(client, comment.discussion.article)
    assert "Rudeness" not in html
    assert "unspeakable" not in html
    # In brackets, where in the thread the gap is, for those who hear it.
    told = "This comment was removed by a moderator. (comment 1 of 1, level 1, 1 reply)"
    assert words(comment_html(html, comment)) == told
    assert "to a removed comment" in comment_html(html, reply)
    assert "Please don't." in words(comment_html(html, reply))


def test_a_hidden_comment_without_replies_is_gone_from_the_very_next_answer(client: Client) -> None:
    comment = CommentFactory()
    article = comment.discussion.article
    assert f"comment-{comment.pk}" in page(client, article)
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert f"comment-{comment.pk}" not in page(client, article)


def test_names_and_texts_are_never_markup(client: Client) -> None:
    reader = UserFactory(username="<b>&{up}\"'")
    comment = CommentFactory(by=reader, text="<script>alert(1)</script> \ue000name\ue001 {{ name }}")
    html = comment_html(page(client, comment.discussion.article), comment)
    assert "<script>" not in html
    assert "<b>&" not in html
    assert "&lt;b&gt;&amp;{up}&quot;&#x27;" in html
    assert "\ue000name\ue001 {{ name }}" in html


def test_who_deleted_their_account_is_a_former_reader(client: Client) -> None:
    comment = CommentFactory()
    Comment.objects.filter(pk=comment.pk).update(author=None)
    html = comment_html(page(client, comment.discussion.article), comment)
    assert "a former reader" in words(html)
    assert "/users/" not in html


def test_a_closed_discussion_says_so_and_offers_no_box_to_write_in(client: Client) -> None:
    comment = CommentFactory()
    Discussion.objects.get().set_state("closed", by=ModeratorFactory())
    html = page(client, comment.discussion.article)
    assert "This discussion is closed." in words(html)
    assert "Your comment" not in words(html) and "Post comment" not in words(html)
    assert [name for name in buttons(html) if name.startswith(("Reply", "Quote"))] == []


def test_a_signed_out_page_has_the_box_and_the_way_to_login_but_no_token(client: Client) -> None:
    article = ArticleFactory()
    html = page(client, article)
    assert "Login to comment" in html and "Login to leave a comment" in html
    assert '<textarea name="text"' in html
    assert "csrfmiddlewaretoken" not in html
    assert "aria-pressed" not in html


def test_a_reader_sees_which_way_they_voted_and_what_is_their_own(client: Client) -> None:
    reader = UserFactory()
    comment = CommentFactory()
    own = CommentFactory(by=reader, article=comment.discussion.article)
    comment.vote(by=reader, value=-1)
    client.force_login(reader)
    html = page(client, comment.discussion.article)
    assert re.findall(r'class="vote (up|down)"\s+aria-pressed="true"', html) == ["down"]
    assert "Take back" in comment_html(html, comment)
    assert {"Edit what you wrote", "Delete what you wrote"} <= set(buttons(comment_html(html, own)))
    assert not {"Edit what you wrote", "Delete what you wrote"} & set(buttons(comment_html(html, comment)))
    assert re.findall(
        r'class="vote (up|down)"\s+aria-pressed="false"\s+disabled', comment_html(html, own)
    ) == ["up", "down"]
    assert field(html, "csrfmiddlewaretoken")


@pytest.mark.parametrize("signed_in", [False, True])
def test_a_long_thread_costs_as_many_queries_as_a_short_one(client: Client, signed_in: bool) -> None:
    def cost(article: Article) -> int:
        page(
            client, article, "?sort=newest"
        )  # what a process keeps and what a reader chooses is kept from here on
        with CaptureQueriesContext(connection) as queries:
            page(client, article, "?sort=newest")
        return len(queries)

    if signed_in:
        client.force_login(UserFactory())
    short = CommentFactory()
    CommentFactory(parent=short)
    long = ArticleFactory()
    for _ in range(25):
        root = CommentFactory(article=long)
    for _ in range(5):
        CommentFactory(parent=CommentFactory(parent=root))
    assert cost(long) == cost(short.discussion.article)


def test_a_permalink_lands_on_the_page_that_holds_the_comment(client: Client) -> None:
    comment = CommentFactory()
    response = client.get(f"/comments/{comment.pk}/")
    assert response.url == f"{comment.discussion.article.get_absolute_url()}#comment-{comment.pk}"
    for _ in range(25):
        last = CommentFactory(article=comment.discussion.article)
    address, _, fragment = client.get(f"/comments/{last.pk}/").url.partition("#")
    assert fragment == f"comment-{last.pk}"
    assert comment_html(client.get(address).content.decode(), last)


def test_a_hidden_comments_permalink_answers_like_a_missing_one(client: Client) -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    hidden, missing = client.get(f"/comments/{comment.pk}/"), client.get("/comments/999999/")
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert hidden.content == missing.content
