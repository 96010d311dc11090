"""A picture with its caption and credit, in the widths that pages ask for."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField

from articles.models.edition import moves_edition
from articles.pictures import FORMATS, WIDTHS


class Photo(models.Model):
    """`image` may be missing: wire stories come with a caption and a credit before their picture arrives."""

    image = ImageField(
        _("picture"),
        upload_to="photos/%Y/%m",
        blank=True,
        width_field="width",
        height_field="height",
        ppoi_field="ppoi",
        formats=FORMATS,
        auto_add_fields=True,
    )
    caption = models.CharField(_("caption"), max_length=300, blank=True)
    credit = models.CharField(_("credit"), max_length=120, blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who can't see it."),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        triggers = moves_edition()

    def __str__(self) -> str:
        return self.caption or self.image.name or f"{self.pk}"

    def srcset(self) -> str:
        """The `srcset` of those widths that aren't wider than the original: "…480.webp 480w, …"."""
        widths = [w for w in WIDTHS if w <= (self.width or 0)] or WIDTHS[:1]
        return ", ".join(f"{getattr(self.image, f'w{width}')} {width}w" for width in widths)
