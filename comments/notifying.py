"""Who is told of a comment: whom it answers and mentions, at once and in one statement; the discussion's followers, who may
be thousands, by the worker."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from comments import mailing
from comments import text as comment_text
from comments.models.comment import Comment
from comments.models.notification import Notification

# Nobody is told of what those say whom they have muted, nor of their own words. Told twice is told once. Who answers has
# read what they answer.
_TELL = """
    WITH told AS (
        INSERT INTO comments_notification (recipient_id, kind, comment_id, discussion_id, created_at)
        SELECT DISTINCT ON (u.id) u.id, addressed.kind, %(comment)s, %(discussion)s, %(now)s
          FROM (SELECT author_id, 'reply' FROM comments_comment WHERE id = %(parent)s
                 UNION ALL
                SELECT unnest(%(mentioned)s::bigint[]), 'mention') AS addressed (id, kind)
          JOIN accounts_user u ON u.id = addressed.id
         WHERE u.id <> %(author)s AND u.is_active AND NOT u.is_stand_in
           AND NOT EXISTS (SELECT FROM comments_mute WHERE reader_id = u.id AND muted_id = %(author)s)
         ORDER BY u.id, addressed.kind DESC
            ON CONFLICT DO NOTHING
        RETURNING id
    ), followed AS (
        INSERT INTO comments_follow (reader_id, discussion_id, created_at)
        SELECT reader_id, %(discussion)s, %(now)s FROM comments_readersettings WHERE reader_id = %(author)s AND follows_own
            ON CONFLICT DO NOTHING
    ), answered AS (
        UPDATE comments_notification SET read_at = %(now)s
         WHERE recipient_id = %(author)s AND comment_id = %(parent)s AND kind <> 'report' AND read_at IS NULL
    )
    SELECT EXISTS (SELECT FROM told),
           EXISTS (SELECT FROM comments_follow WHERE discussion_id = %(discussion)s AND is_on AND reader_id <> %(author)s)
"""
# One row for each follower until they have read it, however many comments come meanwhile: it stands for the first of them
# and all that follow, though workers may come to another first. Who didn't look for a day is mailed once more.
_SPREAD = """
    INSERT INTO comments_notification AS n (recipient_id, kind, comment_id, discussion_id, after, created_at)
    SELECT f.reader_id, 'followed', c.id, c.discussion_id,
           CASE WHEN c.approved_at IS NULL THEN c.id - 1 ELSE (
               SELECT newest.id FROM comments_comment newest
                WHERE newest.discussion_id = c.discussion_id AND newest.created_at <= c.approved_at
                ORDER BY newest.id DESC LIMIT 1) END,
           coalesce(c.approved_at, c.created_at)
      FROM comments_comment c
      JOIN comments_follow f ON f.discussion_id = c.discussion_id AND f.is_on
      JOIN accounts_user u ON u.id = f.reader_id AND u.is_active
     WHERE c.id = %(comment)s AND c.state = 'public' AND f.reader_id IS DISTINCT FROM c.author_id
       AND NOT EXISTS (SELECT FROM comments_mute WHERE reader_id = f.reader_id AND muted_id = c.author_id)
       AND NOT EXISTS (SELECT FROM comments_notification told
                        WHERE told.recipient_id = f.reader_id AND told.comment_id = c.id AND told.kind <> 'report')
        ON CONFLICT (recipient_id, discussion_id) WHERE kind = 'followed' AND read_at IS NULL
        DO UPDATE SET mailed_at = CASE WHEN n.mailed_at >= %(now)s - interval '1 day' THEN n.mailed_at END,
                      comment_id = CASE WHEN excluded.after < n.after THEN excluded.comment_id ELSE n.comment_id END,
                      after = least(n.after, excluded.after), created_at = least(n.created_at, excluded.created_at)
         WHERE n.mailed_at < %(now)s - interval '1 day' OR excluded.after < n.after OR excluded.created_at < n.created_at
    RETURNING recipient_id
"""


def tell(comment: Comment, mentioned: Collection[int], *, is_new: bool = True) -> None:
    """Tell, by their ids, whom `comment` mentions; and where it is new whom it answers, and have the worker tell the
    followers. Called in the transaction that makes it public. Who was told of it before isn't told again."""
    from comments import tasks

    parameters = {
        "comment": comment.pk,
        "parent": comment.parent_id if is_new else None,
        "discussion": comment.discussion_id,
        "author": comment.author_id,
        "mentioned": list(mentioned),
        "now": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, parameters)
        has_told, has_followers = cursor.fetchone()
    if has_told or (is_new and has_followers):
        tasks.spread.enqueue(comment.pk, is_new)


def tell_approved(comments: Iterable[int], *, is_new: bool) -> None:
    """Tell of comments that a moderator has let in, as if they had been posted now, or changed now."""
    for pk in comments:
        with transaction.atomic():
            found = Comment.objects.select_for_update(no_key=True).filter(pk=pk, state=Comment.State.PUBLIC)
            comment: Any = found.first()
            if comment is not None and comment.author_id is not None:
                tell(comment, comment_text.read(comment.text).mentioned, is_new=is_new)


def spread(comment_id: int, *, is_new: bool) -> None:
    """Tell the discussion's followers of a new comment, and note for all who were told of it when their mail may go.
    Again changes nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        if is_new:
            cursor.execute(_SPREAD, {"comment": comment_id, "now": timezone.now()})
        followers = [pk for (pk,) in cursor.fetchall()] if is_new else []
        addressed = Notification.objects.filter(comment=comment_id, mailed_at=None, read_at=None)
        mailing.schedule([*followers, *addressed.values_list("recipient_id", flat=True)])
