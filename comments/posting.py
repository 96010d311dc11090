"""Posting: one comment from what was typed, once, if the rules let it pass."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import BigIntegerField, CharField, F, Subquery
from django.utils.translation import gettext as _

from comments import rulebook
from comments import text as comment_text
from comments.akismet import Sender
from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.origin import Origin
from comments.models.rules_version import RulesVersion
from comments.notifying import tell
from comments.refusal import Refusal
from comments.rules import Posting, check
from comments.rules.author import require_account
from comments.ruling import Opinion, asked_outside, note_held, noting_refusals
from newsportal.compiled import Compiled, Parameter, first

if TYPE_CHECKING:
    from accounts.models import User

_DISCUSSION = Parameter("discussion", BigIntegerField())
_locked = Compiled(
    lambda: (
        Discussion.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=_DISCUSSION)
        .annotate(
            rules_version=Subquery(RulesVersion.objects.values("version")[:1]),
            section_id=F("article__section_id"),
            published_at=F("article__published_at"),
            created_at=F("article__created_at"),
        )
    )
)
_under_key = Compiled(
    lambda: Comment.objects.filter(discussion=_DISCUSSION, key=Parameter("key", CharField()))
)


def post(
    discussion: Discussion, *, by: User, text: str, parent: Comment | None, key: str, sender: Sender
) -> Comment:
    """See Discussion.post. The discussion's row is locked first, so that closing it, hiding the parent and posting
    happen one after the other, and so that posting can't deadlock with moderation."""
    source = comment_text.source(text)
    if "\x00" in key:
        raise _used()
    key = key[:64] or secrets.token_hex(16)
    with noting_refusals(by, discussion, source):
        opinion = None
        if settings.AKISMET_KEY and not _under_key(discussion=discussion.pk, key=key):
            opinion = asked_outside(discussion, by=by, text=source, parent=parent, sender=sender)
        with transaction.atomic():
            return _post(discussion, by, source, parent, key, opinion, sender.network)


def _post(
    discussion: Discussion,
    by: User,
    source: str,
    parent: Comment | None,
    key: str,
    opinion: Opinion | None,
    network: str,
) -> Comment:
    require_account(by)
    (locked,) = _locked(discussion=discussion.pk)
    standing = first(_under_key(discussion=discussion.pk, key=key))
    if standing is not None:
        return _same(standing, by, source, parent)
    if parent is not None:
        parent = Comment.objects.get(pk=parent.pk)
    book = opinion.book if opinion else rulebook.current(locked.rules_version)
    posting = Posting(
        discussion=locked,
        author=by,
        text=source,
        parent=parent,
        book=book,
        terms=book.site_terms.over(locked, locked),
        verdict=opinion.verdict if opinion else "",
    )
    held = check(posting)
    reading = posting.reading
    comment = Comment.objects.create(
        discussion=locked,
        parent=parent,
        root_id=(parent.root_id or parent.pk) if parent else None,
        depth=parent.depth + 1 if parent else 0,
        author=by,
        text=source,
        html=reading.html,
        renderer=comment_text.VERSION,
        key=key,
        state=Comment.State.HELD if held else Comment.State.PUBLIC,
        untold=Comment.Untold.COMMENT if held else "",
        created_at=posting.now,
    )
    if network:
        Origin.objects.create(comment=comment, network=network, at=posting.now)
    if held:
        note_held(comment, held, before="")
    else:
        tell(comment, reading.mentioned)
    return comment


def _same(standing: Comment, by: User, source: str, parent: Comment | None) -> Comment:
    """The comment that stands under the key, where this is the same act again; anything new must not be swallowed."""
    # A key is known to its composer only; one that names somebody else's comment was made up or copied.
    own = standing.author_id == by.pk
    if not own or (standing.text, standing.parent_id) != (source, parent.pk if parent else None):
        raise _used()
    return standing


def _used() -> Refusal:
    return Refusal(
        _("This form has posted a comment already. What you wrote now is still in the box; post it again."),
        code="key",
    )
