"""The site's switches for votes: counts that are hidden at first or until one has voted, and the line."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, Vote, VotingPolicy
from tests.clients import signed_in
from tests.comments.pages import JSON, comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
HIDDEN = "votes hidden"
MINUTE = timedelta(minutes=1)


def switch(**choices: Any) -> None:
    VotingPolicy.objects.all().delete()
    VotingPolicy.objects.create(**choices)


def given(comment: Comment, up: int = 0, down: int = 0) -> None:
    """Votes of readers of some standing, in one statement."""
    readers = UserFactory.create_batch(up + down)
    Vote.objects.bulk_create(
        Vote(comment=comment, voter=reader, value=1 if place < up else -1)
        for place, reader in enumerate(readers)
    )


def tally(client: Client, comment: Comment, query: str = "") -> str:
    html = comment_html(page(client, comment.discussion.article, query), comment)
    return words(html.partition('class="tally">')[2].partition("</span>")[0])


@pytest.fixture
def comment() -> Comment:
    comment = CommentFactory(by=UserFactory(username="Kelpie"))
    given(comment, up=4, down=1)
    return comment


# ---------------------------------------------------------------------- until one has voted


def test_until_one_has_voted_the_counts_are_hidden_to_the_signed_out_and_to_readers(comment: Comment) -> None:
    switch(hides="voted")
    assert tally(Client(), comment) == HIDDEN and tally(signed_in(UserFactory()), comment) == HIDDEN
    html = page(Client(), comment.discussion.article)
    assert "Votes on a comment show to those who have voted on it." in words(html)
    assert not re.search(r"[+-]\s*[41]\b(?!\d)", words(comment_html(html, comment)).partition(HIDDEN)[2])


def test_who_votes_sees_the_counts_and_who_takes_it_back_no_longer_does(comment: Comment) -> None:
    switch(hides="voted")
    client = signed_in(UserFactory())
    answer = client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON).json()
    assert (answer["tally"], answer["up"], answer["down"]) == ("4 ( +5 / -1 )", 5, 1)
    assert tally(client, comment) == "4 ( +5 / -1 )"
    answer = client.post(f"/comments/{comment.pk}/vote/", {"value": "0"}, **JSON).json()
    assert answer["tally"] == HIDDEN and "up" not in answer and "down" not in answer
    assert tally(client, comment) == HIDDEN


def test_authors_cannot_vote_on_their_own_and_see_what_it_was_given(comment: Comment) -> None:
    switch(hides="voted")
    author = signed_in(comment.author)
    assert tally(author, comment) == "3 ( +4 / -1 )"
    own = author.get(comment.author.get_absolute_url()).text
    assert "+4 / -1" in own and "3 ( +4 / -1 )" in own


def test_a_readers_page_hides_what_its_comments_were_given(comment: Comment) -> None:
    switch(hides="voted")
    path = comment.author.get_absolute_url()
    voter = UserFactory()
    for client in (Client(), signed_in(voter)):
        html = client.get(path).text
        assert HIDDEN in html and "+4" not in html
    comment.vote(by=voter, value=1)
    html = signed_in(voter).get(path).text
    assert "4 ( +5 / -1 )" in html and "+5 / -1</dd>" not in re.sub(r"\s+", " ", html)


# ---------------------------------------------------------------------- for the first minutes


def test_in_the_first_minutes_nobody_sees_the_counts_and_after_them_everybody(
    comment: Comment, time_machine: Any
) -> None:
    switch(hides="first", minutes=30)
    voter = UserFactory()
    answer = signed_in(voter).post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON).json()
    assert answer["tally"] == HIDDEN and "up" not in answer
    everybody = [Client(), signed_in(voter), signed_in(comment.author), signed_in(ModeratorFactory())]
    for later, shown in ((29, HIDDEN), (31, "4 ( +5 / -1 )")):
        time_machine.move_to(comment.created_at + later * MINUTE)
        assert [tally(client, comment) for client in everybody] == [shown] * 4
        totals = re.sub(r"\s+", " ", Client().get(comment.author.get_absolute_url()).text)
        assert ("+5 / -1 </dd>" in totals, "+0 / -0 </dd>" in totals) == (later > 30, later < 30)


def test_a_stored_page_ends_with_the_first_minutes_of_any_comment_on_it(
    comment: Comment, time_machine: Any
) -> None:
    switch(hides="first", minutes=30)
    newer = CommentFactory(article=comment.discussion.article)
    Comment.objects.filter(pk=newer.pk).update(created_at=comment.created_at + 10 * MINUTE)
    time_machine.move_to(comment.created_at + 12 * MINUTE)
    for later, shown in (
        (12, (HIDDEN, HIDDEN)),
        (31, ("3 ( +4 / -1 )", HIDDEN)),
        (41, ("3 ( +4 / -1 )", "0 ( +0 / -0 )")),
    ):
        time_machine.move_to(comment.created_at + later * MINUTE)
        assert (tally(Client(), comment), tally(Client(), newer)) == shown


def test_turning_the_switch_shows_with_the_next_answer(comment: Comment) -> None:
    for choices, shown in (({"hides": "voted"}, HIDDEN), ({"hides": "never"}, "3 ( +4 / -1 )")):
        switch(**choices)
        assert tally(Client(), comment) == shown


def test_more_replies_hide_as_the_page_does(comment: Comment) -> None:
    reply = CommentFactory(parent=comment)
    given(reply, up=7)
    switch(hides="voted")
    html = Client().get(f"/comments/{comment.pk}/replies/?after=0&level=0").text
    assert HIDDEN in comment_html(html, reply) and "+7" not in html


@pytest.mark.parametrize("sort", ["best", "controversial"])
def test_no_address_tells_the_rank_that_the_order_goes_by(sort: str) -> None:
    switch(hides="voted")
    article = ArticleFactory()
    comments = [CommentFactory(article=article) for _ in range(25)]
    for place, comment in enumerate(comments):
        given(comment, up=place % 4, down=place % 3)
    html = page(Client(), article, f"?sort={sort}")
    cursor = re.search(r"from=([^\"#&]*)", html)
    assert cursor and int(cursor[1]) in {comment.pk for comment in comments}
    beyond = page(Client(), article, f"?sort={sort}&from={cursor[1]}")
    first, second = (re.findall(r'id="comment-(\d+)"', text) for text in (html, beyond))
    assert len(first) == 20 and len(second) == 5 and not set(first) & set(second)
    other = CommentFactory()
    # Else the rank of any comment could be found by trying where others come to stand beside it.
    assert Client().get(f"{article.get_absolute_url()}?sort={sort}&from={other.pk}").status_code == 404


# ---------------------------------------------------------------------- the line


def below(client: Client, comment: Comment, query: str = "") -> bool:
    html = comment_html(page(client, comment.discussion.article, query), comment)
    assert ("Below the line" in html) == ("is-below" in html) == ("<details" in html)
    return "is-below" in html


@pytest.mark.parametrize(
    ("up", "down", "folded"),
    [
        (2, 7, False),
        (3, 7, False),
        (2, 8, True),
        (0, 9, False),
        (0, 10, True),
        (30, 90, True),
        (31, 89, False),
    ],
)
def test_a_share_of_enough_votes_draws_the_line_never_a_raw_number(up: int, down: int, folded: bool) -> None:
    comment = CommentFactory()
    given(comment, up=up, down=down)
    switch(line_votes=10, line_share=0.75)
    assert below(Client(), comment) is folded


def test_what_is_below_the_line_is_one_press_away_with_its_words_and_acts() -> None:
    comment = CommentFactory(by=UserFactory(username="Kelpie"), text="Fish can't count.")
    reply = CommentFactory(parent=comment, text="They can.")
    given(comment, down=25)
    html = page(Client(), comment.discussion.article)
    one = comment_html(html, comment)
    details = one.partition("<details")[2]
    assert "Below the line by its votes: show what Kelpie wrote" in words(details.partition("</summary>")[0])
    assert "Fish can&#x27;t count." in details or "Fish can't count." in details
    assert "Vote up Kelpie" in details and "-25 ( +0 / -25 )" in words(details)
    assert "<details" not in comment_html(html, reply)


def test_ones_own_comment_and_the_page_of_the_comment_itself_are_never_folded() -> None:
    comment = CommentFactory()
    given(comment, down=25)
    assert below(signed_in(UserFactory()), comment) and below(signed_in(ModeratorFactory()), comment)
    assert not below(signed_in(comment.author), comment)
    assert not below(Client(), comment, f"?thread={comment.pk}")


def test_votes_that_wait_draw_no_line(time_machine: Any) -> None:
    comment = CommentFactory()
    for reader in UserFactory.create_batch(25, date_joined=timezone.now()):
        hold = comment.vote(by=reader, value=-1)
    assert not below(Client(), comment)
    assert hold
    hold.count(by=ModeratorFactory())
    # As late as votes may show.
    time_machine.move_to(timezone.now() + timedelta(seconds=6))
    assert below(Client(), comment)


def test_the_line_is_drawn_where_counts_are_hidden_until_voted_but_not_in_hidden_first_minutes(
    time_machine: Any,
) -> None:
    comment = CommentFactory()
    given(comment, down=25)
    switch(hides="voted")
    assert below(Client(), comment)
    switch(hides="first", minutes=30)
    assert not below(Client(), comment)
    time_machine.move_to(comment.created_at + 31 * MINUTE)
    assert below(Client(), comment)


# ---------------------------------------------------------------------- the desk


def test_a_moderator_sets_the_policy_and_readers_see_it_at_once(comment: Comment) -> None:
    article: Article = comment.discussion.article
    assert tally(Client(), comment) == "3 ( +4 / -1 )"
    desk = signed_in(ModeratorFactory())
    path = "/admin/comments/votingpolicy/"
    assert 'name="line_share"' in desk.get(path).text and not VotingPolicy.objects.exists()
    for hides in ("voted", "never", "first"):
        form = {"hides": hides, "minutes": "5", "line_votes": "20", "line_share": "0.9"}
        assert desk.post(path, form).status_code == 302
        assert VotingPolicy.objects.get().hides == hides
        assert (HIDDEN in page(Client(), article)) == (hides != "never")


@pytest.mark.parametrize(
    "wrong", [{"minutes": "0"}, {"minutes": "20000"}, {"line_votes": "1"}, {"line_share": "0.2"}]
)
def test_a_policy_without_sense_is_refused(wrong: dict[str, str]) -> None:
    form = {"hides": "first", "minutes": "5", "line_votes": "20", "line_share": "0.9", **wrong}
    assert "errorlist" in signed_in(ModeratorFactory()).post("/admin/comments/votingpolicy/", form).text
    assert not VotingPolicy.objects.exists()
