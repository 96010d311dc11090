"""What was done is told in the same sentence to a script, in place, and to who has none, on the next page."""

from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from comments.models import Comment
from tests.clients import signed_in
from tests.comments.pages import JSON
from tests.factories import CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"))


def told(client: Client, address: str, fields: dict[str, Any], *, script: bool) -> str:
    answer = client.post(address, fields, **(JSON if script else {}))
    if script:
        assert answer.status_code == 200
        return answer.json()["message"]
    assert answer.status_code == 303
    # Those of earlier acts are still there, for no page has shown them.
    return str(list(get_messages(answer.wsgi_request))[-1])


@pytest.mark.parametrize("script", [True, False])
def test_deleting(comment: Comment, script: bool) -> None:
    address = f"/comments/{comment.pk}/delete/"
    assert told(signed_in(comment.author), address, {}, script=script) == "Your comment is deleted."


@pytest.mark.parametrize("script", [True, False])
@pytest.mark.parametrize(
    ("value", "sentence"),
    [("1", "It is an editors' pick now."), ("0", "It is no longer an editors' pick.")],
)
def test_picking(comment: Comment, value: str, sentence: str, script: bool) -> None:
    address = f"/comments/{comment.pk}/pick/"
    assert told(signed_in(EditorFactory()), address, {"value": value}, script=script) == sentence


@pytest.mark.parametrize("script", [True, False])
def test_deciding(comment: Comment, script: bool) -> None:
    client, here = signed_in(ModeratorFactory()), f"/comments/{comment.pk}"
    assert told(client, f"{here}/hide/", {"reason": "spam"}, script=script) == "The comment is hidden."
    assert told(client, f"{here}/restore/", {}, script=script) == "The comment is public again."
    Comment.objects.filter(pk=comment.pk).update(state=Comment.State.HELD)
    assert told(client, f"{here}/approve/", {}, script=script) == "The comment is public now."


@pytest.mark.parametrize("script", [True, False])
def test_rejecting_reports(comment: Comment, script: bool) -> None:
    comment.report(by=UserFactory(), reason="spam")
    sentence = told(signed_in(ModeratorFactory()), f"/comments/{comment.pk}/reject/", {}, script=script)
    assert sentence == "The reports are rejected; the comment stays."
