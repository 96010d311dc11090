"""Drafts: what was typed into a composer and not yet sent. Nothing typed is overwritten unseen, and nothing is ever sent
from here.

Two composers may hold the same draft, as in two tabs. Each says which version it has seen; one that comes too late is
kept as a second draft beside the first. A text that another holds whole is no second text.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from django.db import transaction
from django.db.models import BigIntegerField, CharField, Q
from django.utils import timezone

from comments import text as comment_text
from comments.models import Comment, Draft
from comments.models.draft import DraftQuerySet
from newsportal.compiled import Compiled, Parameter

# A row may hold more than a comment, for a text that was refused as too long is kept to be cut.
LONGEST = 5 * comment_text.MAX_LENGTH
# The oldest go first. Who isn't signed in has fewer: their rows cost nothing to make.
MOST, MOST_OF_A_VISITOR = 50, 5
# Among so many of a reader's newest comments is what was posted while its draft was being saved.
RECENT = 10
# What nobody came back to.
KEPT = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose drafts: a reader's, or those of a visitor by the secret in their session."""

    reader_id: int | None = None
    visitor: str = ""

    @property
    def drafts(self) -> DraftQuerySet:
        return Draft.objects.filter(reader=self.reader_id, visitor=self.visitor)


@dataclass(frozen=True, slots=True)
class Composer:
    """Where is written, and what for: `comment_id` is the comment answered, changed, reported or hidden."""

    act: str
    article_id: int
    comment_id: int | None = None

    def of(self, owner: Owner) -> DraftQuerySet:
        """The drafts that belong here, the newest first."""
        place = {"act": self.act, "article": self.article_id, "comment": self.comment_id}
        return owner.drafts.filter(**place).newest()


def new_key() -> str:
    """The key of one composer, and so of one act of posting."""
    return secrets.token_urlsafe(16)


def keep(
    owner: Owner,
    composer: Composer,
    text: str,
    *,
    key: str = "",
    seen: int = 0,
    base: str = "",
    typed_at: datetime | None = None,
) -> Draft | None:
    """Save `text` and return its draft, under another key where the one given holds what this composer hasn't `seen`.
    `typed_at` is given with what was kept elsewhere meanwhile, in a browser or before the login.

    Blank text takes back what stands under the key. None where there is nothing to keep, as where a resend comes after
    the comment was posted.
    """
    text, key = _storable(text), key.replace("\x00", "")[:64] or new_key()
    with transaction.atomic():
        if not text.strip():
            owner.drafts.filter(key=key, version=seen).delete()
            return None
        if _was_sent(owner, composer, text, key, typed_at):
            return None
        row = _save(owner, composer, text, key=key, seen=seen, base=base)
        _drop(draft for draft in composer.of(owner).exclude(pk=row.pk) if draft.text.strip() in text)
        _drop(owner.drafts.newest()[MOST if owner.reader_id else MOST_OF_A_VISITOR :])
    return row


def settle(owner: Owner, composer: Composer, text: str, *, key: str, seen: int) -> None:
    """`text` was sent: its draft goes, and so does what it holds whole. What another tab wrote meanwhile under the same
    key stays, under a key of its own."""
    here = {"reader": owner.reader_id, "visitor": owner.visitor, "key": key, "act": composer.act}
    here |= {"article_id": composer.article_id, "comment_id": composer.comment_id}
    if not _waiting(owner.reader_id is not None, composer.comment_id is not None)(**here):
        # As for most comments: they are written in one go.
        return
    sent = _storable(text)
    with transaction.atomic():
        for draft in (composer.of(owner) | owner.drafts.filter(key=key)).select_for_update():
            if (draft.key == key and draft.version <= seen) or draft.text.strip() in sent:
                draft.delete()
            elif draft.key == key:
                draft.key = new_key()
                draft.save(update_fields=["key"])


def claim(visitor: str, reader_id: int) -> None:
    """What was typed before the login is the reader's now. Safe with many asking at once."""
    with transaction.atomic():
        for draft in (
            Draft.objects.filter(reader=None, visitor=visitor).select_for_update().order_by("saved_at")
        ):
            composer = Composer(draft.act, draft.article_id, draft.comment_id)
            seen = draft.version - 1
            kept: dict[str, Any] = {
                "key": draft.key,
                "seen": seen,
                "base": draft.base,
                "typed_at": draft.saved_at,
            }
            keep(Owner(reader_id), composer, draft.text, **kept)
            draft.delete()


def forget_old() -> None:
    """Delete what lies longer than KEPT."""
    Draft.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()


def _save(owner: Owner, composer: Composer, text: str, *, key: str, seen: int, base: str) -> Draft:
    """One statement makes the row where there is none; then it is locked, whoever made it. It follows its composer: a
    reply to what is gone goes on as a comment of its own."""
    fields: dict[str, Any] = {
        "act": composer.act,
        "article_id": composer.article_id,
        "comment_id": composer.comment_id,
        "text": text,
        "base": base.replace("\x00", "")[:64],
        "saved_at": timezone.now(),
    }
    new = Draft(reader_id=owner.reader_id, visitor=owner.visitor, key=key, version=seen + 1, **fields)
    Draft.objects.bulk_create([new], ignore_conflicts=True)
    row = owner.drafts.select_for_update().filter(key=key).first()
    if row is None or (row.text != text and row.version != seen):
        new.key, new.version = new_key(), 1
        new.save(force_insert=True)
        return new
    fields["version"] = row.version + (row.text != text)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=fields)
    return row


def _was_sent(owner: Owner, composer: Composer, text: str, key: str, typed_at: datetime | None) -> bool:
    """Whether `text` stands already as what it was typed for: a saving that was under way while it was sent must not
    put it into the composer again."""
    if owner.reader_id is None:
        return False
    own, source = Comment.objects.filter(author=owner.reader_id), comment_text.source(text)
    if composer.act == Draft.Act.POST:
        # A copy knows nothing of the key under which it was sent from another window; but who says again what they have
        # said before means it.
        sent = [source, composer.article_id, composer.comment_id]
        newest = own.only("key", "text", "discussion", "parent", "created_at").order_by("-id")[:RECENT]
        return any(
            source in comment.text
            if comment.key == key
            else typed_at is not None
            and comment.created_at >= typed_at
            and [comment.text, comment.discussion_id, comment.parent_id] == sent
            for comment in newest
        )
    return composer.act == Draft.Act.EDIT and own.filter(pk=composer.comment_id or 0, text=source).exists()


@cache
def _waiting(is_reader: bool, is_about_comment: bool) -> Compiled[Draft]:
    """The draft under the key or, as there may be many, one of those that belong to the composer."""

    def asked() -> Any:
        reader = Parameter("reader", BigIntegerField()) if is_reader else None
        comment = Parameter("comment_id", BigIntegerField()) if is_about_comment else None
        key, act = Parameter("key", CharField()), Parameter("act", CharField())
        here = Q(act=act, article=Parameter("article_id", BigIntegerField()), comment=comment)
        drafts = Draft.objects.filter(reader=reader, visitor=Parameter("visitor", CharField()))
        return drafts.filter(here | Q(key=key)).only("pk")[:1]

    return Compiled(asked)


def _storable(text: str) -> str:
    """As it is stored: line ends as \\n, without what Postgres can't hold, and not without end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")[:LONGEST]


def _drop(drafts: Iterable[Draft]) -> None:
    pks = [draft.pk for draft in drafts]
    if pks:
        Draft.objects.filter(pk__in=pks).delete()
