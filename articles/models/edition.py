"""The edition: one row whose version moves whenever anything that editors control has changed.

A stored page holds the version that it was made from, so one look at this row tells whether it still stands. Triggers
move it, so no path (admin, bulk, SQL by hand) can change what readers should see and leave old pages standing.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """The single row (`id` 1); made after each migrate, moved by the triggers below."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.BigIntegerField(_("version"), default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition")]

    def __str__(self) -> str:
        return f"edition {self.version}"


def moves_edition() -> list[Any]:
    """The triggers for the Meta of a model whose rows show on pages."""
    return [
        pgtrigger.Trigger(
            name="moves_edition",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="UPDATE articles_edition SET version = version + 1; RETURN NULL;",
        )
    ]
