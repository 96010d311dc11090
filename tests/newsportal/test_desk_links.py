"""Whatever the desk shows to somebody as a link opens for them."""

from __future__ import annotations

import re
from collections import Counter, deque
from html import unescape
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest

from accounts.models import User
from articles.models import Article, Source
from comments import premoderating
from comments.models import Sanction
from tests.articles.photos import in_text, photo
from tests.clients import signed_in
from tests.factories import (
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
    WriterFactory,
)

pytestmark = pytest.mark.django_db
# Of pages that differ by a number alone, so many are opened.
OF_A_KIND = 2


@pytest.fixture
def house() -> dict[str, User]:
    """The people of a newsroom, and some of everything that they deal with."""
    people: dict[str, User] = {
        "writer": WriterFactory(username="Wren"),
        "editor": EditorFactory(username="Zora"),
        "moderator": ModeratorFactory(username="Mona"),
        "administrator": UserFactory(username="Ada", is_staff=True, is_superuser=True),
    }
    shown, kelpie = photo(), UserFactory(username="Kelpie")
    out = ArticleFactory(
        photo=shown,
        body=in_text(shown),
        source=Source.objects.create(name="Agency"),
        authors=[AuthorFactory()],
    )
    ArticleFactory(photo=shown, state=Article.State.DRAFT, begun_by=people["writer"])
    ArticleFactory(photo=shown, state=Article.State.IN_REVIEW, begun_by=people["writer"])
    comment = CommentFactory(article=out, by=kelpie)
    CommentFactory(parent=comment).report(by=kelpie, reason="spam", words="Look.")
    comment.hide(by=people["moderator"], reason="Off the subject")
    Sanction.objects.warn(kelpie, by=people["moderator"], reason="Be kind.")
    premoderating.begin(kelpie, by=people["moderator"], reason="New here.")
    return people


@pytest.mark.parametrize("role", ["writer", "editor", "moderator", "administrator"])
def test_every_link_of_the_desk_opens_for_whom_it_is_shown_to(house: dict[str, User], role: str) -> None:
    client = signed_in(house[role])
    shown_on: dict[str, str] = {"/admin/": ""}
    kinds: Counter[str] = Counter()
    to_open, closed = deque(shown_on), []
    while to_open:
        page = to_open.popleft()
        answer: Any = client.get(page)
        if answer.status_code >= 400:
            closed.append((answer.status_code, page, shown_on[page]))
        elif answer.streaming:
            b"".join(answer.streaming_content)
        elif answer.status_code == 200 and page.startswith("/admin/") and "html" in answer["Content-Type"]:
            for link in re.findall(r'<a\b[^>]*\shref="([^"#][^"]*)"', answer.text):
                there = urljoin(page, unescape(link))
                if there.startswith("/") and there not in shown_on and _is_new(there, kinds):
                    shown_on[there] = page
                    to_open.append(there)
    assert closed == [] and len(shown_on) > 50


def _is_new(address: str, kinds: Counter[str]) -> bool:
    """Whether it is of a kind of which few are opened yet, which is noted then. A list is of as many kinds as there are things that it
    is asked for: all their combinations would be hundreds."""
    parts = urlsplit(address)
    path = re.sub(r"\d+", "0", parts.path)
    asked = {f"{path}?{part.partition('=')[0]}" for part in parts.query.split("&")} if parts.query else {path}
    is_new = any(kinds[kind] < (1 if parts.query else OF_A_KIND) for kind in asked)
    kinds.update(asked if is_new else ())
    return is_new
