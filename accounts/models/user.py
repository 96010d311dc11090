"""The user: a reader, and for some also an editor or a moderator."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """Whoever has an account. `username` is the public name; `email` is known to the user and staff only."""

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
            models.UniqueConstraint(
                Lower("email"),
                condition=~models.Q(email=""),
                name="user_email_unique",
                violation_error_message=_("This e-mail address has an account."),
            ),
        ]

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
    def is_editor(self) -> bool:
        return self.has_perm("articles.publish_article")

    @property
    def is_moderator(self) -> bool:
        return self.has_perm("comments.moderate_comment")
