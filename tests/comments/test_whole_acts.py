"""All that one reader wrote since a time is hidden as one act, counted before, undone or restored as one, and cheap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from comments import whole_acts
from comments.models import Comment, ModerationEntry, Report, Telling
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.undoing import undo
from tests.comments.pages import words
from tests.factories import CommentFactory, EditorFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db


def wrote(author: User, *hours_ago: float, **options: Any) -> list[Comment]:
    """Comments of `author`, each posted so long ago, in several discussions."""
    made = []
    for hours in hours_ago:
        rest()
        comment = CommentFactory(by=author, text=f"What I said {hours} hours ago.", **options)
        Comment.objects.filter(pk=comment.pk).update(created_at=timezone.now() - timedelta(hours=hours))
        made.append(comment)
    return made


def states(*comments: Comment) -> list[str]:
    found = Comment.objects.in_bulk([one.pk for one in comments])
    return [found[one.pk].state for one in comments]


def batch_of(answer: Any) -> UUID:
    assert answer.status_code == 303, words(answer.text)
    return UUID(answer.headers["Location"].split("/")[-2])


def test_the_numbers_stand_there_before_anything_is_done(desk: Client, kelpie: User) -> None:
    comments = wrote(kelpie, 0.5, 5, 100, 2000)
    wrote(UserFactory(), 0.5)
    comments[1].hide(by=ModeratorFactory(), reason="x")
    html = " ".join(desk.get(f"/comments/{comments[2].pk}/hide-since/").text.split())
    shown = words(html)
    for told in (
        "this comment on 2",
        "the last hour 1",
        "24 hours 1",
        "7 days 2",
        "30 days 2",
        "they wrote 3",
    ):
        assert told in shown
    since = timezone.localtime(timezone.now() - timedelta(hours=3)).strftime("%Y-%m-%dT%H:%M")
    counted = words(
        desk.get(f"/comments/{comments[2].pk}/hide-since/", {"since": "from", "from": since}).text
    )
    assert "since 1 Count" in counted
    assert states(*comments) == ["public", "hidden", "public", "public"]


def test_one_press_hides_them_all_and_the_page_of_the_act_undoes_it(
    desk: Client, mona: User, kelpie: User
) -> None:
    comments = wrote(kelpie, 0.5, 5, 100)
    comments[0].report(by=UserFactory(), reason="spam")
    other = wrote(UserFactory(), 0.5)[0]
    answer = desk.post(
        f"/comments/{comments[1].pk}/hide-since/", {"since": "24", "words": "Spam."}, follow=False
    )
    batch = batch_of(answer)
    assert states(*comments, other) == ["hidden", "hidden", "public", "public"]
    entries = ModerationEntry.objects.filter(batch=batch)
    assert set(entries.values_list("act", "actor", "reader", "reason")) == {
        ("hide", mona.pk, kelpie.pk, "Spam.")
    }
    log = desk.get(f"/admin/comments/moderationentry/{entries[0].pk}/change/").text
    assert f'href="/comments/acts/{batch}/"' in log
    page = desk.get(f"/comments/acts/{batch}/")
    assert "Hidden: 2 comments, as one act" in words(page.text) and 'name="undo"' in page.text
    desk.post(f"/comments/acts/{batch}/", {"undo": "1"})
    assert states(*comments) == ["public"] * 3
    assert Report.objects.get().outcome == "open" and not Telling.objects.exists()
    assert "It was undone" in words(desk.get(f"/comments/acts/{batch}/").text)


def test_later_it_is_restored_as_one_act_by_whoever_moderates(kelpie: User, mona: User) -> None:
    comments = wrote(kelpie, 1, 2, 3, 4)
    batch = whole_acts.hide_since(kelpie, None, by=mona, reason="Spam.")
    work(UNDO_FOR)
    # What somebody has decided on by itself since is left as it was decided.
    comments[0].restore(by=mona)
    comments[0].hide(by=ModeratorFactory(), reason="This one is.")
    comments[1].restore(by=mona)
    other = Client()
    other.force_login(ModeratorFactory())
    page = other.get(f"/comments/acts/{batch}/")
    assert "2 of them are hidden" in words(page.text) and 'name="undo"' not in page.text
    restored = batch_of(other.post(f"/comments/acts/{batch}/", {"restore": "1"}))
    assert states(*comments) == ["hidden", "public", "public", "public"]
    assert ModerationEntry.objects.filter(batch=restored, act="restore").count() == 2
    again = other.post(f"/comments/acts/{batch}/", {"restore": "1"})
    assert again.status_code == 422 and "Nothing of it is hidden any more." in words(again.text)


def test_what_waits_is_hidden_too_and_comes_back_held(kelpie: User, mona: User) -> None:
    discussion = CommentFactory().discussion
    discussion.set_state("held", by=mona)
    comment = CommentFactory(by=kelpie, article=discussion.article)
    batch = whole_acts.hide_since(kelpie, None, by=mona, reason="Spam.")
    assert states(comment) == ["hidden"]
    undo(ModerationEntry.objects.get(batch=batch), by=mona)
    assert states(comment) == ["held"]


def test_without_a_reason_a_time_or_anything_to_hide_nothing_is_done(desk: Client, kelpie: User) -> None:
    comment = wrote(kelpie, 3)[0]
    for typed, sentence in (
        ({"since": "24"}, "Say why"),
        ({"words": "Spam."}, "Choose since when."),
        ({"since": "from", "from": "2026-99-99T00:00", "words": "Spam."}, "Choose since when."),
        ({"since": "from", "words": "Spam."}, "Choose since when."),
        ({"since": "1", "words": "Spam."}, "nothing of theirs to hide"),
    ):
        answer = desk.post(f"/comments/{comment.pk}/hide-since/", typed)
        assert answer.status_code == 422 and sentence in words(answer.text), typed
    assert states(comment) == ["public"] and not ModerationEntry.objects.exists()


def test_nobody_of_the_house_and_nobody_without_an_account(desk: Client, mona: User) -> None:
    for author in (mona, EditorFactory(), ModeratorFactory()):
        comment = wrote(author, 1)[0]
        answer = desk.post(f"/comments/{comment.pk}/hide-since/", {"since": "all", "words": "x"})
        assert answer.status_code == 422 and states(comment) == ["public"]
    orphan = CommentFactory()
    Comment.objects.filter(pk=orphan.pk).update(author=None)
    answer = desk.post(f"/comments/{orphan.pk}/hide-since/", {"since": "all", "words": "x"})
    assert answer.status_code == 422 and states(orphan) == ["public"]


def test_many_cost_as_many_statements_as_few(kelpie: User, mona: User) -> None:
    def cost(hours_ago: list[float]) -> int:
        wrote(kelpie, *hours_ago)
        with CaptureQueriesContext(connection) as queries:
            batch = whole_acts.hide_since(kelpie, None, by=mona, reason="Spam.")
        work(UNDO_FOR)
        with CaptureQueriesContext(connection) as more:
            whole_acts.restore_all(batch, by=mona)
        Comment.objects.all().update(state="deleted")
        return len(queries) + len(more)

    # What moderators may do is looked up once for each of them.
    assert mona.has_perm("comments.moderate_comment")
    assert cost([1, 2]) == cost([1 + n / 100 for n in range(30)])


def test_what_is_posted_after_the_count_is_hidden_as_well(desk: Client, kelpie: User) -> None:
    first = wrote(kelpie, 2)[0]
    desk.get(f"/comments/{first.pk}/hide-since/")
    rest()
    second = CommentFactory(by=kelpie)
    desk.post(f"/comments/{first.pk}/hide-since/", {"since": "this", "words": "Spam."})
    assert states(first, second) == ["hidden", "hidden"]


def test_only_moderators_do_it(kelpie: User) -> None:
    wrote(kelpie, 1)
    for user in (UserFactory(), EditorFactory()):
        with pytest.raises(PermissionDenied):
            whole_acts.hide_since(kelpie, None, by=user, reason="x")
    with pytest.raises(Refusal):
        whole_acts.restore_all(UUID(int=1), by=ModeratorFactory())
