"""A reader's notifications as they are shown: on their page, in the count above every page, and in mails.

What is shown of a comment is what everybody may read now: of one that is hidden, held or deleted, or stands under an article
that was taken off the site, not a byte.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db import connection, models
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.characters import set_apart
from comments import explaining
from comments import text as comment_text
from comments.models import Comment, Notification, Report
from comments.models.notification import KEPT_READ, NEWS, STANDS

# Past this a number says nothing more; counting on would cost more and more.
MANY = 99
# Deleted in one statement, which takes some milliseconds.
BATCH = 2000

# The condition on the reader's unread notifications by which they count; `%(many)s` is MANY + 1.
UNREAD = f"""
    SELECT count(*) FROM (
        SELECT FROM comments_notification
         WHERE recipient_id = %(reader)s AND read_at IS NULL AND {STANDS} {{but}} LIMIT %(many)s
    ) unread
"""  # noqa: S608 (our own words only)
_BUNDLES = f"""
    SELECT id, ARRAY({NEWS} ORDER BY c.id LIMIT %(many)s) FROM comments_notification WHERE id = ANY(%(bundles)s)
"""  # noqa: S608 (our own words only)


@dataclass(frozen=True, slots=True)
class Item:
    """A notification with the comment that it leads to, and how many there are from there on, up to MANY + 1. The outcome
    of a report and a decision have none: it may be hidden."""

    notification: Notification
    comment: Comment | None = None
    count: int = 1

    @property
    def is_unread(self) -> bool:
        return self.notification.read_at is None

    @property
    def sentence(self) -> str:
        """What it tells, in a few words."""
        kind, kinds = self.notification.kind, Notification.Kind
        if kind == kinds.FOLLOWED and self.count > MANY:
            return _("More than %(most)s new comments") % {"most": MANY}
        if kind == kinds.FOLLOWED:
            told = ngettext("%(count)s new comment", "%(count)s new comments", self.count)
            return told % {"count": self.count}
        if self.notification.statement is not None:
            return explaining.told(self.notification.statement, self.notification.words)
        if self.comment is None:
            return _("Your report was decided")
        name = self.comment.author.username if self.comment.author else _("a former reader")
        told = _("%(name)s mentioned you") if kind == kinds.MENTION else _("%(name)s replied to you")
        return told % {"name": set_apart(name)}

    @property
    def url(self) -> str:
        """The path of the page on which it stands."""
        if self.notification.statement is not None:
            return reverse("decision", args=[self.notification.statement.pk])
        return self.comment.get_absolute_url() if self.comment else reverse("reports")

    @property
    def headline(self) -> str:
        """Of the article under which it was said."""
        return self.notification.discussion.article.headline if self.notification.discussion else ""

    @property
    def excerpt(self) -> str:
        """The beginning of what was said, where it was said to the reader; or what was decided."""
        if self.notification.statement is not None:
            return "" if self.notification.words else self.notification.statement.reason
        if self.comment is None:
            return self._outcome
        return comment_text.excerpt(self.comment.text) if self.count == 1 else ""

    @property
    def label(self) -> str:
        """What the excerpt is, where that isn't plain by itself."""
        return _("Why:") if self.notification.statement is not None and self.excerpt else ""

    @property
    def _outcome(self) -> str:
        if self.notification.words == Notification.APPEALED:
            return _("Its author has appealed: the comment stays removed.")
        # Told earlier, it was kept as the sentence that it was then.
        words = self.notification.words
        return str(capfirst(Report.Outcome(words).label)) if words in Report.Outcome.values else words


def items_of(notifications: Collection[Notification]) -> list[Item]:
    """Those of `notifications` that have something to tell now, in their order; in two queries."""
    bundles = _bundles([n.pk for n in notifications if n.kind == Notification.Kind.FOLLOWED])
    leads = {n.pk: bundles[n.pk][0] if n.pk in bundles else n.comment_id or 0 for n in notifications}
    comments: dict[int, Comment] = (
        Comment.objects.published()
        .select_related("author", "discussion__article__section")
        .fetch_mode(models.FETCH_RAISE)
        .in_bulk(leads.values())
    )
    items = []
    for notification in notifications:
        if notification.kind in (Notification.Kind.REPORT, Notification.Kind.DECISION):
            items.append(Item(notification))
        elif comment := comments.get(leads[notification.pk]):
            items.append(Item(notification, comment, len(bundles.get(notification.pk, [comment.pk]))))
    return items


def _bundles(bundles: list[int]) -> dict[int, list[int]]:
    """The ids of the comments of each bundle that has any."""
    if not bundles:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_BUNDLES, {"bundles": bundles, "many": MANY + 1})
        return {pk: comments for pk, comments in cursor.fetchall() if comments}


def forget_old() -> None:
    """Delete the old ones, so many at a time that nobody waits for a row. They are walked by their ids, which grow with
    time, up to the first that can't be old yet."""
    now, last = timezone.now(), 0
    while batch := list(
        Notification.objects.filter(pk__gt=last).order_by("pk").values_list("pk", "created_at")[:BATCH]
    ):
        last, oldest = batch[-1][0], min(created_at for _pk, created_at in batch)
        if oldest > now - KEPT_READ:
            return
        Notification.objects.filter(pk__in=[pk for pk, _created_at in batch]).old(now).delete()
