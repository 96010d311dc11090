"""Muting: folded for one reader alone, everywhere, and undone; whoever is muted sees no difference."""

import re
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments.models import Comment, Mute
from tests.comments.pages import JSON, buttons, comment_html, page, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
LIST = "/accounts/muted/"
FOLD = "Muted: show what Kelpie wrote"


@pytest.fixture
def comment(kelpie: User) -> Comment:
    return CommentFactory(by=kelpie, text="Unkind words.")


@pytest.fixture
def reader(client: Client) -> User:
    reader = UserFactory(username="Selkie")
    client.force_login(reader)
    return reader


def mute(client: Client, name: str, value: str = "1", query: str = "", **options: Any) -> Any:
    return client.post(f"/users/{name}/mute/{query}", {"value": value}, **options)


def is_folded(html: str) -> bool:
    """Whether the words stand inside a closed <details>."""
    return any(
        "Unkind words." in fold for fold in re.findall(r"<details(?! open).*?</details>", html, re.DOTALL)
    )


def places(comment: Comment) -> list[str]:
    """Where the comment's words show, besides its thread."""
    return [
        f"/comments/{comment.parent_id}/replies/",
        f"/comments/{comment.pk}/reply/",
        f"/comments/{comment.pk}/report/",
        "/users/Kelpie/",
    ]


def test_a_muted_readers_comments_fold_everywhere_and_unfold_again(
    client: Client, reader: User, kelpie: User
) -> None:
    comment = CommentFactory(parent=CommentFactory(), by=kelpie, text="Unkind words.")
    article = comment.discussion.article
    for value, folded in (("1", True), ("0", False)):
        mute(client, "Kelpie", value)
        assert is_folded(comment_html(page(client, article), comment)) is folded
        for place in places(comment):
            html = client.get(place).text
            assert "Unkind words." in html, place
            assert is_folded(html) is folded, place


def test_earlier_wordings_and_a_refused_reply_fold_too(
    client: Client, reader: User, comment: Comment
) -> None:
    CommentFactory(parent=comment)
    comment.edit(by=comment.author, text="Unkind words. Sorry.")  # type: ignore[arg-type]
    mute(client, "Kelpie")
    assert is_folded(client.get(f"/comments/{comment.pk}/edits/").text)
    address = f"{comment.discussion.article.get_absolute_url()}comments/"
    refused = client.post(address, {"text": "", "parent": comment.pk})
    assert refused.status_code == 422 and is_folded(refused.text)


def test_a_folded_comment_says_whose_it_is_and_offers_the_undo(
    client: Client, reader: User, comment: Comment
) -> None:
    offered = buttons(comment_html(page(client, comment.discussion.article), comment))
    assert offered[-1] == "Mute Kelpie"
    mute(client, "Kelpie")
    html = comment_html(page(client, comment.discussion.article), comment)
    assert FOLD in words(html)
    assert words(html).startswith("Kelpie")
    assert buttons(html) == [*offered[:-1], "Unmute Kelpie"]


def test_replies_of_others_stay_as_they_were(client: Client, reader: User, comment: Comment) -> None:
    reply = CommentFactory(parent=comment)
    mute(client, "Kelpie")
    assert "<details" not in comment_html(page(client, comment.discussion.article), reply)


def test_everybody_else_sees_no_difference(client: Client, reader: User, comment: Comment) -> None:
    article = comment.discussion.article
    others = {"signed out": Client(), "muted": Client(), "moderator": Client()}
    others["muted"].force_login(comment.author)  # type: ignore[arg-type]
    others["moderator"].force_login(ModeratorFactory())

    def seen() -> dict[str, list[str]]:
        pages = [article.get_absolute_url(), "/users/Kelpie/", "/users/Selkie/"]
        return {
            who: [
                # The token and the composer's key are new with each page.
                re.sub(r'name="(csrfmiddlewaretoken|key)" value="[^"]*"', "", other.get(address).text)
                for address in pages
            ]
            for who, other in others.items()
        }

    # How long one's own comment can still be edited is told by the second.
    with time_machine.travel(timezone.now(), tick=False):
        seen()  # the first visit is noted; what is told of it is the same from then on
        before = seen()
        mute(client, "Kelpie")
        assert seen() == before


def test_the_press_leads_back_to_where_it_was_made(client: Client, reader: User, comment: Comment) -> None:
    at_comment = mute(client, "Kelpie", query=f"?comment={comment.pk}")
    assert at_comment.status_code == 303
    assert at_comment.url == f"{comment.discussion.article.get_absolute_url()}#comment-{comment.pk}"
    assert mute(client, "kelpie").url == "/users/Kelpie/"
    assert mute(client, "Kelpie", "0", "?list").url == LIST
    assert "Kelpie is no longer muted." in words(client.get(LIST).text)


def test_a_script_is_told_in_a_sentence(client: Client, reader: User, comment: Comment) -> None:
    answer = mute(client, "Kelpie", query=f"?comment={comment.pk}", **JSON).json()
    assert answer["message"] == "Kelpie is muted: what they write is folded, for you alone."
    assert answer["url"].endswith(f"#comment-{comment.pk}")


def test_the_list_names_whom_one_has_muted_and_undoes_it(
    client: Client, reader: User, comment: Comment
) -> None:
    assert "Nobody." in words(client.get(LIST).text)
    Mute.objects.mute(reader, by=comment.author)
    assert "Kelpie" not in client.get(LIST).text
    for _again in range(2):
        mute(client, "Kelpie")
    html = client.get(LIST).text
    assert 'formaction="/users/Kelpie/mute/?list"' in html
    assert "Unmute Kelpie" in buttons(html)
    assert Mute.objects.filter(reader=reader).count() == 1
    mute(client, "Kelpie", "0", "?list")
    assert "Unmute Kelpie" not in client.get(LIST).text


def test_a_long_list_is_paged_at_the_same_cost(client: Client, reader: User) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST).status_code == 200
        return len(queries)

    Mute.objects.mute(UserFactory(), by=reader)
    client.get(LIST)
    one = cost()
    for _ in range(55):
        Mute.objects.mute(UserFactory(), by=reader)
    assert cost() == one <= 8
    html = client.get(LIST).text
    older = re.search(r'href="(\?before=\d+)"', html)
    assert older
    assert len(buttons(html)) + len(buttons(client.get(LIST + older[1]).text)) == 56
    assert client.get(f"{LIST}?before=x").status_code == 404


def test_staff_can_be_muted_but_not_oneself(client: Client, reader: User) -> None:
    moderator = ModeratorFactory()
    mute(client, moderator.username)
    mute(client, "Selkie")
    assert "You can't mute yourself." in words(client.get("/users/Selkie/").text)
    assert list(Mute.objects.values_list("muted__username", flat=True)) == [moderator.username]


@pytest.mark.parametrize("value", ["", "2", "true", "１"])
def test_another_value_is_refused(client: Client, reader: User, kelpie: User, value: str) -> None:
    assert mute(client, "Kelpie", value, **JSON).status_code == 422
    assert not Mute.objects.exists()


def test_unknown_readers_and_comments_are_not_found(client: Client, reader: User, kelpie: User) -> None:
    assert mute(client, "Nobody").status_code == 404
    assert mute(client, "Kelpie", query="?comment=999999").status_code == 404
    assert not Mute.objects.exists()


def test_signed_out_one_is_led_to_the_login_and_to_the_readers_page(comment: Comment) -> None:
    answer = mute(Client(), "Kelpie")
    assert answer.url == "/accounts/login/?next=%2Fusers%2FKelpie%2F"
    assert "Mute Kelpie" not in page(Client(), comment.discussion.article)
    assert "Mute Kelpie" not in Client().get("/users/Kelpie/").text
