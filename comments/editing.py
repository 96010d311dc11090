"""Editing one's own comment: quietly while nobody can have answered it, marked and kept in the open after that."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import rulebook
from comments import text as comment_text
from comments.akismet import Sender
from comments.log import note
from comments.models.comment import Comment
from comments.models.comment_edit import CommentEdit
from comments.models.discussion import Discussion
from comments.models.moderation_entry import ModerationEntry
from comments.notifying import tell
from comments.refusal import Refusal
from comments.reporting import author_deleted
from comments.rules import Posting, check, pace
from comments.rules.author import require_account
from comments.ruling import Opinion, asked_outside, note_held, noting_refusals

if TYPE_CHECKING:
    from accounts.models import User

# Long enough to see one's own slip of the keyboard, short enough that hardly anybody has read it.
GRACE = timedelta(minutes=5)


def edit(comment: Comment, *, by: User, text: str, base: str, sender: Sender) -> None:
    """See Comment.edit. The account is held, then the discussion locked, then the comment, as in posting: no reply can come in between, so
    nobody's answer ever stands below words that were changed without a mark."""
    source = comment_text.source(text)
    with noting_refusals(by, comment.discussion, source):
        opinion = None
        if settings.AKISMET_KEY and source != comment.text:
            opinion = asked_outside(
                comment.discussion, by=by, text=source, parent=comment.parent, sender=sender, comment=comment
            )
        with transaction.atomic():
            _edit(comment, by, source, base, opinion)
    comment.refresh_from_db()


def _edit(comment: Comment, by: User, source: str, base: str, opinion: Opinion | None) -> None:
    require_account(by)
    discussions = Discussion.objects.select_for_update(no_key=True, of=("self",)).select_related("article")
    discussion = discussions.get(pk=comment.discussion_id)
    locked = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
    require_own(locked, by)
    if base and base != fingerprint(locked):
        raise Refusal(
            _("You have changed this comment elsewhere meanwhile; it now reads: “%(text)s” ")
            % {"text": comment_text.cited(locked.text, 300)}
            + _("What you wrote here is still in the box; save it again to put it in the place of that."),
            code="changed",
        )
    if source == locked.text:
        return
    book = opinion.book if opinion else rulebook.current()
    posting = Posting(
        discussion=discussion,
        author=by,
        text=source,
        parent=locked.parent,
        book=book,
        terms=book.site_terms.over(discussion, discussion.article),
        comment=locked,
        verdict=opinion.verdict if opinion else "",
    )
    held = check(posting)
    if not pace.is_same(locked.text, source):
        pace.forget(by, locked.text)
    if free_until(locked) is None:
        locked.edited_at = timezone.now()
        CommentEdit.objects.create(comment=locked, text=locked.text, replaced_at=locked.edited_at)
    if locked.picked_at:
        # The newsroom commended other words than these.
        locked.picked_at = None
        words = _("Its author changed the words.")
        note(ModerationEntry.Act.UNPICK, by=by, comment=locked, reader=by, reason=words)
    reading, before = posting.reading, comment_text.read(locked.text)
    locked.text, locked.html = source, reading.html
    locked.renderer = comment_text.VERSION
    if held:
        # What a moderator looks at first must not be changed into something else after it was.
        locked.state, locked.untold = Comment.State.HELD, Comment.Untold.CHANGE
    locked.save(update_fields=["text", "html", "renderer", "edited_at", "state", "untold", "picked_at"])
    if held:
        note_held(locked, held, before=Comment.State.PUBLIC)
    else:
        tell(locked, [pk for pk in reading.mentioned if pk not in before.mentioned], is_new=False)


def withdraw(comment: Comment, *, by: User) -> None:
    """See Comment.withdraw."""
    with transaction.atomic():
        Discussion.objects.select_for_update(no_key=True).get(pk=comment.discussion_id)
        locked = Comment.objects.select_for_update(no_key=True).get(pk=comment.pk)
        if locked.state == Comment.State.DELETED and locked.author_id == by.pk:
            return
        require_own(locked, by)
        pace.forget(by, locked.text)
        locked.state = Comment.State.DELETED
        # Gone means gone: neither the words nor earlier ones stay in the database.
        locked.text = locked.html = ""
        locked.picked_at = None
        locked.save(update_fields=["state", "text", "html", "picked_at"])
        locked.edits.all().delete()
        # What was reported is kept: deleting what one wrote must not take it out of the moderators' sight.
        author_deleted([locked.pk])
    comment.refresh_from_db()


def require_own(comment: Comment, by: User) -> None:
    """Raises PermissionDenied for another's comment, Refusal for one's own that is no longer public."""
    if comment.author_id != by.pk:
        raise PermissionDenied
    if not comment.is_public:
        raise Refusal(_("This comment is no longer there to change."), code="gone")


def free_until(comment: Comment) -> datetime | None:
    """Until when an edit leaves no mark, unless somebody answers before: for GRACE from posting. None where it is over."""
    ends_at = comment.created_at + GRACE
    if timezone.now() >= ends_at or Comment.objects.filter(parent=comment).exists():
        return None
    return ends_at


def fingerprint(comment: Comment) -> str:
    """Names the wording that an edit starts from, so that an edit in another tab isn't overwritten unseen."""
    return hashlib.blake2b(comment.text.encode(), digest_size=12).hexdigest()
