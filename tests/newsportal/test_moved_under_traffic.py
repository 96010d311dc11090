"""A section that is renamed while it is read and written in: each reader is led on, and none finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from django.test import Client

from articles.models import Article, Section
from comments.models import Comment
from tests.articles.desk_form import change_page, opened
from tests.at_once import at_once
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = ("waterfront", "docks", "port", "quay")
# A rename between two steps leads to one more; as many in a row no reader meets.
MOST_STEPS = 2 * len(NAMES)


@pytest.fixture
def article() -> Article:
    return ArticleFactory(headline="The night ferry")


def end_of(path: str) -> tuple[int, str]:
    """What a browser gets that follows `path`, and how many steps it took."""
    client, status, body = Client(), 301, ""
    for _step in range(MOST_STEPS):
        answer = client.get(path)
        status, body = answer.status_code, "" if answer.status_code == 301 else answer.text
        if status != 301:
            break
        path = answer["Location"]
    return status, body


def test_whoever_reads_while_it_is_renamed_finds_what_they_look_for(article: Article) -> None:
    former, over = article.get_absolute_url(), Event()
    wrong: list[tuple[str, int]] = []
    seen = {former: 0, "/harbour/": 0, "/harbour/feed/": 0, f"{former}comments/count/": 0}

    def read(path: str) -> Callable[[], None]:
        def run() -> None:
            while not over.is_set() or not seen[path]:
                status, body = end_of(path)
                seen[path] += 1
                if status != 200 or not body:
                    wrong.append((path, status))

        return run

    def rename() -> None:
        try:
            for name in NAMES:
                before = dict(seen)
                Section.objects.filter(pk=article.section_id).update(slug=name)
                # Each name is met by each reader before the next one.
                while any(seen[path] < before[path] + 2 for path in seen) and not wrong:
                    pass
        finally:
            over.set()

    at_once(rename, *(read(path) for path in seen))
    assert wrong == []
    answer = Client().get(former)
    assert (answer.status_code, answer["Location"]) == (
        301,
        article.get_absolute_url().replace("harbour", "quay"),
    )


def test_a_comment_and_a_save_that_are_on_their_way_arrive(article: Article) -> None:
    reader, editor = Client(), signed_in(EditorFactory())
    reader.force_login(UserFactory())
    former, sent = article.get_absolute_url(), opened(editor, article)

    def comment() -> int:
        path = f"{former}comments/"
        for _step in range(MOST_STEPS):
            answer = reader.post(path, {"text": "Typed before.", "key": "k"})
            if answer.status_code != 308:
                return answer.status_code
            path = answer["Location"]
        return 308

    def save() -> int:
        return editor.post(change_page(article), sent | {"headline": "Typed", "_save": ""}).status_code

    def rename() -> None:
        for name in NAMES:
            Section.objects.filter(pk=article.section_id).update(slug=name)

    assert at_once(rename, comment, save) == [None, 303, 302]
    assert Comment.objects.get().text == "Typed before."
    article.refresh_from_db()
    assert article.headline == "Typed" and article.section.slug == "quay"
