"""What a discussion's page knows of the reader who opened it; everybody else's part of the page is the same for all.

Two statements, whatever the page holds: one before the thread is read, for the reader's choices, and one after it, for
the comments that it shows.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from comments import limits, removals
from comments.editing import GRACE
from comments.inbox import MANY, UNREAD
from comments.limits import COLUMNS, Limit
from comments.models import Comment, Draft, ModerationEntry, ReaderSettings, VoteHold
from comments.seeing import sight

# So many replies and changes that were begun and not sent are named; the newest first.
MANY_BEGUN = 5

# So many comments of the reader's own that wait for a moderator are shown; the newest.
MANY_HELD = 20

# A visit ends when nothing was opened for so long.
VISIT_MINUTES = 30

# The visit is written as it is read, in the one statement: what was the newest comment when the reader came last is
# where "new" begins, and stays so while they reload. Ids grow with time, so one number tells old from new. Who follows the
# discussion has read its news by that, and isn't told that they wait.
_STANDING = f"""
    WITH visit AS (
        INSERT INTO comments_visit AS v (reader_id, discussion_id, seen, before, came_at)
        SELECT %(reader)s, article_id, newest.id, newest.id, now()
          FROM comments_discussion, (SELECT coalesce(max(id), 0) AS id FROM comments_comment) newest
         WHERE article_id = %(discussion)s
            ON CONFLICT (reader_id, discussion_id) DO UPDATE
           SET before = CASE WHEN v.came_at < now() - interval '{VISIT_MINUTES} minutes' THEN v.seen ELSE v.before END,
               seen = excluded.seen, came_at = now()
         WHERE v.seen <> excluded.seen OR v.came_at < now() - interval '1 minute'
        RETURNING before
    ), opened AS (
        UPDATE comments_notification SET read_at = %(now)s
         WHERE recipient_id = %(reader)s AND discussion_id = %(discussion)s AND kind = 'followed' AND read_at IS NULL
    )
    SELECT (SELECT row_to_json(s) FROM comments_readersettings s WHERE s.reader_id = %(reader)s),
           EXISTS (SELECT FROM comments_follow WHERE discussion_id = %(discussion)s AND reader_id = %(reader)s AND is_on),
           ({UNREAD.format(but="AND NOT (kind = 'followed' AND discussion_id = %(discussion)s)")}),
           (SELECT json_agg(d) FROM (
                SELECT key, version, text, base, saved_at FROM comments_draft
                 WHERE reader_id = %(reader)s AND article_id = %(discussion)s AND act = 'post' AND comment_id IS NULL
                 ORDER BY saved_at DESC, id DESC LIMIT 2
           ) d),
           (SELECT json_agg(b) FROM (
                SELECT d.act, d.comment_id AS comment, CASE c.state WHEN 'public' THEN u.username END AS author
                  FROM comments_draft d JOIN comments_comment c ON c.id = d.comment_id
                  LEFT JOIN accounts_user u ON u.id = c.author_id
                 WHERE d.reader_id = %(reader)s AND d.article_id = %(discussion)s AND d.act IN ('post', 'edit')
                 GROUP BY 1, 2, 3 ORDER BY max(d.saved_at) DESC LIMIT {MANY_BEGUN}
           ) b),
           (SELECT json_agg(h ORDER BY id) FROM (
                SELECT id, html, created_at, coalesce((
                           SELECT reason FROM comments_moderationentry
                            WHERE comment_id = comments_comment.id AND act = 'hold' ORDER BY id DESC LIMIT 1
                       ), '') AS held_for
                  FROM comments_comment
                 WHERE discussion_id = %(discussion)s AND author_id = %(reader)s AND state = 'held'
                 ORDER BY id DESC LIMIT {MANY_HELD}
           ) h),
           coalesce((SELECT before FROM visit),
                    (SELECT before FROM comments_visit WHERE reader_id = %(reader)s AND discussion_id = %(discussion)s),
                    0),
           {COLUMNS}
"""  # noqa: S608 (our own number)
_SHOWN = f"""
    SELECT (SELECT json_object_agg(
                   v.comment_id, json_build_array(v.value, CASE WHEN NOT v.counts THEN json_build_object(
                       'reason', h.reason, 'state', h.state, 'ends_at', extract(epoch FROM h.ends_at)) END))
              FROM comments_vote v LEFT JOIN comments_votehold h ON h.id = v.hold_id
             WHERE v.voter_id = %(reader)s AND v.comment_id = ANY(%(comments)s) AND v.value <> 0),
           (SELECT array_agg(muted_id) FROM comments_mute WHERE reader_id = %(reader)s AND muted_id = ANY(%(authors)s)),
           (SELECT array_agg(comment_id) FROM comments_report
             WHERE %(moderates)s AND outcome = 'open' AND comment_id = ANY(%(comments)s)),
           (SELECT json_object_agg(comment_id, newest) FROM (
                SELECT comment_id, max(id) AS newest FROM comments_moderationentry
                 WHERE %(moderates)s AND comment_id = ANY(%(comments)s)
                   AND (act = ANY(%(decisions)s) OR act = 'undo' AND undoes_id IS NOT NULL)
                 GROUP BY comment_id
           ) decided),
           (SELECT array_agg(mine) FROM unnest(%(fresh)s::bigint[]) AS mine
             WHERE NOT EXISTS (SELECT FROM comments_comment WHERE parent_id = mine)),
           {removals.COLUMNS}
"""  # noqa: S608 (our own words)


@dataclass(frozen=True, slots=True)
class Standing:
    """The reader's choices and how they stand to this discussion. `unread` counts to MANY + 1; comments with an
    id over `new_after` came since their last visit (none did where it is 0). `drafts` are the newest two of a comment
    under the article; `begun` names the replies and changes (act, comment, author) that wait elsewhere; `held` are the comments
    of their own that wait for a moderator. `limits` are what they can't do as others can."""

    settings: ReaderSettings
    follows: bool
    unread: int
    drafts: list[Draft]
    begun: list[dict[str, Any]]
    held: list[Comment]
    new_after: int
    limits: list[Limit] = field(default_factory=list)

    @property
    def bar(self) -> Limit | None:
        """The limit that keeps from writing, if one does."""
        return limits.bar(self.limits)


@dataclass(frozen=True, slots=True)
class OwnPart:
    """What is the reader's own among the comments on the page: votes by comment, the holds of those that wait, own
    comments, those of them that can still be changed without a mark, those of muted readers; for a moderator those with
    reports that wait, how each stands (`seeing.py`) and by whom it was taken away from readers."""

    votes: dict[int, int] = field(default_factory=dict)
    waiting: dict[int, VoteHold] = field(default_factory=dict)
    comments: frozenset[int] = frozenset()
    free: frozenset[int] = frozenset()
    muted: frozenset[int] = frozenset()
    new: frozenset[int] = frozenset()
    reported: frozenset[int] = frozenset()
    sights: dict[int, str] = field(default_factory=dict)
    removals: dict[int, removals.Removal] = field(default_factory=dict)


# The own part of whoever is signed out.
NOBODY = OwnPart()


def standing(reader: Any, discussion: int) -> Standing:
    """How `reader` stands to the discussion with this id; notes that they are here."""
    settings, follows, unread, drafts, begun, held, new_after, *limited = _ask(
        _STANDING, {"reader": reader.pk, "discussion": discussion, "many": MANY + 1, "now": timezone.now()}
    )
    chosen = ReaderSettings(**settings) if settings else ReaderSettings(reader_id=reader.pk)
    return Standing(
        chosen,
        follows,
        unread,
        [_draft(row) for row in drafts or ()],
        begun or [],
        [_held(row) for row in held or ()],
        new_after,
        limits.told(reader, *limited),
    )


def own_part(reader: Any, comments: Collection[Comment], new_after: int = 0) -> OwnPart:
    """What is the reader's own among `comments`, those that the page shows; `new_after` as in Standing."""
    authors = {comment.author_id for comment in comments if comment.author_id}
    mine = [comment for comment in comments if comment.author_id == reader.pk]
    posted_after = timezone.now() - GRACE
    votes, muted, reported, decided, free, *removed = _ask(
        _SHOWN,
        {
            "reader": reader.pk,
            "comments": [comment.pk for comment in comments],
            "authors": list(authors),
            "fresh": [
                comment.pk for comment in mine if comment.is_public and comment.created_at > posted_after
            ],
            "moderates": reader.is_moderator,
            "decisions": list(ModerationEntry.DECISIONS),
            # Asked for moderators alone: others must not learn who hid what, though it were by a mistake in a template.
            "removed": removals.removed(comments) if reader.is_moderator else [],
        },
    )
    return OwnPart(
        votes={int(comment): value for comment, (value, _) in (votes or {}).items()},
        waiting={int(comment): _hold(**hold) for comment, (_, hold) in (votes or {}).items() if hold},
        comments=frozenset(comment.pk for comment in mine),
        free=frozenset(free or ()),
        muted=frozenset(comment.pk for comment in comments if comment.author_id in (muted or ())),
        new=frozenset(
            comment.pk
            for comment in comments
            if 0 < new_after < comment.pk and comment.author_id != reader.pk
        ),
        reported=frozenset(reported or ()),
        sights={one.pk: sight(one, (decided or {}).get(str(one.pk))) for one in comments}
        if reader.is_moderator
        else {},
        removals=removals.read(*removed),
    )


def _hold(*, reason: str, state: str, ends_at: float) -> VoteHold:
    return VoteHold(reason=reason, state=state, ends_at=datetime.fromtimestamp(ends_at, UTC))


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(**row | {"saved_at": datetime.fromisoformat(row["saved_at"])})


def _held(row: dict[str, Any]) -> Comment:
    held_for = row.pop("held_for")
    comment = Comment(**row | {"created_at": datetime.fromisoformat(row["created_at"])})
    comment.held_for = held_for
    return comment


def _ask(query: str, parameters: dict[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return cursor.fetchone()
