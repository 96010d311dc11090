"""Completing @names: who may be meant by the first letters of one. Who talks here comes first.

Whom the reader has muted isn't offered. Who has muted the reader is, for their absence would tell; they aren't notified.
Whose page is closed is offered only where they speak themselves. Nobody is who can't be mentioned, or may not answer.
"""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.names import LONGEST
from comments.models import Pace
from comments.models.pace import Window
from comments.refusal import Refusal

if TYPE_CHECKING:
    from accounts.models import User

MOST = 8
# Who talks here is looked for among so many of the newest comments: the cost must not grow with the thread.
NEWEST = 500
# Readers who talk elsewhere are offered from two letters on, or one of a script that has thousands of them (so many bytes):
# nobody reads through the readership letter by letter.
BYTES = 2
# A quick typist asks less than twice a second, and not for long.
ASKED, WITHIN = 60, timedelta(minutes=1)

# A range, which the index of unique names serves in every collation of code points; LIKE does so in some only.
_FITS = "lower(u.username) >= lower(%(begins)s) AND lower(u.username) < lower(%(begins)s) || chr(1114111)"
# A name that was imported may have a space, and an @ reaches no further than that.
_MAY_BE_NAMED = r"""u.username !~ '\s' AND u.is_active AND NOT u.is_stand_in AND u.id <> %(reader)s
       AND NOT EXISTS (SELECT FROM comments_mute WHERE reader_id = %(reader)s AND muted_id = u.id)
       AND NOT EXISTS (SELECT FROM comments_sanction WHERE reader_id = u.id AND kind = 'ban' AND lifted_at IS NULL)"""
_PEOPLE = f"""
    WITH here AS (
        SELECT author_id, max(id) AS latest
          FROM (SELECT id, author_id FROM comments_comment
                 WHERE discussion_id = %(discussion)s AND state = 'public' ORDER BY id DESC LIMIT {NEWEST}) newest
         WHERE author_id IS NOT NULL GROUP BY author_id
    ), talking AS (
        SELECT u.username, h.latest FROM here h JOIN accounts_user u ON u.id = h.author_id
         WHERE {_FITS} AND {_MAY_BE_NAMED} ORDER BY h.latest DESC LIMIT {MOST}
    ), others AS (
        SELECT u.username, NULL::bigint AS latest FROM accounts_user u
         WHERE octet_length(%(begins)s) >= {BYTES} AND {_FITS} AND {_MAY_BE_NAMED}
           AND NOT EXISTS (SELECT FROM here WHERE author_id = u.id)
           AND NOT EXISTS (SELECT FROM comments_readersettings WHERE reader_id = u.id AND NOT is_public)
         ORDER BY lower(u.username) LIMIT {MOST}
    )
    SELECT username, latest IS NOT NULL FROM (TABLE talking UNION ALL TABLE others) people
     ORDER BY latest DESC NULLS LAST, lower(username) LIMIT {MOST}
"""  # noqa: S608 (our own numbers and words)


class Person(NamedTuple):
    """`is_here`: whether they talk in this discussion."""

    name: str
    is_here: bool


def people(begins: str, *, discussion: int, by: User) -> list[Person]:
    """Whom `by` may mean by a name that begins so, under the article with this id. Raises Refusal where `by` asks faster than
    anybody types."""
    begins = unicodedata.normalize("NFKC", begins.replace("\x00", ""))
    if len(begins) > LONGEST:
        return []
    with transaction.atomic():
        window = Window(f"names/{by.pk}", WITHIN, most=ASKED)
        if Pace.objects.step([window], at=timezone.now()):
            raise Refusal(_("That was quick. Names are offered again in a minute."), code="pace")
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, {"begins": begins, "discussion": discussion, "reader": by.pk})
        return [Person(*row) for row in cursor.fetchall()]
