"""The user: a reader, and for some also an editor or a moderator."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pgtrigger
from django.contrib.auth.models import AbstractUser
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts import names, passwords
from accounts.models.name import CLAIM, NAME_TAKEN, Name, told_where_taken
from accounts.models.user_manager import UserManager
from accounts.stamps import stamp

# Accounts made to do harm are mostly used on the day they are made; and making many for one quarrel must cost more
# patience than most quarrels last.
NEWCOMER_FOR = timedelta(days=1)
# Often enough for who marries or regrets, too seldom for who plays hide and seek with those whom they answered.
RENAMED_EVERY = timedelta(days=30)


class LooksField(ArrayField):
    """What the name looks like, written whenever the name is: Postgres can't reckon it, and no way to a name may leave it
    out. None stays None: an imported name that looks like another's."""

    def pre_save(self, model_instance: models.Model, add: bool) -> list[str] | None:
        if getattr(model_instance, self.attname) is None:
            return None
        looks = names.looks(model_instance.username)  # type: ignore[attr-defined]
        setattr(model_instance, self.attname, looks)
        return looks


class User(AbstractUser):
    """Whoever has an account. `username` is the public name; `email` is known to the user and staff only, and theirs for
    certain only once it is confirmed: until then several may claim it, so that registering tells nobody who has one.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    # Which names there may be accounts/names.py says, where one is chosen; imported ones are kept as they are.
    username = models.CharField(
        _("user name"), max_length=150, unique=True, error_messages={"unique": _("This name is taken.")}
    )
    looks = LooksField(models.CharField(max_length=32), null=True, default=list, editable=False)
    renamed_at = models.DateTimeField(_("renamed"), null=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    is_stand_in = models.BooleanField(
        _("stand-in"),
        default=False,
        editable=False,
        help_text=_(
            "Stands for a reader or voter whom an imported thread counts but doesn't name. Can't log in."
        ),
    )

    picture = models.CharField(
        max_length=16,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("What the files of the picture are called by; see accounts/pictures.py."),
    )

    # Empty: what the browser asks for, and the site's clock. Which there are accounts/languages.py says.
    language = models.CharField(_("language"), max_length=8, blank=True, default="", db_default="")
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True, default="", db_default="")
    erasure_due_at = models.DateTimeField(_("erased from"), null=True, editable=False)
    erasure_removes = models.BooleanField(
        _("erased with the words of the comments"), default=False, db_default=False, editable=False
    )

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # "Alice" beside "alice" would let one speak in the other's name.
            models.UniqueConstraint(
                Lower("username"),
                name=NAME_TAKEN,
                violation_error_message=_("This name is taken."),
            ),
        ]
        indexes = [
            models.Index(Lower("email"), name="user_by_email"),
            models.Index(
                fields=["erasure_due_at"], condition=Q(erasure_due_at__isnull=False), name="user_to_be_erased"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="claims_its_look",
                when=pgtrigger.After,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("username", "looks"),
                declare=[("claimed", "int")],
                func=CLAIM,
            )
        ]

    def __str__(self) -> str:
        return self.username

    def rename(self, to: str, *, by: User) -> None:
        """Gives the account the name `to`; the one that it had stays kept from others. Raises ValidationError with the
        sentence for whoever typed it. Who puts another's name right isn't bound to any time."""
        with transaction.atomic():
            # Two changes at once must not both find the time to be over.
            user = User.objects.select_for_update(no_key=True).get(pk=self.pk)
            name = names.cleaned_name(to, of_house=user.is_staff)
            if name == user.username:
                return
            if by == self:
                if user.may_rename_at:
                    raise ValidationError(user.renaming_told, code="too_soon")
                user.renamed_at = timezone.now()
            Name.objects.require_free(name, bearer=user.pk, of_house=user.is_staff)
            user.username, user.looks = name, []
            with told_where_taken():
                user.save(update_fields=["username", "looks", "renamed_at"])
        self.username, self.looks, self.renamed_at = user.username, user.looks, user.renamed_at

    def set_password(self, raw_password: str | None) -> None:
        """With the salt that the account has, else with that of others who give its address: accounts/passwords.py says why."""
        beside = User.objects.giving(self.email).exclude(pk=self.pk) if self.email else User.objects.none()
        self.password = passwords.hashed(raw_password, self.password, beside)
        self._password = raw_password

    @property
    def may_rename_at(self) -> datetime | None:
        """When its bearer may change the name again; None where that is now."""
        next_time = self.renamed_at and self.renamed_at + RENAMED_EVERY
        return next_time if next_time and next_time > timezone.now() else None

    @property
    def renaming_told(self) -> str:
        """When the name can be changed, for its bearer."""
        if self.may_rename_at is None:
            return gettext("3 to 30 letters of one script, digits, and signs between them. Once in 30 days.")
        words = gettext("A name can be changed once in 30 days; yours again from %(day)s on.")
        return words % {"day": stamp(self.may_rename_at)}

    def get_absolute_url(self) -> str:
        return reverse("user", args=[self.username])

    def get_full_name(self) -> str:
        return self.username

    def get_short_name(self) -> str:
        return self.username

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Only staff have rights here: a reader who was left in a group by mistake gains nothing, and a page for a
        reader needs no query to know that."""
        return self.is_staff and super().has_perm(perm, obj)

    def choose(self, *, language: str, time_zone: str) -> None:
        """Wants pages and mails like this from now on; empty for what the browser and the site say."""
        self.language, self.time_zone = language, time_zone
        self.save(update_fields=["language", "time_zone"])

    # ------------------------------------------------------------------ the picture

    def show_picture(self, upload: File) -> None:
        """Shows what is in `upload` beside the name from now on. Raises ValidationError where it is no picture to show."""
        from accounts import pictures

        pictures.show(self, upload)

    def remove_picture(self) -> None:
        """Takes the picture and its files away. Again changes nothing."""
        from accounts import pictures

        pictures.remove(self)

    @property
    def picture_src(self) -> str:
        """The picture's address; empty where there is none."""
        from accounts import pictures

        return pictures.address(self, pictures.SHOWN) if self.picture else ""

    @property
    def picture_srcset(self) -> str:
        from accounts import pictures

        return pictures.addresses(self) if self.picture else ""

    @property
    def initial(self) -> str:
        """What stands for the picture of whoever has none."""
        return self.username[:1].upper()[:1]

    # ------------------------------------------------------------------ erasure

    def ask_erasure(self, *, removes: bool) -> None:
        """Has the account erased in two weeks, and tells its address. The comments stay without the name, or go with their
        words where it `removes` them. Asked again only this choice changes. Raises ValidationError for staff."""
        from accounts import erasing

        erasing.ask(self, removes=removes)

    def take_back_erasure(self) -> None:
        """Keeps the account. Where nothing was asked for it changes nothing."""
        from accounts import erasing

        erasing.take_back(self)

    @property
    def is_newcomer(self) -> bool:
        return timezone.now() - self.date_joined < NEWCOMER_FOR

    @property
    def is_editor(self) -> bool:
        return self.has_perm("articles.publish_article")

    @property
    def is_moderator(self) -> bool:
        return self.has_perm("comments.moderate_comment")
