"""The user: a reader, and for some also an editor or a moderator."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Accounts made to do harm are mostly used on the day they are made; and making many for one quarrel must cost more
# patience than most quarrels last.
NEWCOMER_FOR = timedelta(days=1)


class UserManager(BaseUserManager["User"]):
    def of_login(self, typed: str) -> User | None:
        """Whom somebody means who types this to log in, an address or a name; found or not by one query."""
        return self.of_address(typed) if "@" in typed else self._named(typed)

    def of_address(self, address: str) -> User | None:
        """Who has confirmed the address; else who claimed it first: before it is confirmed several may."""
        claims = EmailAddress.objects.filter(email=address.lower())
        found = (
            self.filter(pk__in=claims.values("user").union(self._with_email(address).values("pk")))
            .annotate(has_confirmed=Exists(claims.filter(user=OuterRef("pk"), verified=True)))
            .order_by("-has_confirmed", "pk")
        )
        return found.first()

    def void_claims(self, address: str, *, but_of: User) -> None:
        """Whoever has confirmed an address is the one who has it: what others claimed is void."""
        EmailAddress.objects.filter(email=address, verified=False).exclude(user=but_of).delete()
        self._with_email(address).exclude(pk=but_of.pk).update(email="")

    def _with_email(self, address: str) -> models.QuerySet[User]:
        return self.alias(lower_email=Lower("email")).filter(lower_email=Lower(Value(address)))

    def _named(self, name: str) -> User | None:
        return self.alias(lower_name=Lower("username")).filter(lower_name=Lower(Value(name))).first()


class User(AbstractUser):
    """Whoever has an account. `username` is the public name; `email` is known to the user and staff only, and theirs for
    certain only once it is confirmed: until then several may claim it, so that registering tells nobody who has one.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), blank=True)
    is_stand_in = models.BooleanField(
        _("stand-in"),
        default=False,
        editable=False,
        help_text=_(
            "Stands for a reader or voter whom an imported thread counts but doesn't name. Can't log in."
        ),
    )

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            # "Alice" beside "alice" would let one speak in the other's name.
            models.UniqueConstraint(
                Lower("username"),
                name="user_name_unique",
                violation_error_message=_("This name is taken."),
            ),
        ]
        indexes = [models.Index(Lower("email"), name="user_by_email")]

    def __str__(self) -> str:
        return self.username

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

    @property
    def is_newcomer(self) -> bool:
        return timezone.now() - self.date_joined < NEWCOMER_FOR

    @property
    def is_editor(self) -> bool:
        return self.has_perm("articles.publish_article")

    @property
    def is_moderator(self) -> bool:
        return self.has_perm("comments.moderate_comment")
