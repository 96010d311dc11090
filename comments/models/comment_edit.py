"""An earlier wording of a comment: what stood there until its author changed it after the grace period."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class CommentEdit(models.Model):
    """The newest wording is the comment's own; these are the ones before it, each with the time when it was replaced."""

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="edits", verbose_name=_("comment"))
    text = models.TextField(_("text before"))
    replaced_at = models.DateTimeField(_("replaced"))

    class Meta:
        ordering = ["id"]
        verbose_name = _("earlier wording")
        verbose_name_plural = _("earlier wordings")

    def __str__(self) -> str:
        return f"#{self.comment_id} {self.replaced_at:%Y-%m-%d %H:%M}"
