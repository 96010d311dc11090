"""Claiming a comment to look at, see models/claim.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils import timezone

from comments.models.claim import LASTS
from comments.moderation import require_moderator

if TYPE_CHECKING:
    from accounts.models import User

# One statement for all who come at the same moment: it is the claim's holder's, or it is stale, or it is another's and
# stays so. Who holds it then is what it answers.
_CLAIM = """
    INSERT INTO comments_claim AS c (comment_id, moderator_id, until) VALUES (%(comment)s, %(by)s, %(until)s)
        ON CONFLICT (comment_id) DO UPDATE SET
           moderator_id = CASE WHEN c.until <= %(now)s THEN excluded.moderator_id ELSE c.moderator_id END,
           until = CASE WHEN c.until <= %(now)s OR c.moderator_id = excluded.moderator_id
                        THEN excluded.until ELSE c.until END
    RETURNING moderator_id
"""
_RELEASE = "DELETE FROM comments_claim WHERE moderator_id = %s AND comment_id <> %s"


def claim(comment: int, *, by: User) -> bool:
    """Have `by` look at the comment with this id for two minutes; False where another does. What they looked at before
    is free again. Raises PermissionDenied where `by` is no moderator."""
    require_moderator(by)
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"comment": comment, "by": by.pk, "now": now, "until": now + LASTS})
        is_theirs = cursor.fetchone() == (by.pk,)
    release(by, but=comment)
    return is_theirs


def release(by: User, *, but: int = 0) -> None:
    """`by` looks at nothing any more, `but` this one."""
    with connection.cursor() as cursor:
        cursor.execute(_RELEASE, [by.pk, but])
