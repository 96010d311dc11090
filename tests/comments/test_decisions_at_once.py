"""What happens to a comment at the same moment as a decision on it, over connections of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from comments.claiming import claim
from comments.erasing import erase
from comments.models import Claim, Comment, Discussion, ModerationEntry, Notification, Report, Telling
from comments.models.telling import UNDO_FOR
from comments.recount import recount
from comments.refusal import Refusal
from comments.seeing import sights
from comments.telling import tell_due
from comments.undoing import undo
from tests.at_once import at_once, tried
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)
# Which of two comes first is chance; so often that each is seen.
ROUNDS = range(6)


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


@pytest.fixture
def moderators() -> list[User]:
    return [ModeratorFactory(username=name) for name in ("Mona", "Otto")]


def in_held_discussion() -> Comment:
    parent = CommentFactory()
    parent.discussion.set_state("held", by=ModeratorFactory())
    return CommentFactory(parent=parent, text="With @Marlin.")


def test_of_two_moderators_one_decides_and_the_other_is_told_who_did(moderators: list[User]) -> None:
    mona, otto = moderators
    for _ in ROUNDS:
        comment = in_held_discussion()
        seen = sights([comment])[comment.pk]
        acts = (
            tried(lambda c=comment, s=seen: fresh(c).approve(by=mona, seen=s)),  # type: ignore[misc]
            tried(lambda c=comment, s=seen: fresh(c).hide(by=otto, reason="spam", seen=s)),  # type: ignore[misc]
        )
        answers = at_once(*acts)
        entry = ModerationEntry.objects.get(comment=comment, actor__isnull=False)
        winner, loser = (0, 1) if entry.actor == mona else (1, 0)
        refusal = answers[loser]
        assert answers[winner] == entry and isinstance(refusal, Refusal)
        assert moderators[winner].username in refusal.message
        assert fresh(comment).state == entry.after["state"]
    assert recount() == []


def test_approved_twice_at_once_it_is_approved_and_told_once(moderators: list[User]) -> None:
    marlin = UserFactory(username="Marlin")
    comment = in_held_discussion()
    acts = [lambda by=by: fresh(comment).approve(by=by) for by in moderators * 2]  # type: ignore[misc]
    entries = [entry for entry in at_once(*acts) if entry]
    assert len(entries) == 1 and ModerationEntry.objects.filter(act="approve").count() == 1
    work(UNDO_FOR)
    assert Notification.objects.of(marlin).count() == 1
    assert Discussion.objects.get(pk=comment.discussion_id).comment_count == 2


def test_undoing_and_telling_at_one_moment_come_out_as_one_of_them(moderators: list[User]) -> None:
    mona, reporter = moderators[0], UserFactory()
    later = timezone.now() + timedelta(minutes=1)
    for _ in ROUNDS:
        comment = CommentFactory()
        comment.report(by=reporter, reason="spam")
        entry = comment.hide(by=mona, reason="spam")
        assert entry
        undone, _told = at_once(
            tried(lambda e=entry: undo(e, by=mona)),  # type: ignore[misc]
            lambda: tell_due(later),
        )
        told = Notification.objects.filter(comment=comment).count()
        if isinstance(undone, Refusal):
            assert (fresh(comment).state, told) == ("hidden", 1)
        else:
            assert (fresh(comment).state, told) == ("public", 0)
        assert Report.objects.get(comment=comment).outcome == ("upheld" if told else "open")
    assert not Telling.objects.exists()


def test_two_workers_tell_a_decision_once(moderators: list[User]) -> None:
    reporter = UserFactory()
    comments = CommentFactory.create_batch(5, article=ArticleFactory())
    for comment in comments:
        comment.report(by=reporter, reason="spam")
        comment.hide(by=moderators[0], reason="spam")
    later = timezone.now() + timedelta(minutes=1)
    at_once(*[lambda: tell_due(later)] * 4)
    assert Notification.objects.of(reporter).count() == 5


def test_undone_twice_at_once_it_is_undone_once(moderators: list[User]) -> None:
    entry = CommentFactory().hide(by=moderators[0], reason="spam")
    answers = at_once(*[tried(lambda: undo(entry, by=moderators[0]))] * 4)  # type: ignore[arg-type]
    assert sum(isinstance(answer, list) for answer in answers) == 1
    assert ModerationEntry.objects.filter(act="undo").count() == 1


@pytest.mark.parametrize("verb", ["hide", "approve", "reject_reports"])
def test_its_author_deletes_what_is_being_judged(moderators: list[User], verb: str) -> None:
    for _ in ROUNDS:
        comment, reporter = CommentFactory(text="unspeakable"), UserFactory()
        comment.report(by=reporter, reason="spam")
        seen = sights([comment])[comment.pk]
        decided, deleted = at_once(
            tried(
                lambda c=comment, s=seen: getattr(fresh(c), verb)(by=moderators[0], reason="x", seen=s)  # type: ignore[misc]
            ),
            tried(lambda c=comment: fresh(c).withdraw(by=c.author)),  # type: ignore[misc]
        )
        comment.refresh_from_db()
        if isinstance(deleted, Refusal):
            assert verb == "hide" and comment.state == "hidden"
        else:
            assert (comment.state, comment.text, comment.open_reports) == ("deleted", "", 0)
        if isinstance(decided, Refusal):
            assert "deleted it meanwhile" in decided.message
        work(UNDO_FOR)
        told = list(Notification.objects.of(reporter).values_list("words", flat=True))
        assert told == (["upheld"] if comment.state == "hidden" else ["gone"])
    assert recount() == []


def test_hiding_while_others_answer_vote_edit_and_quote_leaves_nothing_of_it_standing(
    moderators: list[User],
) -> None:
    for _ in ROUNDS:
        comment = CommentFactory(text="unspeakable", by=UserFactory())
        author, replier, voter, quoter = comment.author, UserFactory(), UserFactory(), Client()
        quoter.force_login(UserFactory())
        *_acts, quoted = at_once(
            tried(lambda c=comment: fresh(c).hide(by=moderators[0], reason="insult")),  # type: ignore[misc]
            tried(lambda c=comment, r=replier: c.discussion.post(by=r, text="No!", parent=c)),  # type: ignore[misc]
            tried(lambda c=comment, v=voter: fresh(c).vote(by=v, value=-1)),  # type: ignore[misc]
            tried(lambda c=comment, a=author: fresh(c).edit(by=a, text="unspeakable, still")),  # type: ignore[misc]
            lambda c=comment, q=quoter: q.get(f"/comments/{c.pk}/quote/"),  # type: ignore[misc]
        )
        comment.refresh_from_db()
        assert comment.state == "hidden" and quoted.status_code in (200, 404)  # type: ignore[attr-defined]
        replies = Comment.objects.filter(parent=comment, state="public").count()
        assert Discussion.objects.get(pk=comment.discussion_id).comment_count == replies
        # What was quoted a moment before can't be said in answer to it any more.
        with pytest.raises(Refusal):
            comment.discussion.post(by=UserFactory(), text="> unspeakable\n\nNo!", parent=comment)
        assert quoter.get(f"/comments/{comment.pk}/quote/").status_code == 404
        article = comment.discussion.article
        assert "unspeakable" not in Client().get(article.get_absolute_url()).text
    assert recount() == []


def test_a_decision_and_the_erasure_of_who_reported_never_wait_for_each_other(moderators: list[User]) -> None:
    comments, readers = CommentFactory.create_batch(6, article=ArticleFactory()), UserFactory.create_batch(3)
    for comment in comments:
        for reader in readers:
            comment.report(by=reader, reason="spam")

    def decide(by: User, among: list[Comment]) -> None:
        for comment in among:
            fresh(comment).reject_reports(by=by)

    at_once(
        *(lambda r=r: list(erase(r)) for r in readers),  # type: ignore[misc]
        lambda: decide(moderators[0], comments),
        lambda: decide(moderators[1], comments[::-1]),
    )
    assert recount() == [] and not Report.objects.exists()


def test_of_many_who_look_at_once_one_has_it() -> None:
    comment, moderators = CommentFactory(), ModeratorFactory.create_batch(6)
    answers = at_once(*[lambda by=by: claim(comment.pk, by=by) for by in moderators])  # type: ignore[misc]
    assert answers.count(True) == 1
    assert Claim.objects.get().moderator == moderators[answers.index(True)]


def test_reports_that_come_while_it_is_decided_are_counted_right(moderators: list[User]) -> None:
    comment, readers = CommentFactory(), UserFactory.create_batch(5)
    acts: list[Callable[[], Any]] = [
        tried(lambda r=r: fresh(comment).report(by=r, reason="spam"))  # type: ignore[misc]
        for r in readers
    ]
    at_once(*acts, lambda: fresh(comment).reject_reports(by=moderators[0]))
    assert recount() == []
    comment.refresh_from_db()
    assert comment.open_reports == Report.objects.waiting().count()
    readers[0].delete()
    readers[1].delete()
    assert recount() == []
