"""Names the state that the rules are in: whoever has read them under a version needn't read them again.

Triggers renew it with each change, whatever path it takes. A version never comes back, not even where a change is rolled back.
"""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.functions import RandomUUID
from django.db import models


class RulesVersion(models.Model):
    """The single row (`id` 1), made after each migrate."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField(db_default=RandomUUID())

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_rules_version")]

    def __str__(self) -> str:
        return f"{self.version}"


def renews_rules() -> list[Any]:
    """The triggers for the Meta of a model that says what may be posted."""
    return [
        pgtrigger.Trigger(
            name="renews_rules",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="UPDATE comments_rulesversion SET version = gen_random_uuid(); RETURN NULL;",
        )
    ]
