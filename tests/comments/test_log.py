"""The log of moderation: every act with who, whom, why, before and after; never rewritten, by nobody."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.log import note
from comments.models import Comment, ModerationEntry, Reason, Sanction
from comments.moderation import hide, restore
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


def newest() -> Any:
    return ModerationEntry.objects.first()


def test_hiding_and_restoring_say_whom_they_concern_and_what_they_changed() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.hide(by=moderator, reason="spam")
    entry = newest()
    assert (entry.act, entry.comment, entry.actor, entry.reader) == (
        "hide",
        comment,
        moderator,
        comment.author,
    )
    assert (entry.reason, entry.before, entry.after) == ("spam", {"state": "public"}, {"state": "hidden"})
    comment.restore(by=moderator)
    assert (newest().act, newest().before, newest().after) == (
        "restore",
        {"state": "hidden"},
        {"state": "public"},
    )


def test_letting_in_what_was_held_is_called_approving() -> None:
    article = ArticleFactory()
    CommentFactory(article=article).discussion.set_state("held", by=ModeratorFactory())
    CommentFactory(article=article).restore(by=ModeratorFactory())
    assert (newest().act, newest().before) == ("approve", {"state": "held"})


def test_many_at_once_are_one_act_and_one_alone_needs_no_name_for_it() -> None:
    comments = CommentFactory.create_batch(3, article=ArticleFactory())
    moderator = ModeratorFactory()
    hide(Comment.objects.all(), by=moderator, reason="wave")
    assert ModerationEntry.objects.values("batch").distinct().count() == 1 and newest().batch
    restore(Comment.objects.filter(pk=comments[0].pk), by=moderator)
    assert newest().batch is None


def test_sanctions_and_their_lifting_are_in_it(time_machine: Any) -> None:
    reader, moderator = UserFactory(), ModeratorFactory()
    until = timezone.now() + timedelta(hours=3)
    one = Sanction.objects.suspend(reader, by=moderator, reason="Mind your words.", until=until)
    entry = newest()
    assert (entry.act, entry.reader, entry.actor, entry.comment) == ("suspend", reader, moderator, None)
    assert entry.after == {"sanction": one.pk, "until": until.isoformat()}
    for _again in range(2):
        one.lift(by=moderator)
    acts = ModerationEntry.objects.filter(reader=reader).order_by("id").values_list("act", flat=True)
    assert list(acts) == ["suspend", "lift"]


def test_switching_a_discussion_is_in_it_and_the_same_again_is_not() -> None:
    discussion, moderator = CommentFactory().discussion, ModeratorFactory()
    for _again in range(2):
        discussion.set_state("closed", by=moderator)
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.discussion, entry.actor) == ("switch", discussion, moderator)
    assert (entry.before, entry.after) == ({"state": "open"}, {"state": "closed"})


def test_changing_the_voting_policy_is_in_it_and_saving_it_unchanged_is_not() -> None:
    client = Client()
    client.force_login(ModeratorFactory())
    typed = {"hides": "first", "minutes": "30", "line_votes": "25", "line_share": "0.75"}
    for _again in range(2):
        answer = client.post("/admin/comments/votingpolicy/1/change/", typed)
        assert answer.status_code == 302
    entry = ModerationEntry.objects.get()
    assert entry.act == "policy"
    assert (entry.before, entry.after) == (
        {"hides": "never", "minutes": 60},
        {"hides": "first", "minutes": 30},
    )


def test_a_rule_acts_without_a_person() -> None:
    reader = UserFactory()
    note("refuse", by=None, reader=reader, rule="words", reason="Too rude.")
    assert (newest().actor, newest().rule, newest().reader) == (None, "words", reader)


@pytest.mark.parametrize(
    "change",
    [
        {"id": 0},
        {"act": "restore"},
        {"reason": "none"},
        {"rule": "words"},
        {"before": {"state": "held"}},
        {"after": {}},
        {"comment": None},
        {"batch": "00000000-0000-0000-0000-000000000001"},
        {"created_at": timezone.now() - timedelta(days=1)},
    ],
)
def test_nothing_in_it_can_be_changed(change: dict[str, Any]) -> None:
    CommentFactory().hide(by=ModeratorFactory(), reason="spam")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModerationEntry.objects.update(**change)


def test_it_cant_be_emptied_not_even_as_a_whole() -> None:
    CommentFactory().hide(by=ModeratorFactory(), reason="spam")
    with connection.cursor() as cursor:
        # A table with checks still to come isn't emptied anyway.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for statement in (
            "DELETE FROM comments_moderationentry",
            "TRUNCATE comments_moderationentry CASCADE",
            "TRUNCATE comments_comment CASCADE",
        ):
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement)
    assert ModerationEntry.objects.count() == 1


def test_the_accounts_it_names_may_go_and_no_other_may_be_put_in_their_place() -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    for name in ("actor", "reader"):
        with pytest.raises(ProgrammingError), transaction.atomic():
            ModerationEntry.objects.update(**{name: UserFactory()})
    reader = comment.author
    assert reader
    Comment.objects.update(author=None)
    reader.delete()
    assert (newest().reader, newest().act) == (None, "hide")
    with pytest.raises(ProgrammingError), transaction.atomic():
        ModerationEntry.objects.update(reader=UserFactory())


def test_an_entry_is_undone_once() -> None:
    comment, moderator = CommentFactory(), ModeratorFactory()
    comment.hide(by=moderator, reason="spam")
    undone = newest()
    note("undo", by=moderator, comment=comment, undoes=undone)
    with pytest.raises(IntegrityError), transaction.atomic():
        note("undo", by=moderator, comment=comment, undoes=undone)


def test_it_is_searched_by_words_names_and_numbers_and_shown_by_comment_reader_and_moderator() -> None:
    mona, client = ModeratorFactory(username="Mona"), Client()
    client.force_login(mona)
    comment, other = CommentFactory(by=UserFactory(username="Kelpie")), CommentFactory()
    comment.hide(by=mona, reason="Sells boats.")
    other.hide(by=ModeratorFactory(), reason="Rude.")
    path = "/admin/comments/moderationentry/"
    assert "Sells boats." in client.get(path).text and "Rude." in client.get(path).text
    queries = [
        *("q=BOAT", "q=mona", "q=kelp", f"q=%23{comment.pk}"),
        *(f"comment={comment.pk}", f"reader={comment.author_id}", f"actor={mona.pk}"),
    ]
    for query in queries:
        html = client.get(f"{path}?{query}").text
        assert "Sells boats." in html and "Rude." not in html, query
    assert "public → hidden" in html
    assert "1 entry" in client.get(f"{path}?undone=no&q=boat").text


def test_a_reason_of_the_list_stands_in_the_language_of_who_reads_and_is_found_in_either() -> None:
    mona, japanese = ModeratorFactory(), {"headers": {"accept-language": "ja"}}
    client = Client()
    client.force_login(mona)
    comment = CommentFactory()
    Reason.objects.create(words="Sells boats", words_ja="船の販売")
    comment.hide(by=mona, reason="Sells boats: again")
    entry = newest()
    for path in (
        "/admin/comments/moderationentry/",
        "/admin/comments/moderationentry/?q=BOAT",
        f"/admin/comments/moderationentry/?q={quote('船の')}",
        f"/admin/comments/moderationentry/{entry.pk}/change/",
        f"/admin/comments/queue/{comment.pk}/",
        f"/admin/comments/comment/{comment.pk}/change/",
    ):
        listed = 'value="Sells boats"'
        assert "Sells boats: again" in client.get(path).text, path
        told = client.get(path, **japanese).text.replace(listed, "")
        assert "船の販売: again" in told and "Sells boats: again" not in told, path


def test_it_takes_the_same_queries_for_one_and_for_thirty() -> None:
    client, taken, moderator = Client(), [], ModeratorFactory()
    client.force_login(moderator)
    for count in (1, 29):
        for comment in CommentFactory.create_batch(count, article=ArticleFactory()):
            comment.hide(by=moderator, reason="spam")
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/comments/moderationentry/").status_code == 200
        taken.append(len(queries))
    assert taken[0] == taken[1]
