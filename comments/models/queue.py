"""The queues of the moderators' desk, which the admin lists among its nouns: see `comments/queues.py`."""

from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class Queue(Comment):
    """A comment as the desk has it: gives the queues their address and their right there."""

    class Meta:
        proxy = True
        default_permissions = ("view",)
        verbose_name = _("queue")
        verbose_name_plural = _("queues: what waits for a decision")
