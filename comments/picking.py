"""Editors' picks: comments that the newsroom commends to all readers. One comment or many, each act with its entry in the log."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from comments.log import note_all
from comments.models.comment import Comment
from comments.models.comment_queries import CommentQuerySet
from comments.models.moderation_entry import ModerationEntry

if TYPE_CHECKING:
    from accounts.models import User


def require_picker(user: User) -> None:
    """Raises PermissionDenied. Asked by each verb itself, so that no view, action or command can forget it."""
    if not user.has_perm("comments.pick_comment"):
        raise PermissionDenied


def pick(comments: CommentQuerySet, *, by: User) -> int:
    """Pick those of `comments` that are public and not picked yet; returns how many were."""
    require_picker(by)
    with transaction.atomic():
        ids = comments.lock(Comment.State.PUBLIC)
        return _set(Comment.objects.filter(pk__in=ids, picked_at=None), timezone.now(), by)


def unpick(comments: CommentQuerySet, *, by: User) -> int:
    """Take back the pick of those of `comments` that have one; returns how many had."""
    require_picker(by)
    with transaction.atomic():
        ids = comments.lock(*Comment.State.values)
        return _set(Comment.objects.picked().filter(pk__in=ids), None, by)


def _set(locked: CommentQuerySet, time: datetime | None, by: User) -> int:
    ids = list(locked.values_list("pk", flat=True))
    Comment.objects.filter(pk__in=ids).update(picked_at=time)
    act = ModerationEntry.Act.PICK if time else ModerationEntry.Act.UNPICK
    batch = uuid4() if len(ids) > 1 else None
    note_all(ModerationEntry(comment_id=pk, actor=by, act=act, batch=batch) for pk in ids)
    return len(ids)
