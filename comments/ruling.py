"""Around the rules: the service that is asked before they are, and what the log keeps of their answers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import akismet, rulebook, statements
from comments.akismet import Sender
from comments.log import note
from comments.models.moderation_entry import ModerationEntry
from comments.models.pace import Pace, Window
from comments.refusal import Refusal
from comments.rulebook import Rulebook
from comments.rules import BY_CODE, Held, Posting, check, spam

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models import Comment, Discussion

# Whoever sends refused words again and again must not fill the log with it.
MOST_NOTED, MOST_NOTED_WITHIN = 20, timedelta(hours=1)


class Opinion(NamedTuple):
    """What the service says of a comment (akismet.Verdict, or empty), and the rules under which it was asked: the comment is
    judged by the same."""

    book: Rulebook
    verdict: str


def asked_outside(
    discussion: Discussion,
    *,
    by: User,
    text: str,
    parent: Comment | None,
    sender: Sender,
    comment: Comment | None = None,
) -> Opinion:
    """The opinion of the service against spam, asked while nothing is locked. It is asked only of what passes all rules, so
    that nobody makes the site ask it with what is refused anyway. Raises the Refusal of the rule that refuses."""
    book = rulebook.current()
    asked = book.settings(spam.RULE)
    if by.is_staff or not asked.is_on:
        return Opinion(book, "")
    terms = book.site_terms.over(discussion, discussion.article)
    posting = Posting(discussion, by, text, parent, book, terms, comment, sender)
    with transaction.atomic():
        held = check(posting)
        # What counts the pace counts again when the comment is stored.
        transaction.set_rollback(True)
    return Opinion(book, "" if held else akismet.verdict(posting, seconds=asked.seconds))


def note_held(comment: Comment, held: Held, *, before: str) -> None:
    """That a rule holds `comment`, which was in the state `before`, or is new."""
    note(
        ModerationEntry.Act.HOLD,
        by=None,
        comment=comment,
        reader=comment.author,
        rule=held.rule.code,
        reason=held.words[:500],
        before={"state": before} if before else {},
        after={"state": comment.state},
    )


@contextmanager
def noting_refusals(by: User, discussion: Discussion, text: str) -> Iterator[None]:
    """Notes that a rule about content refuses the `text` that `by` would have written, and states why: it is kept for them,
    for they can appeal. Outside the transaction of the posting, which is rolled back."""
    try:
        yield
    except Refusal as refusal:
        rule = BY_CODE.get(refusal.rule)
        if rule and rule.is_about_content and _note_refused(refusal, by, discussion, text):
            appeal = _("You can appeal this: in your account, under “Decisions on you”.")
            message = f"{refusal.message} {appeal}"
            raise Refusal(message, code=refusal.code, rule=refusal.rule) from refusal
        raise


def _note_refused(refusal: Refusal, by: User, discussion: Discussion, text: str) -> bool:
    """Returns whether it was noted."""
    with transaction.atomic():
        window = Window(f"refused/{by.pk}", MOST_NOTED_WITHIN, most=MOST_NOTED)
        if Pace.objects.step([window], at=timezone.now()):
            return False
        entry = note(
            ModerationEntry.Act.REFUSE,
            by=None,
            reader=by,
            discussion=discussion,
            rule=refusal.rule,
            reason=refusal.message[:500],
        )
        statements.state_refused(entry, text, to=by)
        return True
