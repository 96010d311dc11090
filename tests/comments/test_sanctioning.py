"""Sanctioning from a comment: one page, one press; lifted, undone, told in the reader's language, and never one of the house."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.models import User
from comments import limits, reasons, sanctioning
from comments.models import Comment, ModerationEntry, Reason, Sanction, Telling
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.undoing import last_undoable, undo
from tests.comments.pages import comment_html, field, page, words
from tests.factories import CommentFactory, EditorFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"), text="What I think.")


def address(comment: Comment) -> str:
    return f"/comments/{comment.pk}/sanction/"


def ground(words: str) -> Reason:
    return Reason.objects.get(words=words)


def test_it_is_reached_from_the_comment_and_shows_what_there_is_to_know(
    desk: Client, mona: User, comment: Comment
) -> None:
    rest()
    hidden = CommentFactory(by=comment.author)
    hidden.hide(by=mona, reason="x")
    Sanction.objects.warn(comment.author, by=ModeratorFactory(username="Moll"), reason="Mind your words.")
    assert f'href="{address(comment)}"' in comment_html(page(desk, comment.discussion.article), comment)
    shown = words(desk.get(address(comment)).text)
    for part in (
        "Kelpie",
        "What I think.",
        "2 comments, 1 of them hidden",
        "Warned",
        "Mind your words.",
        "Moll,",
    ):
        assert part in shown
    for label in ("Warn:", "1 hour", "3 hours", "24 hours", "7 days", "30 days", "Ban,", "Insult or threat"):
        assert label in shown


@pytest.mark.parametrize(
    ("what", "kind", "hours"),
    [("warn", "warn", None), ("1", "suspend", 1), ("720", "suspend", 720), ("ban", "ban", None)],
)
def test_one_press_sanctions_for_the_comment_and_hides_it_as_one_act(
    desk: Client, mona: User, comment: Comment, what: str, kind: str, hours: int | None
) -> None:
    sight = field(desk.get(address(comment)).text, "sight")
    typed = {"what": what, "ground": ground("Insult or threat").pk, "words": "“Fool” is one.", "hides": "1"}
    assert desk.post(address(comment), typed | {"sight": sight}).status_code == 303
    one = Sanction.objects.get()
    assert (one.kind, one.reader, one.by, one.comment) == (kind, comment.author, mona, comment)
    assert one.reason == "Insult or threat: “Fool” is one."
    assert one.reason_ja == "侮辱・脅迫: “Fool” is one."
    lasts = one.until and round((one.until - one.at) / timedelta(hours=1))
    assert lasts == hours
    comment.refresh_from_db()
    assert comment.state == "hidden"
    acts = ModerationEntry.objects.filter(comment=comment)
    assert {entry.act for entry in acts} == {"hide", kind} and len({entry.batch for entry in acts}) == 1


def test_the_reader_is_told_the_reason_in_their_language(comment: Comment, mona: User) -> None:
    reason = reasons.joined(ground("Insult or threat"), "")
    Sanction.objects.ban(comment.author, by=mona, reason=reason)
    reader = Client()
    reader.force_login(comment.author)
    assert "Insult or threat" in words(reader.get("/accounts/").text)
    japanese = words(reader.get("/accounts/", headers={"accept-language": "ja"}).text)
    assert "侮辱・脅迫" in japanese and "Insult or threat" not in japanese
    with override("ja"):
        assert limits.bar(limits.of(comment.author)).reason == "侮辱・脅迫"  # type: ignore[union-attr]


def test_what_a_moderator_chose_in_japanese_is_english_for_others() -> None:
    with override("ja"):
        chosen = reasons.joined(ground("Off the subject"), "2回目")
    told = reasons.told(chosen)
    assert (told.words, told.words_ja) == ("Off the subject: 2回目", "記事と関係のない内容: 2回目")
    assert told.ground == ground("Off the subject")


def test_what_only_begins_like_a_reason_is_none() -> None:
    Reason.objects.create(words="Off", words_ja="")
    assert reasons.told("Offensive.") == ("Offensive.", "", None)
    assert reasons.told("Off the subject").ground == ground("Off the subject")
    assert reasons.told("Off, again.") == ("Off, again.", "", Reason.objects.get(words="Off"))


def test_without_a_reason_or_a_choice_nothing_is_done_and_what_was_typed_stays(
    desk: Client, comment: Comment
) -> None:
    for typed, sentence in (
        ({"what": "24"}, "Say why"),
        ({"words": "Because."}, "Choose what is to happen."),
        ({"what": "2", "words": "Because."}, "Choose what is to happen."),
    ):
        answer = desk.post(address(comment), typed)
        assert answer.status_code == 422 and sentence in words(answer.text)
        assert typed.get("words", "") in answer.text
    assert not Sanction.objects.exists() and not ModerationEntry.objects.exists()


def test_a_comment_that_moved_meanwhile_is_not_hidden_and_its_author_not_sanctioned(
    desk: Client, comment: Comment
) -> None:
    sight = field(desk.get(address(comment)).text, "sight")
    comment.approve(by=ModeratorFactory(username="Moll"))
    answer = desk.post(address(comment), {"what": "ban", "words": "x", "hides": "1", "sight": sight})
    assert answer.status_code == 422 and "Moll has decided on it meanwhile" in words(answer.text)
    assert not Sanction.objects.exists()


def test_undoing_within_ten_seconds_takes_both_back_and_tells_nobody(
    desk: Client, mona: User, comment: Comment
) -> None:
    desk.post(address(comment), {"what": "ban", "words": "x", "hides": "1"})
    last = last_undoable(mona)
    assert last and "Undo" in words(desk.get(address(comment)).text)
    desk.post(address(comment), {"undo": last.pk})
    comment.refresh_from_db()
    assert comment.state == "public" and Sanction.objects.against(comment.author) is None
    assert not Telling.objects.exists()


def test_undoing_a_sanction_leaves_what_was_decided_on_the_comment(mona: User, comment: Comment) -> None:
    hidden = comment.hide(by=mona, reason="x")
    one = sanctioning.impose_for(comment, "warn", by=mona, reason="x")
    undo(ModerationEntry.objects.get(act="warn"), by=mona)
    one.refresh_from_db()
    comment.refresh_from_db()
    assert one.lifted_at and comment.state == "hidden"
    # Nor does that stand in the way of undoing the other.
    undo(hidden, by=mona)  # type: ignore[arg-type]
    comment.refresh_from_db()
    assert comment.state == "public"


def test_what_was_undone_is_not_called_lifted(desk: Client, mona: User, comment: Comment) -> None:
    sanctioning.impose_for(comment, "ban", by=mona, reason="x")
    undo(ModerationEntry.objects.get(act="ban"), by=mona)
    shown = words(desk.get(address(comment)).text)
    assert "Undone, " in shown and "the reader wasn't told" in shown and "Lifted" not in shown
    lifted = sanctioning.impose_for(comment, "ban", by=mona, reason="x")
    lifted.lift(by=mona)
    assert "Lifted, " in words(desk.get(address(comment)).text)


def test_a_sanction_that_was_lifted_meanwhile_is_not_undone_as_well(mona: User, comment: Comment) -> None:
    """Else it would hold again, and its reader never be told, when the lifting is undone in its turn."""
    one = sanctioning.impose_for(comment, "ban", by=mona, reason="x")
    one.lift(by=mona)
    with pytest.raises(Refusal, match="something else has been decided"):
        undo(ModerationEntry.objects.get(act="ban"), by=mona)
    undo(ModerationEntry.objects.get(act="lift"), by=mona)
    assert Sanction.objects.against(comment.author) == one
    undo(ModerationEntry.objects.get(act="ban"), by=mona)
    one.refresh_from_db()
    assert one.is_undone and Sanction.objects.against(comment.author) is None


def test_of_who_is_gone_meanwhile_there_is_nothing_to_undo(mona: User, comment: Comment) -> None:
    sanctioning.impose_for(comment, "ban", by=mona, reason="x")
    comment.author.delete()  # type: ignore[union-attr]
    with pytest.raises(Refusal, match="something else has been decided"):
        undo(ModerationEntry.objects.get(act="ban"), by=mona)


def test_what_can_be_undone_is_offered_though_something_else_was_decided_since(
    desk: Client, mona: User, comment: Comment
) -> None:
    sanctioning.impose_for(comment, "ban", by=mona, reason="x")
    CommentFactory().hide(by=mona, reason="x")
    assert "It can be undone until" in words(desk.get(address(comment)).text)


def test_lifting_can_be_undone_as_well(desk: Client, mona: User, comment: Comment) -> None:
    one = sanctioning.impose_for(comment, "ban", by=ModeratorFactory(), reason="x")
    work(UNDO_FOR)
    assert desk.post(address(comment), {"lift": one.pk}).status_code == 303
    one.refresh_from_db()
    assert one.lifted_at and one.lifted_by == mona and not one.is_in_force
    undo(ModerationEntry.objects.get(act="lift"), by=mona)
    one.refresh_from_db()
    assert one.lifted_at is None and one.lifted_by is None
    assert Sanction.objects.against(comment.author) == one


def test_another_readers_sanction_is_not_lifted_from_here(desk: Client, mona: User, comment: Comment) -> None:
    other = Sanction.objects.ban(UserFactory(), by=mona, reason="x")
    for number in (other.pk, 10**15, "x"):
        assert desk.post(address(comment), {"lift": number}).status_code == 404
    other.refresh_from_db()
    assert other.lifted_at is None


def test_nobody_of_the_house_is_sanctioned_and_nobody_whose_account_is_gone(desk: Client, mona: User) -> None:
    for author in (mona, ModeratorFactory(), EditorFactory()):
        comment = CommentFactory(by=author)
        answer = desk.post(address(comment), {"what": "ban", "words": "x", "hides": "1"})
        assert answer.status_code == 422
        assert "Sanction" not in words(comment_html(page(desk, comment.discussion.article), comment))
    orphan = CommentFactory()
    Comment.objects.filter(pk=orphan.pk).update(author=None)
    assert "nobody to sanction" in words(desk.get(address(orphan)).text)
    assert desk.post(address(orphan), {"what": "ban", "words": "x"}).status_code == 422
    assert not Sanction.objects.exists()
    assert set(Comment.objects.values_list("state", flat=True)) == {"public"}


def test_readers_and_editors_see_no_way_to_it(comment: Comment) -> None:
    for user in (UserFactory(), EditorFactory()):
        client = Client()
        client.force_login(user)
        assert "Sanction" not in page(client, comment.discussion.article)
        assert client.get(address(comment)).status_code == 403
        assert client.post(address(comment), {"what": "ban", "words": "x"}).status_code == 403


def test_what_was_filled_in_comes_back_after_a_login(comment: Comment) -> None:
    client = Client()
    typed = {"what": "24", "words": "Twice now."}
    login = client.post(address(comment), typed)
    assert login.status_code == 302 and not Sanction.objects.exists()
    client.force_login(ModeratorFactory())
    html = client.get(address(comment), typed).text
    assert "Twice now." in html and 'value="24" checked' in " ".join(html.split())


def test_reasons_are_kept_at_the_desk(desk: Client, comment: Comment) -> None:
    desk.post("/admin/comments/reason/add/", {"words": "Too loud", "words_ja": "騒がしい", "position": "1"})
    assert "Too loud" in desk.get(address(comment)).text
    assert "騒がしい" in desk.get(address(comment), headers={"accept-language": "ja"}).text


def test_a_site_begins_with_reasons_and_a_list_that_was_changed_stays_so() -> None:
    assert Reason.objects.count() == len(reasons.FIRST)
    Reason.objects.exclude(words="Off the subject").delete()
    reasons.list_first()
    assert Reason.objects.count() == 1


def test_a_refusal_says_what_may_not_be(mona: User, comment: Comment) -> None:
    with pytest.raises(Refusal):
        sanctioning.impose_for(comment, "suspend", by=mona, reason="x", hours=0)
    assert not Sanction.objects.exists()
