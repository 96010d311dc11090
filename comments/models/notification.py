"""What a reader is told about: a reply, a mention, a new comment in a followed discussion, what became of a report."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Notification(models.Model):
    """It holds no text of the comment: what is hidden later must not live on in it. At most one a reader and comment."""

    class Kind(models.TextChoices):
        REPLY = "reply", _("reply")
        MENTION = "mention", _("mention")
        FOLLOWED = "followed", _("followed discussion")
        REPORT = "report", _("outcome of a report")

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    comment = models.ForeignKey(Comment, models.CASCADE, related_name="+")
    words = models.CharField(_("words"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("when"))
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mailed_at = models.DateTimeField(_("mailed"), null=True, blank=True)

    class Meta:
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        constraints = [
            # A reply that also mentions its reader in a discussion that they follow is told once.
            models.UniqueConstraint(
                fields=["recipient", "comment"],
                condition=~Q(kind="report"),
                name="notified_once",
            )
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
