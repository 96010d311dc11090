"""Who took a comment away from readers, when and why: it stands beside the comment for moderators, and nowhere for others."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments.models import Comment, Discussion, Reason
from comments.undoing import undo
from tests.clients import signed_in
from tests.comments.pages import comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def plain(html: str) -> str:
    """Its words without the marks that set a name apart from what stands around it."""
    return words(html).replace("\u2068", "").replace("\u2069", "")


def shown(client: Client, comment: Comment) -> str:
    return comment_html(page(client, comment.discussion.article), comment)


def test_who_hid_or_held_it_when_and_why_stands_beside_it_for_moderators_alone(
    desk: Client, mona: User, time_machine: Any
) -> None:
    comment = CommentFactory()
    CommentFactory(parent=comment)
    Reason.objects.create(words="Sells <boats>", words_ja="船の販売")
    time_machine.move_to(datetime(2026, 11, 25, 7, 12, tzinfo=ZoneInfo("Asia/Tokyo")), tick=False)
    comment.hide(by=ModeratorFactory(username="Otto"), reason="Sells <boats>: again")
    told = "By Otto, Nov. 25, 2026 07:12 am JST: Sells <boats>: again"
    assert told in plain(shown(desk, comment))
    path = comment.discussion.article.get_absolute_url()
    japanese = plain(desk.get(path, headers={"accept-language": "ja"}).text)
    assert "Ottoさん、2026年11月25日 07:12 JST：船の販売: again" in japanese
    # For its answer's sake its place stays for readers, and nothing else of it.
    for client in (Client(), signed_in(UserFactory()), signed_in(EditorFactory()), signed_in(comment.author)):
        html = page(client, comment.discussion.article)
        assert "Otto" not in html and "boats" not in html
    comment.restore(by=mona)
    assert "Otto" not in page(desk, comment.discussion.article)


def test_what_a_rule_holds_names_the_rule_and_what_was_undone_is_told_no_more(
    desk: Client, mona: User
) -> None:
    article = ArticleFactory()
    Discussion.objects.of(article).set_state("held", by=ModeratorFactory())
    comment = CommentFactory(article=article)
    told = plain(shown(desk, comment))
    assert "By the rule “Read before it appears”" in told and "All comments here are read first." in told
    entry = comment.hide(by=mona, reason="insult")
    assert entry and "By Mona" in plain(shown(desk, comment))
    undo(entry, by=mona)
    assert "By the rule" in plain(shown(desk, comment)) and "By Mona" not in shown(desk, comment)


def test_a_page_full_of_hidden_comments_takes_as_many_queries_as_one_without(
    desk: Client, mona: User
) -> None:
    article, taken = CommentFactory().discussion.article, []
    for count in (0, 1, 12):
        for comment in CommentFactory.create_batch(count, article=article):
            comment.hide(by=mona, reason="spam")
        page(desk, article)
        with CaptureQueriesContext(connection) as queries:
            page(desk, article)
        taken.append(len(queries))
    assert len(set(taken)) == 1 and taken[0] <= 12, taken
