"""Who speaks for the house. Names and marks of staff stand on stored pages, so the edition moves when they change."""

from __future__ import annotations

from typing import Any

import pgtrigger

from accounts.models import User
from articles.models.edition import moves_edition

_Place: Any = User.groups.through


class Person(User):
    """A user as pages show them. Other columns, such as the last login, move nothing."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers = [
            pgtrigger.Trigger(
                name="person_moves_edition",
                when=pgtrigger.After,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("username", "is_staff", "is_active"),
                func="UPDATE articles_edition SET version = version + 1; RETURN NULL;",
            )
        ]


class Membership(_Place):
    """A user's place in a group."""

    class Meta:
        proxy = True
        default_permissions = ()
        triggers: list[Any] = moves_edition()
