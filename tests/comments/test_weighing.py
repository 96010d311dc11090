"""What reports weigh: by how often their reporters were right, those that act together as one; and what is held for it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from accounts.models import User
from comments import queues
from comments.claiming import claim
from comments.erasing import erase
from comments.look import Kind, Look, Order
from comments.models import Comment, ModerationEntry, Report, RuleSetting
from comments.recount import recount
from comments.rule_figures import figures
from comments.tasks import watch_votes
from comments.undoing import undo
from comments.weighing import Record, records_of, weigh
from tests.comments.pages import comment_html, page, words
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, UserFactory

pytestmark = pytest.mark.django_db


def readers(count: int) -> list[User]:
    """Who have been here for a month."""
    return UserFactory.create_batch(count)


def report(comment: Comment, *by: User, **options: str) -> None:
    for one in by:
        comment.report(by=one, reason="spam", **options)


def state(comment: Comment) -> str:
    comment.refresh_from_db()
    return comment.state


def record(reader: User, *, right: int, wrong: int, by: User) -> None:
    """Gives `reader` reports that were decided so."""
    for place in range(right + wrong):
        comment = CommentFactory()
        report(comment, reader)
        if place < right:
            comment.hide(by=by, reason="spam")
        else:
            comment.reject_reports(by=by)


# ---------------------------------------------------------------------- one reporter


@pytest.mark.parametrize(
    ("right", "decided", "weight"), [(0, 0, 1), (3, 3, 1.6), (48, 48, 1.96), (0, 8, 0.2), (5, 10, 1)]
)
def test_the_more_often_somebody_was_right_the_more_their_word_weighs(
    right: int, decided: int, weight: float
) -> None:
    assert Record(right, decided).weight == pytest.approx(weight)


def test_a_report_weighs_what_its_reporter_had_earned_by_then(mona: User) -> None:
    good, bad, new = readers(3)
    record(good, right=3, wrong=0, by=mona)
    record(bad, right=0, wrong=2, by=mona)
    comment = CommentFactory()
    report(comment, good, bad, new)
    weights = dict(Report.objects.filter(comment=comment).values_list("reporter", "weight"))
    assert weights == {good.pk: 1.6, bad.pk: 0.5, new.pk: 1}
    assert weigh(comment.pk).total == 3.1
    assert records_of([good.pk, bad.pk, new.pk]) == {good.pk: (3, 3), bad.pk: (0, 2), new.pk: (0, 0)}


def test_only_the_latest_fifty_speak_of_a_reporter(mona: User) -> None:
    (reader,) = readers(1)
    comments = CommentFactory.create_batch(60, article=ArticleFactory())
    Report.objects.bulk_create(
        Report(comment=one, reporter=reader, reason="spam", outcome="rejected" if place < 10 else "upheld")
        for place, one in enumerate(comments)
    )
    assert records_of([reader.pk])[reader.pk] == (50, 50)


# ---------------------------------------------------------------------- holding


def test_at_the_threshold_a_comment_is_held_until_a_moderator_has_seen_it(mona: User) -> None:
    comment = CommentFactory()
    *first, last = readers(4)
    report(comment, *first)
    assert state(comment) == "public"
    report(comment, last)
    assert state(comment) == "held"
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.rule, entry.actor, entry.reader) == ("hold", "reports", None, comment.author)
    assert (entry.before, entry.after) == ({"state": "public"}, {"state": "held"})
    assert figures()["reports"].held == 1
    comment.approve(by=mona)
    assert state(comment) == "public" and comment.approved_at is None, "nobody is told of it as of a new one"
    report(comment, *readers(6))
    assert state(comment) == "public", "a moderator has seen it"
    assert figures()["reports"].overturned == 1


def test_what_its_author_changed_since_a_moderator_saw_it_can_be_held_again(
    mona: User, time_machine: Any
) -> None:
    comment = CommentFactory()
    comment.approve(by=mona)
    time_machine.move_to(timezone.now() + timedelta(hours=1))
    comment.edit(by=comment.author, text="Something else altogether.")  # type: ignore[arg-type]
    report(comment, *readers(4))
    assert state(comment) == "held"


def test_readers_see_nothing_of_a_held_comment_and_its_author_why(client: Client) -> None:
    author = UserFactory(language="ja")
    comment = CommentFactory(by=author, text="unspeakable")
    CommentFactory(parent=comment)
    report(comment, *readers(4))
    html = page(client, comment.discussion.article)
    assert "unspeakable" not in html
    assert "A moderator is looking at this comment." in words(comment_html(html, comment))
    client.force_login(author)
    html = page(client, comment.discussion.article)
    with translation.override("ja"):
        told = translation.gettext(
            "Readers have reported it. A moderator looks at it before it appears again."
        )
    assert "unspeakable" in html and told in html and not told.isascii()


def test_of_the_house_nothing_is_taken_down_by_reports_nor_what_a_moderator_is_looking_at(mona: User) -> None:
    for comment in (CommentFactory(by=EditorFactory()), CommentFactory()):
        claim(comment.pk, by=mona)
        report(comment, *readers(5))
        assert state(comment) == "public"
    assert not ModerationEntry.objects.exists()


def test_moderators_tune_the_threshold_and_switch_it_off(mona: User) -> None:
    rule, comment = RuleSetting.objects.get(code="reports"), CommentFactory()
    rule.change(by=mona, is_on=False, answer="", values={"weight": 2})
    report(comment, *readers(5))
    assert state(comment) == "public"
    rule.change(by=mona, is_on=True, answer="", values={"weight": 6})
    report(comment, *readers(1))
    assert state(comment) == "held"


# ---------------------------------------------------------------------- who acts together


def test_accounts_of_one_network_count_once() -> None:
    comment = CommentFactory()
    report(comment, *readers(5), network="office")
    report(comment, *readers(1), network="home")
    report(comment, *readers(1))
    weighing = weigh(comment.pk)
    assert weighing.total == 3 and [len(group) for group in weighing.groups] == [5]
    assert state(comment) == "public"


def test_accounts_that_were_made_together_count_once_while_they_are_fresh(time_machine: Any) -> None:
    comment = CommentFactory()
    ring = UserFactory.create_batch(6, date_joined=timezone.now() - timedelta(days=1))
    report(comment, *ring)
    assert weigh(comment.pk).total == 1 and state(comment) == "public"
    time_machine.move_to(timezone.now() + timedelta(days=8))
    assert weigh(comment.pk).total == 6


def test_accounts_that_meet_again_and_again_count_once_unless_they_were_right(mona: User) -> None:
    ring, good = readers(4), readers(4)
    for _ in range(3):
        chased, wrong = CommentFactory(), CommentFactory()
        report(chased, *ring[:3])
        report(wrong, *good[:3])
        wrong.hide(by=mona, reason="spam")
    comment, other = CommentFactory(), CommentFactory()
    report(comment, *ring)
    report(other, *good[:2])
    assert [set(group) for group in weigh(comment.pk).groups] == [{one.pk for one in ring[:3]}]
    assert (weigh(comment.pk).total, state(comment)) == (2, "public")
    assert weigh(other.pk).groups == []


def test_who_is_joined_over_others_is_of_one_group() -> None:
    comment, (one, two, three) = CommentFactory(), readers(3)
    fresh = timezone.now() - timedelta(days=1)
    User.objects.filter(pk__in=[two.pk, three.pk]).update(date_joined=fresh)
    report(comment, one, network="n")
    report(comment, two, network="n")
    report(comment, three)
    assert weigh(comment.pk).groups == [frozenset({one.pk, two.pk, three.pk})]


def test_where_a_report_came_from_is_forgotten_after_a_day(time_machine: Any) -> None:
    comment = CommentFactory()
    report(comment, *readers(1), network="office")
    watch_votes.func()
    assert Report.objects.get().network == "office"
    time_machine.move_to(timezone.now() + timedelta(days=1, minutes=1))
    watch_votes.func()
    assert Report.objects.get().network == ""


def test_the_screen_tells_how_often_who_reported_was_right_and_who_counts_once(mona: User) -> None:
    comment, (good, other) = CommentFactory(), readers(2)
    record(good, right=2, wrong=1, by=mona)
    report(comment, good, other, network="office")
    desk = Client()
    desk.force_login(mona)
    told = words(desk.get(f"/admin/comments/queue/{comment.pk}/").text)
    assert "Right in 2 of 3" in told and "Together they weigh 1.2." in told
    assert told.count("Acts together with 1 other: they count once") == 2


# ---------------------------------------------------------------------- the order at the desk


def most_reported() -> list[int]:
    return [one.pk for one in queues.page(Look(Kind.REPORTED, Order.MOST)).rows]


def test_most_reported_first_goes_by_what_reports_weigh_and_brigades_count_once(mona: User) -> None:
    brigaded, doubtful, sound = CommentFactory(), CommentFactory(), CommentFactory()
    (good,), (bad, worse) = readers(1), readers(2)
    record(good, right=3, wrong=0, by=mona)
    for one in (bad, worse):
        record(one, right=0, wrong=4, by=mona)
    report(brigaded, *readers(5), network="office")
    report(doubtful, bad, worse)
    report(sound, good)
    assert most_reported() == [sound.pk, brigaded.pk, doubtful.pk]
    weights = (
        Comment.objects.filter(reports_weigh__gt=0).order_by("pk").values_list("reports_weigh", flat=True)
    )
    assert list(weights) == [100, 66, 160]
    desk = Client()
    desk.force_login(mona)
    told = words(desk.get("/admin/comments/queue/?queue=reported").text)
    assert (
        "5 reports, weight 1" in told and "2 reports, weight 0.66" in told and "1 report, weight 1.6" in told
    )
    brigaded.approve(by=mona)
    assert most_reported() == [sound.pk, doubtful.pk]


def test_what_was_weighed_is_put_back_by_undoing_and_counted_anew_where_a_reporter_leaves(mona: User) -> None:
    comment = CommentFactory()
    first, *others = readers(3)
    report(comment, first, *others, network="office")
    entry = comment.reject_reports(by=mona)
    comment.refresh_from_db()
    assert comment.reports_weigh == 0
    undo(entry, by=mona)  # type: ignore[arg-type]
    comment.refresh_from_db()
    assert (comment.open_reports, comment.reports_weigh) == (3, 100)
    # The one that counted for all three of them.
    assert Report.objects.get(counted=100).reporter == first
    for _ in erase(first):
        pass
    comment.refresh_from_db()
    assert (comment.open_reports, comment.reports_weigh) == (2, 100)
    assert recount() == []
