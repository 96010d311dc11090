"""Voting, reporting, hiding and restoring by the page's own buttons and forms."""

from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, ModerationEntry, Report, Vote
from tests.comments.pages import JSON, act, comment_html, field, page, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"), text="What I think.")


@pytest.fixture
def reader_client(client: Client) -> Client:
    client.force_login(UserFactory())
    return client


@pytest.fixture
def moderator_client() -> Client:
    client = Client()
    client.force_login(ModeratorFactory())
    return client


def tally(client: Client, comment: Comment) -> str:
    html = comment_html(page(client, comment.discussion.article), comment)
    return words(html.partition('class="tally">')[2].partition("</span>")[0])


def vote(client: Client, comment: Comment, value: str, **options: Any) -> Any:
    return client.post(f"/comments/{comment.pk}/vote/", {"value": value}, **options)


def test_a_vote_counts_at_once_can_change_and_be_taken_back(reader_client: Client, comment: Comment) -> None:
    for value, expected in (
        ("1", "1 ( +1 / -0 )"),
        ("1", "1 ( +1 / -0 )"),
        ("-1", "-1 ( +0 / -1 )"),
        ("0", "0 ( +0 / -0 )"),
        ("0", "0 ( +0 / -0 )"),
    ):
        response = vote(reader_client, comment, value)
        assert response.status_code == 303
        assert reader_client.get(response.url).url.endswith(f"#comment-{comment.pk}")
        assert tally(reader_client, comment) == expected


def test_a_script_gets_the_new_tally(reader_client: Client, comment: Comment) -> None:
    answer = vote(reader_client, comment, "-1", **JSON).json()
    assert (answer["tally"], answer["up"], answer["down"], answer["value"]) == ("-1 ( +0 / -1 )", 0, 1, -1)


def test_two_tabs_of_one_reader_make_one_vote(reader_client: Client, comment: Comment) -> None:
    vote(reader_client, comment, "1")
    vote(reader_client, comment, "-1")
    assert Vote.objects.get().value == -1


def test_nobody_votes_on_their_own_comment(client: Client, comment: Comment) -> None:
    client.force_login(comment.author)
    response = vote(client, comment, "1", **JSON)
    assert response.status_code == 422
    assert response.json()["message"] == "You can't vote on your own comment."
    vote(client, comment, "1")
    assert "You can't vote on your own comment." in words(page(client, comment.discussion.article))
    assert not Vote.objects.exists()


@pytest.mark.parametrize("value", ["", "2", "-2", "up", "1.0", " 1", "１"])
def test_an_unknown_vote_is_refused_with_a_sentence(
    reader_client: Client, comment: Comment, value: str
) -> None:
    response = vote(reader_client, comment, value, **JSON)
    assert response.status_code == 422
    assert response.json()["message"] == "A vote is up, down, or taken back."
    assert not Vote.objects.exists()


def test_voting_is_never_done_by_following_a_link(reader_client: Client, comment: Comment) -> None:
    assert reader_client.get(f"/comments/{comment.pk}/vote/?value=1").status_code == 405


@pytest.mark.parametrize("verb", ["vote", "report"])
def test_a_hidden_comment_answers_like_a_missing_one(
    reader_client: Client, comment: Comment, verb: str
) -> None:
    comment.hide(by=ModeratorFactory(), reason="spam")
    hidden = act(reader_client, comment, verb, value="1", reason="spam")
    missing = reader_client.post(f"/comments/999999/{verb}/", {"value": "1", "reason": "spam"})
    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert words(hidden.content.decode()) == words(missing.content.decode())


@pytest.mark.parametrize("verb", ["vote", "report", "hide", "restore"])
def test_no_act_passes_without_its_token(comment: Comment, verb: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ModeratorFactory())
    assert act(client, comment, verb, value="1", reason="spam").status_code == 403
    token = field(page(client, comment.discussion.article), "csrfmiddlewaretoken")
    passed = act(client, comment, verb, value="1", reason="spam", csrfmiddlewaretoken=token)
    assert passed.status_code == 303


def test_a_report_reaches_the_moderators_once_each(reader_client: Client, comment: Comment) -> None:
    form = reader_client.get(f"/comments/{comment.pk}/report/").content.decode()
    assert "Insult or threat" in form
    for _ in range(2):
        response = act(reader_client, comment, "report", reason="abuse", words="Line two.")
        assert response.status_code == 303
    report = Report.objects.get()
    assert (report.comment, report.reason, report.words) == (comment, "abuse", "Line two.")
    assert "A moderator will look at it." in page(reader_client, comment.discussion.article)


def test_a_report_without_a_reason_keeps_the_words(reader_client: Client, comment: Comment) -> None:
    response = act(reader_client, comment, "report", words="Line two.")
    assert response.status_code == 422
    assert "Choose what is wrong" in words(response.content.decode())
    assert "Line two." in response.content.decode()


def test_hiding_asks_for_a_reason_and_can_be_undone(
    moderator_client: Client, reader_client: Client, comment: Comment
) -> None:
    article = comment.discussion.article
    reply = CommentFactory(parent=comment, text="A good answer.")
    vote(reader_client, comment, "-1")
    refused = act(moderator_client, comment, "hide", reason=" ")
    assert refused.status_code == 422
    assert "Say why" in words(refused.content.decode())

    assert act(moderator_client, comment, "hide", reason="insult").status_code == 303
    html = page(Client(), article)
    assert "What I think." not in html
    assert "Kelpie" not in html
    assert "-1 ( +0 / -1 )" not in words(html)
    assert "A good answer." in words(comment_html(html, reply))
    assert "1 Comment " in words(html)

    assert act(moderator_client, comment, "restore").status_code == 303
    html = page(Client(), article)
    assert "What I think." in comment_html(html, comment)
    assert tally(Client(), comment) == "-1 ( +0 / -1 )"
    assert "2 Comments" in words(html)
    assert list(ModerationEntry.objects.values_list("act", flat=True)) == ["restore", "hide"]


@pytest.mark.parametrize("verb", ["hide", "restore"])
def test_only_moderators_hide_and_restore(reader_client: Client, comment: Comment, verb: str) -> None:
    assert act(reader_client, comment, verb, reason="dislike").status_code == 403
    comment.refresh_from_db()
    assert comment.is_public
