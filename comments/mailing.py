"""When mails about notifications go: the first at once, then all that came since in one, the rarer the less they are looked
into; or one a day; or never. So a hot thread of a thousand replies makes a handful of mails.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from comments.models.postbox import Postbox

if TYPE_CHECKING:
    from accounts.models import User

# Between two mails to one reader; twice as long for each that they haven't looked into, up to a day.
GAP_MINUTES = 15
LONGEST_GAP_HOURS = 24

_SCHEDULE = f"""
    INSERT INTO comments_postbox AS p (reader_id, due_at)
    SELECT told.id, CASE WHEN s.mails = 'daily' THEN %(daily)s ELSE %(now)s END
      FROM (SELECT DISTINCT unnest(%(readers)s::bigint[])) AS told (id)
      LEFT JOIN comments_readersettings s ON s.reader_id = told.id
     WHERE coalesce(s.mails, 'at_once') <> 'never'
       AND EXISTS (SELECT FROM account_emailaddress WHERE user_id = told.id AND verified)
     ORDER BY told.id
        ON CONFLICT (reader_id) DO UPDATE SET due_at = greatest(excluded.due_at, p.mailed_at + least(
               interval '{LONGEST_GAP_HOURS} hours',
               interval '{GAP_MINUTES} minutes' * CASE WHEN EXISTS (
                   SELECT FROM comments_notification n
                    WHERE n.recipient_id = p.reader_id AND n.read_at IS NULL AND n.mailed_at IS NOT NULL
               ) THEN 2 ^ least(p.unheeded, 10) ELSE 1 END))
         WHERE p.due_at IS NULL OR p.due_at > excluded.due_at
    RETURNING due_at <= %(now)s
"""  # noqa: S608 (our own numbers)


def schedule(readers: Collection[int]) -> None:
    """Note for those of `readers` who want mails when the next may go; what comes until then goes with it."""
    from comments import tasks

    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_SCHEDULE, {"readers": list(readers), "now": now, "daily": next_daily(now)})
        if any(is_due for (is_due,) in cursor.fetchall()):
            tasks.send_mails.enqueue()


def begin_anew(reader: User) -> None:
    """`reader` has chosen how often mails come: what waits goes by that."""
    with transaction.atomic():
        if Postbox.objects.filter(reader=reader, due_at__isnull=False).update(due_at=None):
            schedule([reader.pk])


def next_daily(now: datetime) -> datetime:
    """When the next daily mails go: at the hour of the settings, in the site's zone, be the day 23 or 25 hours long."""
    local = now.astimezone(timezone.get_default_timezone())
    today = local.replace(hour=settings.DAILY_MAIL_HOUR, minute=0, second=0, microsecond=0, fold=0)
    if today > local:
        return today
    return (local + timedelta(days=1)).replace(
        hour=settings.DAILY_MAIL_HOUR, minute=0, second=0, microsecond=0, fold=0
    )
