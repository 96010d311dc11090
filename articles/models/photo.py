"""A picture with its caption and credit, in the widths that pages ask for."""

from __future__ import annotations

import logging
import secrets
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import PurePath
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from imagefield.fields import ImageField, PPOIField

from accounts import decoding
from articles import photo_files
from articles.models.edition import moves_edition
from articles.models.former_picture import keeps_former_picture
from articles.photo_words import LENGTHS
from articles.pictures import FORMATS, MIDDLE, SHAPES, WIDTHS, cut_size

logger = logging.getLogger(__name__)


def file_name(photo: Photo, name: str) -> str:
    """Where an upload is kept. It can't be guessed, for the pictures of drafts lie there too, and is never used again,
    so that caches may keep it for ever."""
    path = PurePath(name)
    # Latin letters alone, so that the name reads the same in an address as in the storage.
    stem = slugify(path.stem)[:50] or "photo"
    return f"photos/{timezone.now():%Y/%m}/{stem}-{secrets.token_hex(6)}{path.suffix}"


# The worker has made the sizes of an upload long before that.
_LATE = timedelta(minutes=10)
# How often they are tried, and how long after the first time again; four times as long after each further one. A server's full disk
# is mended in these three days and a half; a picture that can't be made isn't tried for ever.
MOST_TRIES, FIRST_WAIT = 5, timedelta(hours=1)


_LACKING = Q(sizes_made=False) | Q(avif_made=False)


class PhotoQuerySet(models.QuerySet["Photo"]):
    def without_sizes(self, now: datetime) -> PhotoQuerySet:
        """Those whose sizes are missing still, a while after the upload, and to be tried now."""
        lacking = self.filter(_LACKING)
        late = lacking.filter(uploaded_at__lt=now - _LATE, sizes_tries__lt=MOST_TRIES)
        return late.exclude(sizes_due_at__gt=now).exclude(image="")

    def given_up(self) -> PhotoQuerySet:
        """Those whose sizes couldn't be made."""
        return self.filter(sizes_made=False, sizes_tries__gte=MOST_TRIES).exclude(image="")

    def used(self) -> PhotoQuerySet:
        """Those at the head of an article or in the text of one, whether it is public or not."""
        return self.filter(self._uses())

    def unused(self) -> PhotoQuerySet:
        return self.exclude(self._uses())

    def _uses(self) -> Q:
        own = {"photo": models.OuterRef("pk")}
        # By name: both tables are made after this one.
        heads = apps.get_model("articles", "Article")._default_manager.filter(**own)
        texts = apps.get_model("articles", "BodyPicture")._default_manager.filter(**own)
        return Q(models.Exists(heads)) | Q(models.Exists(texts))


class Photo(models.Model):
    """`image` may be missing: wire stories come with a caption and a credit before their picture arrives. `original_name` is
    what the file was called where it came from."""

    NAME = 200  # characters of the name that its file came under

    width = models.PositiveIntegerField(null=True, blank=True, editable=False)
    height = models.PositiveIntegerField(null=True, blank=True, editable=False)
    ppoi = PPOIField(_("focal point"))
    image = ImageField(
        _("picture"),
        upload_to=file_name,
        blank=True,
        width_field="width",
        height_field="height",
        ppoi_field="ppoi",
        formats=FORMATS,
    )
    caption = models.CharField(_("caption"), max_length=LENGTHS["caption"], blank=True)
    credit = models.CharField(_("credit"), max_length=LENGTHS["credit"], blank=True)
    alt = models.CharField(
        _("alternative text"),
        max_length=LENGTHS["alt"],
        blank=True,
        help_text=_("What the picture shows, for those who can't see it."),
    )
    sizes_made = models.BooleanField(default=False, editable=False)
    # Not of those that were made before there were any.
    avif_made = models.BooleanField(default=False, db_default=False, editable=False)
    # How often they were tried in vain, and when they are tried again.
    sizes_tries = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)
    sizes_due_at = models.DateTimeField(null=True, editable=False)
    original_name = models.CharField(_("file name"), max_length=NAME, blank=True, editable=False)
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )

    objects: ClassVar[models.Manager] = PhotoQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("photo")
        verbose_name_plural = _("photos")
        triggers: list[Any] = [*moves_edition(), keeps_former_picture()]
        indexes = [models.Index(fields=["image"], name="photo_by_file")]

    def __str__(self) -> str:
        return self.caption or self.alt or self.original_name or f"{self.pk}"

    @property
    def src(self) -> str:
        """The picture's address for those who can't choose: a middle width, or the original while there is no other."""
        return getattr(self.image, f"w{MIDDLE}") if self.sizes_made else self.image.url

    @property
    def focus(self) -> tuple[int, int]:
        """The focal point in percent of width and height, from the left and from the top."""
        across, down = (round(float(share) * 100) for share in self.ppoi.split("x"))
        return across, down

    def focus_on(self, across: int, down: int) -> None:
        """Have it cut around the point that lies so many percent from the left and from the top, from the next save on."""
        self.ppoi = f"{across / 100:g}x{down / 100:g}"

    @property
    def focus_classes(self) -> str:
        """The classes that have a page which cuts it do so around its focal point, to five percent: see card.css. None for the
        middle, where it is cut anyway."""
        across, down = (5 * round(share / 5) for share in self.focus)
        return "" if across == down == 50 else f"at-x-{across} at-y-{down}"

    @property
    def thumbnail(self) -> str:
        """The address of the smallest, for lists at the desk."""
        return getattr(self.image, f"w{WIDTHS[0]}") if self.sizes_made else self.image.url

    @property
    def srcset(self) -> str:
        """The `srcset` of the widths that were made: "…480.webp 480w, …". Empty until the worker has made them."""
        return self._srcset("w") if self.sizes_made else ""

    @property
    def avif_srcset(self) -> str:
        """The same as AVIF, for browsers that show it."""
        return self._srcset("avif") if self.sizes_made and self.avif_made else ""

    def _srcset(self, format_name: str) -> str:
        return _srcset(self.image.url, self.image.name, self.ppoi, format_name, tuple(self._widths))

    @property
    def _formats(self) -> list[str]:
        """What is made of it. Of AVIF only what a page may ask for; the middle one of WebP is for whoever can't choose."""
        unasked = {f"avif{width}" for width in WIDTHS if width not in self._widths}
        return [name for name in FORMATS if name not in unasked]

    @property
    def _widths(self) -> list[int]:
        """None is wider than the picture itself, but for the smallest."""
        return [width for width in WIDTHS if width <= (self.width or 0)] or [WIDTHS[0]]

    @property
    def shapes(self) -> dict[str, str]:
        """The addresses of what is cut for other sites, by the names of `pictures.SHAPES`; the original's for each until the
        worker has made them."""
        return {name: getattr(self.image, name) if self.sizes_made else self.image.url for name in SHAPES}

    @property
    def wide_size(self) -> tuple[int, int]:
        """The width and height of the wide one of `shapes`."""
        size = self.width or 0, self.height or 0
        return cut_size(SHAPES["wide"], size) if self.sizes_made else size

    @property
    def is_given_up(self) -> bool:
        """Whether its sizes couldn't be made; pages show the picture as it came."""
        return bool(self.image) and not self.sizes_made and self.sizes_tries >= MOST_TRIES

    @property
    def files(self) -> set[str]:
        """The names in the storage of the picture and of all that is made of it around its focal point."""
        if not self.image:
            return set()
        made = {getattr(self.image, name).removeprefix(settings.MEDIA_URL) for name in self._formats}
        return made | {self.image.name}

    def ask_for_sizes(self) -> None:
        """Have them made anew, as for another picture or focal point; to be saved."""
        self.sizes_made, self.sizes_tries, self.sizes_due_at = False, 0, None

    def make_sizes(self) -> None:
        """Make each width and shape that is asked for, then say so; repeatable. Where another picture or focal point was chosen
        meanwhile, these aren't those that are asked for, and whoever chose has asked again."""
        for name in self._formats:
            self.image.process(name)
        same = type(self).objects.filter(pk=self.pk, image=self.image.name, ppoi=self.ppoi)
        same.update(sizes_made=True, avif_made=True, sizes_tries=0, sizes_due_at=None)

    def try_sizes(self) -> None:
        """Make them, unless that was tried often enough; a failure is logged, counted and shown to editors, not raised."""
        if self.sizes_tries >= MOST_TRIES:
            return
        # Counted before: a picture that takes the worker down with it is given up, too.
        due_at = timezone.now() + FIRST_WAIT * 4**self.sizes_tries
        type(self).objects.filter(_LACKING, pk=self.pk, image=self.image.name).update(
            sizes_tries=self.sizes_tries + 1, sizes_due_at=due_at
        )
        try:
            self.make_sizes()
        except decoding.BROKEN:
            # imagefield has logged where it broke.
            logger.warning("The sizes of photo %s can't be made", self.pk)

    def remove(self) -> None:
        """Delete the photo, and in a while its files. Raises ProtectedError where it is used."""
        before = type(self).objects.get(pk=self.pk)
        with transaction.atomic():
            self.delete()
            photo_files.leave(before, is_gone=True)


# A page has a dozen pictures in nine files each, whose names are hashes: worked out anew, they take a sixth of the front page's time.
@lru_cache(maxsize=4096)
def _srcset(url: str, name: str, ppoi: str, format_name: str, widths: tuple[int, ...]) -> str:
    """Where the storage signs the picture's `url` for a time, these are known for as long."""
    image = Photo(image=name, ppoi=ppoi).image
    return ", ".join(f"{getattr(image, f'{format_name}{width}')} {width}w" for width in widths)
