"""The comments app: discussions under articles, their votes and their moderation."""

from datetime import timedelta

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = gettext_lazy("Comments")
    erasing = "comments.erasing.erase"
    own_data = "comments.own_data.parts"
    # A burst of votes may show for as long as it takes to look again.
    periodic = {
        "comments.tasks.watch_votes": timedelta(minutes=1),
        "comments.tasks.forget_drafts": timedelta(days=1),
        "comments.tasks.forget_notifications": timedelta(days=1),
        "comments.tasks.forget_paces": timedelta(hours=1),
        # A decision has a task of its own; what that left, as a worker that was killed.
        "comments.tasks.tell_decisions": timedelta(minutes=1),
        # What isn't sent at once: what waits for its time, or for a server that was away.
        "comments.tasks.send_mails": timedelta(minutes=1),
    }
