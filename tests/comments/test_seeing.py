"""Nobody decides unawares on what another has decided on or looks at, on other words than they read, or in their own cause."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import User
from comments.claiming import claim, release
from comments.models import Claim, Comment, ModerationEntry
from comments.models.claim import LASTS
from comments.moderation import hide, restore
from comments.refusal import Refusal
from comments.seeing import sights
from tests.comments.pages import act, field, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def otto() -> User:
    return ModeratorFactory(username="Otto")


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"))


def sight(comment: Comment) -> str:
    return sights([Comment.objects.get(pk=comment.pk)])[comment.pk]


def refused(act: Any, **fields: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act(**fields)
    return refusal.value


def test_the_second_is_told_who_decided_what_and_when(comment: Comment, mona: User, otto: User) -> None:
    seen = sight(comment)
    assert comment.hide(by=mona, reason="spam", seen=seen)
    refusal = refused(comment.hide, by=otto, reason="insult", seen=seen)
    assert refusal.code == "moved"
    assert "Mona" in refusal.message and "hidden" in refusal.message and "JST" in refusal.message
    assert refused(comment.restore, by=mona, seen=seen).message.startswith("You have decided")
    assert ModerationEntry.objects.count() == 1


def test_a_decision_that_leaves_it_public_is_one_too(comment: Comment, mona: User, otto: User) -> None:
    comment.report(by=UserFactory(), reason="spam")
    seen = sight(comment)
    comment.reject_reports(by=mona, seen=seen)
    assert "reports rejected" in refused(comment.hide, by=otto, reason="spam", seen=seen).message
    comment.refresh_from_db()
    assert comment.is_public
    assert comment.hide(by=otto, reason="spam", seen=sight(comment))


def test_other_words_than_were_read_are_not_decided_on(comment: Comment, otto: User) -> None:
    seen = sight(comment)
    comment.edit(by=comment.author, text="Something else.")  # type: ignore[arg-type]
    assert "changed it meanwhile" in refused(comment.approve, by=otto, seen=seen).message
    seen = sight(comment)
    comment.withdraw(by=comment.author)  # type: ignore[arg-type]
    assert "deleted it meanwhile" in refused(comment.hide, by=otto, reason="spam", seen=seen).message
    assert "changed" in refused(CommentFactory().hide, by=otto, reason="x", seen="made up").message


def test_votes_replies_reports_and_picks_move_nothing(comment: Comment, mona: User) -> None:
    seen = sight(comment)
    comment.vote(by=UserFactory(), value=1)
    comment.report(by=UserFactory(), reason="spam")
    comment.pick(by=mona)
    CommentFactory(parent=comment)
    assert sight(comment) == seen


def test_of_many_those_are_taken_that_stand_as_they_were_seen(mona: User, otto: User) -> None:
    comments = CommentFactory.create_batch(3, article=ArticleFactory())
    seen = sights(comments)
    comments[1].hide(by=mona, reason="spam")
    entries = hide(Comment.objects.all(), by=otto, reason="wave", seen=seen)
    assert [entry.comment_id for entry in entries] == [comments[0].pk, comments[2].pk]
    comments[1].restore(by=mona)
    with pytest.raises(Refusal):
        hide(Comment.objects.filter(pk=comments[1].pk), by=otto, reason="wave", seen=seen)


def test_who_looks_first_has_it_for_two_minutes_and_then_it_falls_to_the_next(
    comment: Comment, mona: User, otto: User, time_machine: Any
) -> None:
    assert claim(comment.pk, by=mona) and claim(comment.pk, by=mona) and not claim(comment.pk, by=otto)
    refusal = refused(comment.hide, by=otto, reason="spam", seen=sight(comment))
    assert refusal.code == "claimed" and "Mona" in refusal.message
    time_machine.move_to(timezone.now() + LASTS - timedelta(seconds=1), tick=False)
    assert not claim(comment.pk, by=otto)
    time_machine.move_to(timezone.now() + timedelta(seconds=1), tick=False)
    assert claim(comment.pk, by=otto) and not claim(comment.pk, by=mona)
    assert Claim.objects.get().moderator == otto


def test_looking_at_the_next_frees_the_last_and_deciding_frees_it_too(mona: User, otto: User) -> None:
    first, second = CommentFactory.create_batch(2, article=ArticleFactory())
    claim(first.pk, by=mona)
    claim(second.pk, by=mona)
    assert claim(first.pk, by=otto)
    second.hide(by=mona, reason="spam", seen=sight(second))
    assert list(Claim.objects.values_list("comment", flat=True)) == [first.pk]
    release(otto)
    assert not Claim.objects.exists()


def test_only_moderators_claim(comment: Comment) -> None:
    for nobody in (UserFactory(), EditorFactory()):
        with pytest.raises(PermissionDenied):
            claim(comment.pk, by=nobody)


@pytest.mark.parametrize("verb", ["hide", "approve", "reject_reports", "restore"])
def test_moderators_decide_neither_on_their_own_comments_nor_on_those_of_the_house(
    mona: User, verb: str
) -> None:
    for author, code in ((mona, "own"), (ModeratorFactory(), "staff"), (EditorFactory(), "staff")):
        comment = CommentFactory(by=author)
        comment.report(by=UserFactory(), reason="spam")
        if verb == "restore":
            Comment.objects.filter(pk=comment.pk).update(state="hidden")
        assert refused(getattr(comment, verb), by=mona, reason="because").code == code
    assert not ModerationEntry.objects.exists()
    comment.refresh_from_db()
    assert comment.open_reports == 1


def test_of_many_those_of_the_house_are_left_and_who_runs_the_site_decides_on_them(mona: User) -> None:
    article = ArticleFactory()
    readers, own = CommentFactory(article=article), CommentFactory(article=article, by=mona)
    assert [e.comment for e in hide(Comment.objects.all(), by=mona, reason="wave")] == [readers]
    chief = ModeratorFactory(is_superuser=True)
    assert own.hide(by=chief, reason="an example")
    with pytest.raises(Refusal):
        restore(Comment.objects.filter(pk=own.pk), by=mona)


def test_on_the_page_too_the_second_is_told_and_keeps_what_they_typed(
    comment: Comment, mona: User, otto: User, client: Any
) -> None:
    client.force_login(otto)
    sighted = field(client.get(f"/comments/{comment.pk}/hide/").text, "sight")
    comment.approve(by=mona)
    answer = act(client, comment, "hide", reason="Rude.", sight=sighted)
    assert answer.status_code == 422 and "Mona has decided on it meanwhile" in words(answer.text)
    assert "Rude." in answer.text and Comment.objects.get().is_public


def test_on_the_page_and_in_the_lists_too_a_moderator_leaves_the_house_alone(mona: User, client: Any) -> None:
    client.force_login(mona)
    comment = CommentFactory(by=mona)
    comment.report(by=UserFactory(), reason="spam")
    for verb in ("hide", "reject"):
        answer = act(client, comment, verb, reason="x", follow=True)
        assert answer.status_code in (303, 422)
    for action in ("hide_selected", "restore_selected", "reject_selected"):
        chosen = {"action": action, "_selected_action": [comment.pk], "reason": "x"}
        if action == "restore_selected":
            Comment.objects.update(state="hidden")
        answer = client.post("/admin/comments/comment/", chosen, follow=True)
        assert "is your own" in words(answer.text), action
    assert not ModerationEntry.objects.exists()
