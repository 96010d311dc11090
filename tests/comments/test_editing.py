"""Editing and deleting one's own comment: free at first, in the open after that, and gone when it is gone."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from articles.differences import difference
from comments import editing
from comments.models import Comment, CommentEdit, Discussion
from comments.recount import recount
from comments.refusal import Refusal
from comments.text import MAX_LENGTH
from tests.comments.pages import JSON, act, comment_html, page, post_address, typed, words
from tests.comments.ruling import set_rule
from tests.factories import CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(text="The ferry leaves at six.", by=UserFactory(username="Kelpie"))


def later(time_machine: Any) -> None:
    time_machine.move_to(timezone.now() + editing.GRACE + timedelta(seconds=1))


@pytest.fixture
def author(client: Client, comment: Comment) -> Client:
    client.force_login(comment.author)
    return client


def test_within_five_minutes_an_edit_leaves_no_mark(comment: Comment) -> None:
    comment.edit(by=comment.author, text="The ferry leaves at *seven*.")
    assert (comment.text, comment.edited_at) == ("The ferry leaves at *seven*.", None)
    assert "<em>seven</em>" in comment.html
    assert not CommentEdit.objects.exists()


def test_after_five_minutes_an_edit_is_marked_and_the_earlier_wording_kept(
    comment: Comment, time_machine: Any
) -> None:
    later(time_machine)
    comment.edit(by=comment.author, text="The ferry leaves at seven.")
    assert comment.edited_at
    assert CommentEdit.objects.get().text == "The ferry leaves at six."


def test_after_the_first_reply_an_edit_is_marked_however_soon(comment: Comment) -> None:
    reply = CommentFactory(parent=comment)
    reply.withdraw(by=reply.author)
    comment.edit(by=comment.author, text="The ferry leaves at seven.")
    assert comment.edited_at


def test_the_same_words_again_are_no_edit(comment: Comment, time_machine: Any) -> None:
    later(time_machine)
    comment.edit(by=comment.author, text="  The ferry leaves at six.\r\n")
    assert comment.edited_at is None


def test_every_rule_runs_again_and_what_was_typed_stays_in_the_box(author: Client, comment: Comment) -> None:
    for text, sentence in (
        ("", "Write something first"),
        ("x" * 10_001, "at most 10,000"),
        ("a\0b", "NUL"),
    ):
        answer = act(author, comment, "edit", text=text)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
        assert text.strip("\0")[:50] in answer.content.decode()
    Discussion.objects.get().set_state("closed", by=ModeratorFactory())
    assert act(author, comment, "edit", text="Later.").status_code == 422
    comment.refresh_from_db()
    assert comment.text == "The ferry leaves at six."


def test_in_a_held_discussion_a_change_waits_for_a_moderator(author: Client, comment: Comment) -> None:
    Discussion.objects.get().set_state("held", by=ModeratorFactory())
    answer = act(author, comment, "edit", text="Something else.")
    assert answer.status_code == 303
    comment.refresh_from_db()
    assert comment.state == Comment.State.HELD
    assert recount() == []


def test_a_second_tab_does_not_overwrite_the_first(author: Client, comment: Comment) -> None:
    base = editing.fingerprint(comment)
    assert act(author, comment, "edit", text="From the first tab.", base=base).status_code == 303
    answer = act(author, comment, "edit", text="From the second tab.", base=base)
    assert answer.status_code == 422
    assert "changed this comment elsewhere" in answer.content.decode()
    assert "From the second tab." in answer.content.decode()
    comment.refresh_from_db()
    assert comment.text == "From the first tab."


def test_anothers_comment_is_as_good_as_missing(client: Client, comment: Comment) -> None:
    client.force_login(ModeratorFactory())
    for verb in ("edit", "delete"):
        assert client.get(f"/comments/{comment.pk}/{verb}/").status_code == 404
        assert act(client, comment, verb, text="Mine now.").status_code == 404
    with pytest.raises(PermissionDenied):
        comment.edit(by=UserFactory(), text="Mine now.")
    with pytest.raises(PermissionDenied):
        comment.withdraw(by=UserFactory())
    comment.refresh_from_db()
    assert comment.is_public


def test_its_author_is_told_beside_the_comment_and_the_form_until_when_a_change_is_free(
    author: Client, comment: Comment, settings: Any
) -> None:
    ends_at = (comment.created_at + editing.GRACE).astimezone(timezone.get_default_timezone())
    sentence = f"Until {ends_at:%I:%M} {'am' if ends_at.hour < 12 else 'pm'} JST, or until somebody answers"
    article = comment.discussion.article
    for html in (
        comment_html(page(author, article), comment),
        author.get(f"/comments/{comment.pk}/edit/").content.decode(),
    ):
        assert sentence in words(html)
        (left,) = re.findall(r'data-left="(\d+)"', html)
        assert 280 <= int(left) <= 300
    others = Client()
    assert "leaves no mark" not in page(others, article)
    others.force_login(UserFactory())
    assert "leaves no mark" not in page(others, article)


@pytest.mark.parametrize("end", ["time", "reply"])
def test_when_the_free_time_is_over_the_comment_says_nothing_and_the_form_that_it_will_be_marked(
    author: Client, comment: Comment, time_machine: Any, end: str
) -> None:
    if end == "time":
        later(time_machine)
    else:
        # Somebody has answered, though the answer is gone again.
        reply = CommentFactory(parent=comment)
        reply.withdraw(by=reply.author)
    author.force_login(comment.author)
    assert "leaves no mark" not in page(author, comment.discussion.article)
    form = author.get(f"/comments/{comment.pk}/edit/").content.decode()
    assert "leaves no mark" not in form
    assert "will be marked as edited" in form
    assert "data-left" not in form


@pytest.mark.parametrize(
    ("is_late", "sentence"), [(False, "It leaves no mark."), (True, "The comment is marked as edited")]
)
def test_saving_tells_whether_the_change_is_marked(
    author: Client, comment: Comment, time_machine: Any, is_late: bool, sentence: str
) -> None:
    if is_late:
        later(time_machine)
        author.force_login(comment.author)
    told = author.post(f"/comments/{comment.pk}/edit/", {"text": "The ferry leaves at seven."}, **JSON).json()
    assert sentence in told["message"]
    rest()
    html = author.post(f"/comments/{comment.pk}/edit/", {"text": "The ferry leaves at eight."}, follow=True)
    assert sentence in html.content.decode()


def test_what_was_changed_is_shown_to_anyone_who_asks(
    client: Client, comment: Comment, time_machine: Any
) -> None:
    later(time_machine)
    comment.edit(by=comment.author, text="The ferry leaves at seven.")
    html = comment_html(page(client, comment.discussion.article), comment)
    assert "edited" in words(html)
    changes = client.get(f"/comments/{comment.pk}/edits/").content.decode()
    assert "<del>six</del>" in changes and "<ins>seven</ins>" in changes
    assert "The ferry leaves at [removed: six ] [added: seven ] ." in words(changes)
    comment.hide(by=ModeratorFactory(), reason="wrong")
    assert client.get(f"/comments/{comment.pk}/edits/").status_code == 404


def test_the_preview_is_what_posting_shows(author: Client, comment: Comment) -> None:
    text = "> *quoted*\n\nhttps://example.com/ <b>no</b>"
    address = f"{comment.discussion.article.get_absolute_url()}comments/"
    shown = author.post(address, {"text": text, "preview": "1"}, **JSON).json()["preview"]
    assert author.post(address, {"text": " ", "preview": "1"}, **JSON).json()["preview"] == ""
    assert Comment.objects.count() == 1
    edited = author.post(f"/comments/{comment.pk}/edit/", {"text": text, "preview": "1"}, **JSON).json()
    assert edited["preview"] == shown
    page_of_it = author.post(address, {"text": text, "preview": "1", "key": "k"}).content.decode()
    assert shown in page_of_it
    assert 'name="key" value="k"' in page_of_it
    rest()
    author.post(address, {"text": text, "key": "k"})
    assert Comment.objects.get(key="k").html == shown


def test_a_preview_of_what_is_too_long_says_what_posting_would_say(author: Client, comment: Comment) -> None:
    address, text = post_address(comment.discussion.article), "a" * (MAX_LENGTH + 1)
    for place, sent in (
        (address, {"text": text}),
        (f"/comments/{comment.pk}/edit/", {"text": text, "base": ""}),
    ):
        posted = author.post(place, sent, **JSON).json()
        previewed = author.post(place, {**sent, "preview": "1"}, **JSON).json()
        assert posted["code"] == "long" and "this one has 10,001" in posted["message"]
        assert [previewed["message"], previewed["code"]] == [posted["message"], posted["code"]]
        assert words(previewed["preview"]) == "a" * MAX_LENGTH
        html = author.post(place, {**sent, "preview": "1"}).content.decode()
        assert posted["message"] in words(html) and typed(html) == text
    ours = {"origin": "http://testserver"}
    signed_out = Client().post(address, {"text": text, "preview": "1"}, headers=ours)
    assert "this one has 10,001" in words(signed_out.content.decode())


def test_a_preview_goes_by_the_length_that_the_editors_have_set(author: Client, comment: Comment) -> None:
    set_rule("length", most=200)
    sent = {"text": "a" * 201, "preview": "1"}
    previewed = author.post(post_address(comment.discussion.article), sent, **JSON).json()
    assert "at most 200 characters" in previewed["message"] and words(previewed["preview"]) == "a" * 200


def test_a_deleted_comment_without_replies_disappears(author: Client, comment: Comment) -> None:
    assert author.get(f"/comments/{comment.pk}/delete/").status_code == 200
    assert act(author, comment, "delete").status_code == 303
    html = page(author, comment.discussion.article)
    assert f"comment-{comment.pk}" not in html
    assert "0 Comments" in html
    assert recount() == []


def test_a_deleted_comment_with_replies_leaves_a_stub_and_no_word_of_it(
    author: Client, comment: Comment, time_machine: Any
) -> None:
    reply = CommentFactory(parent=comment, text="So I heard.")
    later(time_machine)
    comment.edit(by=comment.author, text="The ferry leaves at seven.")
    act(author, comment, "delete")
    html = page(author, comment.discussion.article)
    assert "deleted by its author" in comment_html(html, comment)
    assert "So I heard." in comment_html(html, reply)
    assert "Kelpie" not in comment_html(html, comment)
    comment.refresh_from_db()
    assert (comment.text, comment.html, comment.edits.count()) == ("", "", 0)
    assert recount() == []


def test_deleting_again_changes_nothing_and_a_hidden_comment_stays_hidden(comment: Comment) -> None:
    comment.withdraw(by=comment.author)
    comment.withdraw(by=comment.author)
    other = CommentFactory(by=comment.author)
    other.hide(by=ModeratorFactory(), reason="spam")
    with pytest.raises(Refusal):
        other.withdraw(by=comment.author)
    with pytest.raises(Refusal):
        other.edit(by=comment.author, text="x")


@pytest.mark.parametrize(
    ("before", "after", "parts"),
    [
        ("one two", "one three", [("kept", "one "), ("removed", "two"), ("added", "three")]),
        ("港は静か", "港も静か", [("kept", "港"), ("removed", "は"), ("added", "も"), ("kept", "静か")]),
        ("", "new", [("added", "new")]),
        ("same", "same", [("kept", "same")]),
    ],
)
def test_a_difference_is_told_word_by_word(before: str, after: str, parts: list[tuple[str, str]]) -> None:
    assert difference(before, after) == parts
