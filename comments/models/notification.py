"""What a reader is told about: a reply, a mention, new comments in a followed discussion, what became of a report, what was
decided on them or what they wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment
from comments.models.discussion import Discussion
from comments.models.statement import Statement

if TYPE_CHECKING:
    from accounts.models import User

# What was read is looked up again for some weeks at most; what nobody read in a year, nobody will.
KEPT_READ, KEPT = timedelta(days=90), timedelta(days=365)

# The comments that a notification of a followed discussion stands for: those since its first, until it was read. Not
# the reader's own, not those of whom they have muted, and not those of which they were told by themselves.
NEWS = """
    SELECT c.id FROM (
        SELECT * FROM comments_comment
         WHERE discussion_id = comments_notification.discussion_id AND id > comments_notification.after
         UNION ALL
        SELECT * FROM comments_comment
         WHERE discussion_id = comments_notification.discussion_id AND id <= comments_notification.after
           AND approved_at >= comments_notification.created_at
    ) c
     WHERE c.state = 'public'
       AND (comments_notification.read_at IS NULL
            OR coalesce(c.approved_at, c.created_at) <= comments_notification.read_at)
       AND c.author_id IS DISTINCT FROM comments_notification.recipient_id
       AND NOT EXISTS (SELECT FROM comments_mute m
                        WHERE m.reader_id = comments_notification.recipient_id AND m.muted_id = c.author_id)
       AND NOT EXISTS (SELECT FROM comments_notification other
                        WHERE other.recipient_id = comments_notification.recipient_id
                          AND other.comment_id = c.id AND other.kind IN ('reply', 'mention'))
"""
# Whether there is still something to tell: what everybody may read, of somebody who isn't muted. A comment that is hidden
# takes what was told of it away with the very next answer, and brings it back when it is restored.
STANDS = f"""(
    comments_notification.kind IN ('report', 'decision') OR EXISTS (
        SELECT FROM articles_article a
         WHERE a.id = comments_notification.discussion_id AND a.state = 'published' AND a.published_at <= now()
    ) AND CASE WHEN comments_notification.kind = 'followed' THEN EXISTS ({NEWS})
               ELSE EXISTS (SELECT FROM comments_comment c
                             WHERE c.id = comments_notification.comment_id AND c.state = 'public'
                               AND NOT EXISTS (SELECT FROM comments_mute m
                                                WHERE m.reader_id = comments_notification.recipient_id
                                                  AND m.muted_id = c.author_id)) END
)"""  # noqa: S608 (our own words only)


class NotificationQuerySet(models.QuerySet["Notification"]):
    def of(self, reader: User) -> NotificationQuerySet:
        return self.filter(recipient=reader)

    def unread(self) -> NotificationQuerySet:
        return self.filter(read_at=None)

    def standing(self) -> NotificationQuerySet:
        """Those that still have something to tell."""
        return self.filter(RawSQL(STANDS, [], output_field=BooleanField()))  # noqa: S611 (our own words only)

    def old(self, at: datetime) -> NotificationQuerySet:
        """Those that nobody looks for any more: long read, or for a year not even that."""
        return self.filter(Q(read_at__lt=at - KEPT_READ) | Q(created_at__lt=at - KEPT))

    def with_articles(self) -> NotificationQuerySet:
        related = ("discussion__article__section", "statement__entry", "statement__sanction")
        return self.select_related(*related).fetch_mode(models.FETCH_RAISE)

    def mark_read(self) -> int:
        """Returns how many were unread."""
        return self.unread().update(read_at=timezone.now())


class Notification(models.Model):
    """It holds no text of the comment: what is hidden later must not live on in it. At most one a reader and comment.

    One of a followed discussion stands for all that came there since `after`, a comment's id, until it is read; `comment`
    is the one that began it. So a discussion of a thousand comments is one row for each of its followers.

    One of a decision leads to its `statement`; `words` is empty for the decision itself, and afterwards what became of it.
    """

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        MENTION = "mention", _("mention")
        FOLLOWED = "followed", _("followed discussion")
        REPORT = "report", _("outcome of a report")
        DECISION = "decision", _("decision on the reader or on what they wrote")

    # What a notification of a report says besides its outcome: that the author's appeal was in vain.
    APPEALED = "appealed"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+", null=True)
    statement = models.ForeignKey(Statement, models.CASCADE, related_name="+", null=True, db_index=False)
    discussion = models.ForeignKey(Discussion, models.CASCADE, related_name="+", null=True, db_index=False)
    after = models.BigIntegerField(null=True)
    words = models.CharField(_("words"), max_length=500, blank=True, db_default="")
    created_at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    objects: ClassVar[models.Manager] = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            # A reply that also mentions its reader in a discussion that they follow is told once.
            models.UniqueConstraint(
                fields=["recipient", "comment"],
                condition=~Q(kind="report"),
                name="notified_once",
            ),
            models.UniqueConstraint(
                fields=["recipient", "discussion"],
                condition=Q(kind="followed", read_at=None),
                name="news_bundled_until_read",
            ),
            models.UniqueConstraint(
                fields=["statement", "words"],
                condition=Q(statement__isnull=False),
                name="decision_told_once",
            ),
            models.CheckConstraint(
                condition=Q(kind="decision", statement__isnull=False)
                | ~Q(kind="decision") & Q(comment__isnull=False),
                name="notified_of_something",
            ),
            models.CheckConstraint(
                condition=~Q(kind="followed") | Q(discussion__isnull=False, after__isnull=False),
                name="news_of_a_discussion",
            ),
        ]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notification_newest"),
            models.Index(
                fields=["recipient"],
                condition=Q(read_at=None),
                name="notification_unread",
            ),
            models.Index(
                fields=["recipient", "id"],
                condition=Q(mailed_at=None, read_at=None),
                name="notification_unmailed",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
