"""How a reader wants the discussions: order, mails, keys, and whether their page is public."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ReaderSettings(models.Model):
    """One row a reader, made when they first change something; no row is the defaults below."""

    class Sort(models.TextChoices):
        OLDEST = "oldest", _("Oldest first")
        NEWEST = "newest", _("Newest first")
        BEST = "best", _("Best first")
        CONTROVERSIAL = "controversial", _("Controversial first")

    class Mails(models.TextChoices):
        AT_ONCE = "at_once", _("At once, bundled")
        DAILY = "daily", _("Once a day")
        NEVER = "never", _("Never")

    reader = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="reader_settings"
    )
    sort = models.CharField(_("order of comments"), max_length=16, choices=Sort, default=Sort.OLDEST)
    mails = models.CharField(
        _("mails about notifications"), max_length=8, choices=Mails, default=Mails.AT_ONCE
    )
    follows_own = models.BooleanField(_("follow the discussions in which I write"), default=False)
    has_keys = models.BooleanField(_("keys j, k, u, d and r in discussions"), default=True)
    is_public = models.BooleanField(_("my page with my comments is public"), default=True)
    mailed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("reader's settings")
        verbose_name_plural = _("readers' settings")

    def __str__(self) -> str:
        return f"{self.reader_id}"
