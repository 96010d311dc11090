"""Who voted how is nobody's business: no page, answer, desk or log tells, whoever asks."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from comments.models import Comment, ModerationEntry, VoteHold
from tests.clients import signed_in
from tests.comments.pages import JSON
from tests.factories import CommentFactory, ModeratorFactory, UserFactory
from tests.newsportal.routes import routes

pytestmark = pytest.mark.django_db


@pytest.fixture
def voters() -> list[User]:
    """One of some standing, one of today."""
    return [
        UserFactory(username="Xylophone-one", email="one@voters.example"),
        UserFactory(username="Xylophone-two", email="two@voters.example", date_joined=timezone.now()),
    ]


@pytest.fixture
def comment(voters: list[User]) -> Comment:
    comment = CommentFactory(by=UserFactory(username="Kelpie"))
    for voter in voters:
        comment.vote(by=voter, value=-1, network="0123456789abcdef")
    return comment


def superuser() -> User:
    return UserFactory(username="root-of-all", is_staff=True, is_superuser=True)


def test_a_page_is_the_same_to_the_letter_whoever_voted(
    comment: Comment, voters: list[User], time_machine: Any
) -> None:
    # The clock stands: what a comment's author is told of the time left to change it would differ from one look to the next.
    time_machine.move_to(timezone.now(), tick=False)
    path, others = comment.discussion.article.get_absolute_url(), UserFactory.create_batch(2)
    askers = [Client(), signed_in(comment.author), signed_in(ModeratorFactory()), signed_in(UserFactory())]
    pages = [
        path,
        f"{path}?thread={comment.pk}",
        comment.author.get_absolute_url(),
        f"/comments/{comment.pk}/edits/",
    ]

    def read() -> list[str]:
        return [stable(asker.get(page).text) for asker in askers for page in pages]

    read()  # what a first visit alone shows is over from here on
    before = read()
    for voter in voters:
        voter.votes.update(voter=others.pop())
    assert read() == before


def stable(html: str) -> str:
    """Without what differs at each answer: the token, the key of one act of posting."""
    return re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", html)


def test_the_answer_to_a_vote_names_no_other_voter(comment: Comment) -> None:
    client = signed_in(UserFactory())
    answer = json.dumps(client.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON).json())
    assert "Xylophone" not in answer


def test_no_page_of_the_desk_names_a_voter_to_moderators(comment: Comment) -> None:
    VoteHold.objects.get().set_aside(by=ModeratorFactory(), reason="one person")
    desk = signed_in(ModeratorFactory())
    opened = 0
    for namespace, name in routes():
        if namespace != "admin" or not name.startswith("comments_"):
            continue
        for arguments in ([], [str(comment.pk)], [str(VoteHold.objects.get().pk)], ["1"]):
            try:
                path = reverse(f"admin:{name}", args=arguments)
            except Exception:  # noqa: BLE001, S112 (a route of another shape)
                continue
            answer = desk.get(path)
            opened += answer.status_code == 200
            assert "Xylophone" not in answer.content.decode(), path
            assert "0123456789abcdef" not in answer.content.decode(), path
    assert opened >= 8


@pytest.mark.parametrize("asker", [ModeratorFactory, superuser])
@pytest.mark.parametrize("desk", ["comment", "votehold", "moderationentry", "report", "discussion"])
def test_no_list_of_the_desk_can_be_narrowed_to_a_voter(
    comment: Comment, voters: list[User], asker: Any, desk: str
) -> None:
    client = signed_in(asker())
    for lookup in (
        f"votes__voter={voters[0].pk}",
        f"votes__voter__username={voters[0]}",
        f"comment__votes__voter={voters[0].pk}",
        f"comments__votes__voter__username={voters[0]}",
        "votes__value=-1",
    ):
        assert client.get(f"/admin/comments/{desk}/?{lookup}").status_code in (302, 400), lookup
    found = client.get(f"/admin/comments/{desk}/?q=Xylophone").text.partition('id="result_list"')[2]
    assert "Kelpie" not in found and "/change/" not in found


def test_not_even_a_superuser_is_shown_the_votes_of_an_account(comment: Comment, voters: list[User]) -> None:
    client = signed_in(superuser())
    assert client.get(f"/admin/accounts/user/?votes__comment={comment.pk}").status_code in (302, 400)
    assert client.get("/admin/accounts/user/?votes__value=-1").status_code in (302, 400)
    for page in ("change", "delete", "history"):
        html = client.get(f"/admin/accounts/user/{voters[0].pk}/{page}/").text
        assert "-1" not in re.sub(r"\d{4}-\d\d-\d\d|[\w-]+=\"[^\"]*\"", "", html)
        assert f"#{comment.pk}</" not in html and f"/comments/{comment.pk}/" not in html


def test_the_log_names_who_decided_and_no_voter(comment: Comment) -> None:
    moderator = ModeratorFactory(username="Mona")
    VoteHold.objects.get().count(by=moderator, reason="a class of pupils")
    entry = ModerationEntry.objects.get()
    assert (entry.actor, entry.comment, entry.reason) == (moderator, comment, "a class of pupils")
    assert {field.name for field in ModerationEntry._meta.get_fields()} == {
        "id",
        "comment",
        "discussion",
        "reader",
        "actor",
        "rule",
        "act",
        "reason",
        "before",
        "after",
        "undoes",
        "undone_by",
        "telling",
        "batch",
        "created_at",
        "statement",
    }


def test_what_waits_tells_how_many_and_nothing_of_one_reader(comment: Comment) -> None:
    """No row of what moderators see hangs on an account but their own."""
    to_accounts = [field.name for field in VoteHold._meta.fields if field.related_model is User]
    assert to_accounts == ["decided_by"]


def test_an_operators_dump_is_complete_whatever_readers_are_shown(comment: Comment, capsys: Any) -> None:
    call_command("dump")
    dumped = json.loads(capsys.readouterr().out)["comments"][0]
    assert "Xylophone-one" in json.dumps(dumped) and "Xylophone-two" in json.dumps(dumped)
    assert timedelta() < VoteHold.objects.get().ends_at - timezone.now()
