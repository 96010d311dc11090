"""A decision is undone within ten seconds by who took it, exactly, and before anybody is told; after that it is told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from comments.models import Comment, ModerationEntry, Notification, Report, Sanction, Telling
from comments.models.telling import UNDO_FOR
from comments.moderation import approve, hide
from comments.refusal import Refusal
from comments.undoing import last_undoable, undo
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(text="What I think.")


def held(**options: Any) -> Comment:
    parent = CommentFactory()
    parent.discussion.set_state("held", by=ModeratorFactory())
    return CommentFactory(parent=parent, **options)


def as_it_stands(comment: Comment) -> tuple[Any, ...]:
    """All of it that a decision may touch."""
    fields = ("state", "approved_at", "looked_at", "untold", "open_reports")
    reports = Report.objects.on([comment.pk]).order_by("pk").values_list("outcome", "decided_at", "told")
    return Comment.objects.values_list(*fields).get(pk=comment.pk), list(reports)


@pytest.mark.parametrize("verb", ["hide", "approve", "restore", "reject_reports"])
def test_undoing_puts_everything_back_as_it_was_and_tells_nobody(mona: User, verb: str) -> None:
    comment = held(text="With @Marlin.") if verb in ("approve", "hide") else CommentFactory()
    UserFactory(username="Marlin")
    reporter = UserFactory()
    comment.report(by=reporter, reason="spam")
    if verb == "restore":
        comment.hide(by=ModeratorFactory(), reason="spam")
    before = as_it_stands(comment)
    entry = getattr(comment, verb)(by=mona, reason="because")
    assert as_it_stands(comment) != before
    (undone,) = undo(entry, by=mona)
    assert as_it_stands(comment) == before
    assert (undone.act, undone.undoes, undone.actor, undone.reader) == ("undo", entry, mona, comment.author)
    assert (undone.before, undone.after) == (entry.after, entry.before)
    Notification.objects.all().delete()
    if verb != "restore":
        work(UNDO_FOR)
        assert not Notification.objects.exists() and not Telling.objects.exists()


def test_what_an_earlier_decision_made_of_the_reports_comes_back_with_its_time(
    mona: User, comment: Comment
) -> None:
    comment.report(by=UserFactory(), reason="spam")
    comment.reject_reports(by=ModeratorFactory())
    work(UNDO_FOR)
    before = as_it_stands(comment)
    undo(comment.hide(by=mona, reason="spam"), by=mona)  # type: ignore[arg-type]
    assert as_it_stands(comment) == before and before[1][0][0] == "rejected"


def test_nobody_is_told_within_the_ten_seconds_and_everybody_after(mona: User) -> None:
    marlin, reporter = UserFactory(username="Marlin"), UserFactory()
    comment = held(text="With @Marlin.")
    comment.report(by=reporter, reason="spam")
    comment.approve(by=mona)
    work(UNDO_FOR - timedelta(seconds=1))
    assert not Notification.objects.exists()
    work(UNDO_FOR)
    told = Notification.objects.exclude(recipient=comment.parent.author)
    assert set(told.values_list("recipient", "kind")) == {(marlin.pk, "mention"), (reporter.pk, "report")}


def test_after_ten_seconds_it_is_refused_whether_the_worker_has_told_or_not(
    mona: User, comment: Comment, time_machine: Any
) -> None:
    entry = comment.hide(by=mona, reason="spam")
    assert entry and last_undoable(mona) == entry
    time_machine.move_to(timezone.now() + UNDO_FOR)
    assert last_undoable(mona) is None
    for told in (False, True):
        if told:
            work()
            assert not Telling.objects.exists()
        with pytest.raises(Refusal) as refusal:
            undo(entry, by=mona)
        assert refusal.value.code == "late"
    comment.refresh_from_db()
    assert comment.state == "hidden"


def test_only_who_decided_undoes_it(mona: User, comment: Comment) -> None:
    entry = comment.hide(by=mona, reason="spam")
    assert entry
    for other in (ModeratorFactory(), UserFactory()):
        with pytest.raises(PermissionDenied):
            undo(entry, by=other)
        assert last_undoable(other) is None
    assert Comment.objects.get().state == "hidden"


def test_what_was_decided_on_since_or_deleted_is_left_as_it_is(mona: User, comment: Comment) -> None:
    hidden = comment.hide(by=mona, reason="spam")
    comment.restore(by=ModeratorFactory())
    with pytest.raises(Refusal) as refusal:
        undo(hidden, by=mona)  # type: ignore[arg-type]
    assert refusal.value.code == "moved" and Comment.objects.get().is_public
    approved = CommentFactory().approve(by=mona)
    assert approved and approved.comment and approved.comment.author
    approved.comment.withdraw(by=approved.comment.author)
    with pytest.raises(Refusal):
        undo(approved, by=mona)


def test_undoing_twice_is_refused_and_an_undoing_is_no_decision(mona: User, comment: Comment) -> None:
    entry = comment.hide(by=mona, reason="spam")
    (undone,) = undo(entry, by=mona)  # type: ignore[arg-type]
    for one in (entry, undone):
        with pytest.raises(Refusal):
            undo(one, by=mona)  # type: ignore[arg-type]
    assert ModerationEntry.objects.count() == 2


def test_a_decision_that_another_followed_is_told_after_all_once_that_one_is_undone(
    mona: User, comment: Comment, time_machine: Any
) -> None:
    comment.report(by=(reporter := UserFactory()), reason="spam")
    comment.hide(by=ModeratorFactory(), reason="spam")
    time_machine.move_to(timezone.now() + timedelta(seconds=7))
    restored = comment.restore(by=mona)
    work(timedelta(seconds=4))
    assert not Notification.objects.exists(), "the first is overtaken, the second can still be undone"
    undo(restored, by=mona)  # type: ignore[arg-type]
    work(timedelta(seconds=4))
    told = Notification.objects.order_by("kind").values_list("recipient", "kind", "words")
    assert list(told) == [(comment.author.pk, "decision", ""), (reporter.pk, "report", "upheld")]


def test_many_are_undone_as_one_act_but_for_those_that_moved(mona: User) -> None:
    CommentFactory.create_batch(4, article=ArticleFactory())
    entries = hide(Comment.objects.all(), by=mona, reason="wave")
    moved = entries[1].comment
    assert moved
    moved.restore(by=ModeratorFactory())
    undone = undo(entries[2], by=mona)
    assert [one.undoes_id for one in undone] == [entries[n].pk for n in (0, 2, 3)]
    assert set(Comment.objects.values_list("state", flat=True)) == {"public"}
    assert {one.batch for one in undone} == {entries[0].batch}


def test_many_are_put_back_in_few_statements(mona: User, django_assert_max_num_queries: Any) -> None:
    comments = CommentFactory.create_batch(12, article=ArticleFactory())
    # Each has been decided on before, at a time of its own.
    for comment in comments:
        comment.report(by=UserFactory(), reason="spam")
        comment.approve(by=mona)
    before = [as_it_stands(comment) for comment in comments]
    with django_assert_max_num_queries(16):
        entries = hide(Comment.objects.all(), by=mona, reason="wave")
    with django_assert_max_num_queries(16):
        assert len(undo(entries[0], by=mona)) == 12
    assert [as_it_stands(comment) for comment in comments] == before


def test_a_sanction_is_undone_by_lifting_it(mona: User) -> None:
    reader = UserFactory()
    Sanction.objects.ban(reader, by=mona, reason="Mind your words.")
    entry = last_undoable(mona)
    assert entry and entry.act == "ban"
    undo(entry, by=mona)
    assert Sanction.objects.against(reader) is None and Sanction.objects.get().lifted_by == mona
    acts = ModerationEntry.objects.filter(reader=reader).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["ban", "undo"]


def test_its_author_deletes_what_was_to_stay_before_that_was_told(mona: User, comment: Comment) -> None:
    comment.report(by=(reporter := UserFactory()), reason="spam")
    comment.reject_reports(by=mona)
    comment.withdraw(by=comment.author)  # type: ignore[arg-type]
    work(UNDO_FOR)
    assert list(Notification.objects.values_list("recipient", "words")) == [(reporter.pk, "gone")]


def test_who_reported_reads_of_a_decision_when_it_is_told(client: Any, mona: User, comment: Comment) -> None:
    comment.report(by=(reporter := UserFactory()), reason="spam")
    client.force_login(reporter)
    comment.reject_reports(by=mona)
    assert "Not decided yet" in client.get("/accounts/reports/").text
    work(UNDO_FOR)
    assert "The comment stays" in client.get("/accounts/reports/").text


def test_approving_what_is_public_says_that_it_was_looked_at_once(mona: User, comment: Comment) -> None:
    entry = comment.approve(by=mona)
    assert entry and (entry.act, entry.before, entry.after) == (
        "approve",
        {"state": "public"},
        {"state": "public"},
    )
    assert comment.looked_at and comment.approved_at is None
    assert comment.approve(by=mona) is None
    comment.report(by=UserFactory(), reason="spam")
    assert approve(Comment.objects.all(), by=mona)[0].act == "reject"
