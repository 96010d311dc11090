"""What an erased account leaves behind: other people's words, right totals, and nothing that is personal."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.files.storage import default_storage
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts import erasing
from accounts.models import User
from comments.erasing import BATCH
from comments.models import Comment, Discussion, Report, Vote
from comments.recount import recount
from newsportal.periodic import enqueue_due
from tests.accounts.entrance import log_in
from tests.at_once import somebody_waits
from tests.comments.pages import comment_html, page, words
from tests.comments.traces import reader_with_traces
from tests.factories import ArticleFactory, ModeratorFactory, UserFactory
from tests.newsportal.machine import free_port, until
from tests.worker import mail_worker, work

pytestmark = pytest.mark.django_db
LATER = timedelta(days=15)


@pytest.fixture
def kelpie() -> User:
    return reader_with_traces()


def end(user: User, *, removes: bool) -> None:
    user.ask_erasure(removes=removes)
    with time_machine.travel(timezone.now() + LATER, tick=True):
        enqueue_due()
    work(LATER)


def mine(user: User) -> Comment:
    return Comment.objects.get(author=user, text__startswith="My secret")


def rows_that_name(user: User, pk: int) -> list[str]:
    """Every column of every table that leads to the user, and still does."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.concrete_fields:
            leads_there = isinstance(field, models.ForeignKey) and field.related_model is User
            if leads_there and model.objects.filter(**{field.attname: pk}).exists():
                found.append(f"{model._meta.label}.{field.name}")
    return found


def rows_that_hold(*secrets: str) -> list[str]:
    """The tables in which one of the words stands anywhere, whatever they are called."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f"SELECT EXISTS (SELECT FROM {connection.ops.quote_name(table)} t WHERE t::text ~* %s)",  # noqa: S608
                ["|".join(secrets)],
            )
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.parametrize("removes", [False, True])
def test_nothing_personal_is_left_and_every_total_is_right(kelpie: User, removes: bool) -> None:
    pk, address = kelpie.pk, kelpie.email
    assert len(rows_that_name(kelpie, pk)) > 15, "the reader of this test must have left traces everywhere"
    assert default_storage.listdir(f"readers/{pk}")[1]
    end(kelpie, removes=removes)
    assert not User.objects.filter(pk=pk).exists()
    assert rows_that_name(kelpie, pk) == []
    assert rows_that_hold(address.replace(".", r"\.")) == []
    assert default_storage.listdir(f"readers/{pk}")[1] == []
    assert not Session.objects.exists() and not UserSession.objects.exists()
    assert recount() == []


def test_comments_stay_without_the_name_where_that_was_chosen(kelpie: User) -> None:
    comment = mine(kelpie)
    end(kelpie, removes=False)
    html = comment_html(page(Client(), comment.discussion.article), comment)
    assert "a former reader" in html and "My secret words, put right." in html and "Kelpie" not in html
    comment.refresh_from_db()
    assert (comment.is_public, comment.up, comment.reply_count) == (True, 1, 1)


def test_comments_go_with_their_words_where_that_was_chosen(kelpie: User) -> None:
    comment = mine(kelpie)
    end(kelpie, removes=True)
    article = comment.discussion.article
    html = page(Client(), article)
    assert "This comment was deleted by its author." in comment_html(html, comment)
    assert "I answer that." in words(html) and "Nobody answers this." not in html
    assert rows_that_hold("secret words", "Nobody answers") == []
    assert Report.objects.get(comment=comment).outcome == Report.Outcome.GONE
    assert Discussion.objects.get(pk=article.pk).comment_count == 2


def test_what_a_moderator_has_hidden_stays_hidden_or_goes(kelpie: User) -> None:
    comment = mine(kelpie)
    comment.hide(by=ModeratorFactory(), reason="Rude.")
    end(kelpie, removes=True)
    comment.refresh_from_db()
    assert (comment.state, comment.text, comment.author) == ("deleted", "", None)


def test_votes_are_taken_back_and_the_counts_go_down(kelpie: User) -> None:
    voted = Comment.objects.get(votes__voter=kelpie)
    assert voted.up == 1
    end(kelpie, removes=False)
    voted.refresh_from_db()
    assert (voted.up, voted.down) == (0, 0)


def test_the_account_is_closed_before_anything_goes(kelpie: User) -> None:
    client = Client()
    log_in(client, kelpie)
    kelpie.ask_erasure(removes=True)
    with time_machine.travel(timezone.now() + LATER, tick=True):
        assert erasing.carry_out(kelpie, until=0) is False
        # It has begun, so neither the reader nor the link can stop it half way.
        kelpie.take_back_erasure()
        kelpie.refresh_from_db()
        assert not kelpie.is_active and kelpie.erasure_due_at
        assert client.get("/accounts/").status_code == 302
        log_in(client, kelpie)
        assert "_auth_user_id" not in client.session
        with pytest.raises(erasing.Void):
            erasing.read(erasing.link_to_keep(kelpie).rsplit("/", 2)[1])
        erasing.erase_due()
    assert not User.objects.filter(pk=kelpie.pk).exists()


def many_comments(by: User, article: Any, number: int) -> None:
    discussion = Discussion.objects.of(article)
    Comment.objects.bulk_create(
        Comment(
            discussion=discussion,
            author=by,
            text=f"Number {n}.",
            html=f"<p>Number {n}.</p>",
            renderer=1,
            key=f"{n}",
            created_at=timezone.now(),
        )
        for n in range(number)
    )


def test_it_works_in_stretches_and_each_batch_is_one_of_many(kelpie: User) -> None:
    many_comments(kelpie, ArticleFactory(), 2 * BATCH)
    kelpie.ask_erasure(removes=True)
    with time_machine.travel(timezone.now() + LATER, tick=True):
        left = [Comment.objects.filter(author=kelpie).count()]
        while not erasing.carry_out(kelpie, until=0):
            left.append(Comment.objects.filter(author=kelpie).count())
            assert recount() == []
    assert max(before - after for before, after in pairwise(left)) == BATCH
    assert not User.objects.filter(pk=kelpie.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_killed_in_the_midst_leaves_it_to_the_next() -> None:
    reader = UserFactory()
    first, second = ArticleFactory(), ArticleFactory()
    many_comments(reader, first, BATCH)
    many_comments(reader, second, 10)
    User.objects.filter(pk=reader.pk).update(erasure_due_at=timezone.now(), erasure_removes=True)
    left = Comment.objects.filter(author=reader)
    with transaction.atomic():
        # The second batch waits here, in the middle of its transaction.
        Discussion.objects.select_for_update().get(pk=second.pk)
        with mail_worker(free_port()):
            assert until(lambda: left.count() == 10) and until(somebody_waits)
    assert left.count() == 10 and recount() == []
    DBTaskResult.objects.all().delete()
    erasing.erase_due()
    assert not left.exists() and not User.objects.filter(pk=reader.pk).exists()
    assert recount() == [] and not Vote.objects.filter(voter_id=reader.pk).exists()
