"""What a signed-in reader has typed and not yet posted, kept on the server so that it is there on any device."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from comments.models.comment import Comment


class Draft(models.Model):
    """One a composer: `key` is the composer's own, so two tabs keep two drafts and neither overwrites the other."""

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    parent = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="+")
    key = models.CharField(max_length=64)
    text = models.TextField(_("text"))
    saved_at = models.DateTimeField(_("saved"))

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["reader", "key"], name="one_draft_a_composer")]
        indexes = [models.Index(fields=["reader", "article", "-saved_at"], name="draft_newest")]

    def __str__(self) -> str:
        return f"{self.saved_at:%Y-%m-%d %H:%M}"
