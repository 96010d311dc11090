"""What stands at the foot of the log of moderation: how many entries there are."""

from __future__ import annotations

import pytest

from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import CommentFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("number", "said"), [(1, "1 entry"), (3, "3 entries")])
def test_the_list_says_how_many_entries_it_has(number: int, said: str) -> None:
    moderator = ModeratorFactory()
    for _ in range(number):
        CommentFactory().hide(by=moderator, reason="spam")
    page = words(signed_in(moderator).get("/admin/comments/moderationentry/").text)
    assert page.endswith(f" {said}")
