"""Finds votes that come together: from one network within minutes, or from the same accounts again and again.

Nobody is accused: what is found waits until it has stood, so a wrong guess costs a day. It is looked for beside the
requests, each minute; a burst may show for that long.
"""

# ruff: noqa: S608 -- our own numbers only
from __future__ import annotations

from datetime import datetime, timedelta

from django.db import OperationalError, connection

from comments.holding import hold_votes, only_busy
from comments.models.vote_hold import VoteHold

# What happens within so many minutes happens at once: time enough to tell a group chat and have everybody come.
MINUTES = 10
# Votes the same way from one network on one comment. A family or a small office stays below.
ON_ONE_COMMENT = 5
# On the comments of one author it takes more of them, from so many accounts: one reader may go through all that another
# wrote, and be of one opinion about it.
ON_ONE_AUTHOR, BY_ACCOUNTS = 10, 3
# In a crowd that comes to a comment anyway some share a network, as on a train or with a mobile carrier. A burst is at
# least this share of all the votes that come meanwhile.
SHARE = 0.5

# Accounts vote together that met on so many comments of one author, within MINUTES on each, and voted the same way: two
# may do so by chance, three hardly.
TOGETHER, MEETINGS = 3, 4
# How far back their votes are looked at. A ring that meets less often than that sways nobody.
HISTORY = timedelta(days=7)
# They come for that author: at least this share of what each of them voted on is the author's. Readers who are always
# there vote on everybody.
DEVOTION = 0.5
# More than that on one comment are a crowd, not a ring, and comparing each with each would take long.
CROWD = 200
# Older votes than that have stood.
STOOD = timedelta(days=1)

# What a moderator has decided to count is no part of a burst any more; what was set aside still is.
_CAST = """
    SELECT v.id, v.comment_id, v.voter_id, v.value, v.network, v.cast_at, c.author_id,
           h.id IS NULL OR h.reason = 'young' AND h.state = 'waiting' AS is_free
      FROM comments_vote v
      JOIN comments_comment c ON c.id = v.comment_id
      LEFT JOIN comments_votehold h ON h.id = v.hold_id
     WHERE v.value <> 0 AND (h.decided_at IS NULL OR h.state = 'aside')"""

_FROM_ONE_NETWORK = f"""
    WITH recent AS ({_CAST} AND v.cast_at > %(at)s - interval '{MINUTES} minutes'),
    on_comments AS (
        SELECT comment_id, network, value, count(*) AS votes, sum(count(*)) OVER (PARTITION BY comment_id) AS of_all
          FROM recent GROUP BY comment_id, network, value
    ),
    on_authors AS (
        SELECT author_id, network, value, count(*) AS votes, count(DISTINCT voter_id) AS voters,
               sum(count(*)) OVER (PARTITION BY author_id) AS of_all
          FROM recent WHERE author_id IS NOT NULL GROUP BY author_id, network, value
    )
    SELECT r.comment_id, array_agg(r.id)
      FROM recent r
      JOIN on_comments c USING (comment_id, network, value)
      LEFT JOIN on_authors a USING (author_id, network, value)
     WHERE r.is_free AND network <> ''
       AND (c.votes >= {ON_ONE_COMMENT} AND c.votes >= {SHARE} * c.of_all
            OR a.votes >= {ON_ONE_AUTHOR} AND a.voters >= {BY_ACCOUNTS} AND a.votes >= {SHARE} * a.of_all)
     GROUP BY r.comment_id
"""

# Only those are looked at who met just now; what they did before is read by each one's own votes.
_TOGETHER = f"""
    WITH met AS (
        SELECT c.author_id, v.value, array_agg(v.voter_id) AS voters
          FROM comments_vote v JOIN comments_comment c ON c.id = v.comment_id
         WHERE v.cast_at > %(at)s - interval '{MINUTES} minutes' AND v.value <> 0 AND c.author_id IS NOT NULL
         GROUP BY v.comment_id, c.author_id, v.value HAVING count(*) BETWEEN {TOGETHER} AND {CROWD}
    ),
    suspects AS MATERIALIZED (SELECT DISTINCT author_id, value, unnest(voters) AS voter_id FROM met),
    history AS MATERIALIZED (
        SELECT s.*, v.id, v.comment_id, v.cast_at, v.is_free
          FROM suspects s
         CROSS JOIN LATERAL (
            {_CAST} AND v.voter_id = s.voter_id AND v.value = s.value AND c.author_id = s.author_id
                AND v.cast_at > %(since)s
         ) v
    ),
    devoted AS MATERIALIZED (
        SELECT author_id, value, voter_id FROM history h GROUP BY author_id, value, voter_id
        HAVING count(*) >= {MEETINGS} AND count(*) >= {DEVOTION} * (
            SELECT count(*) FROM comments_vote
             WHERE voter_id = h.voter_id AND value <> 0 AND cast_at > %(since)s)
    ),
    votes AS MATERIALIZED (SELECT * FROM history JOIN devoted USING (author_id, value, voter_id)),
    pairs AS (
        SELECT one.author_id, one.value, one.voter_id
          FROM votes one JOIN votes other USING (author_id, value, comment_id)
         WHERE one.voter_id <> other.voter_id
           AND one.cast_at BETWEEN other.cast_at - interval '{MINUTES} minutes' AND other.cast_at + interval '{MINUTES} minutes'
         GROUP BY one.author_id, one.value, one.voter_id, other.voter_id HAVING count(*) >= {MEETINGS}
    ),
    ring AS (
        SELECT author_id, value, voter_id FROM pairs GROUP BY author_id, value, voter_id HAVING count(*) >= {TOGETHER} - 1
    )
    SELECT comment_id, array_agg(id) FROM votes JOIN ring USING (author_id, value, voter_id)
     WHERE is_free AND cast_at > %(standing)s
     GROUP BY comment_id
"""


def hold_bursts(at: datetime) -> int:
    """Has the votes wait that came together by `at`; returns how many. Those on a comment that is busy are found again
    the next time."""
    held = 0
    for reason, query in (
        (VoteHold.Reason.NETWORK, _FROM_ONE_NETWORK),
        (VoteHold.Reason.TOGETHER, _TOGETHER),
    ):
        with connection.cursor() as cursor:
            cursor.execute(query, {"at": at, "since": at - HISTORY, "standing": at - STOOD})
            found = cursor.fetchall()
        for comment, votes in found:
            try:
                held += hold_votes(comment, votes, reason, at)
            except OperationalError as error:
                only_busy(error)
    return held
