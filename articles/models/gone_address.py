"""Addresses of sections, topics and authors that are no more, so that whoever comes by an old link is told so.

Triggers note them. What stands at an address, or leads on from it, comes before what is gone; so none is ever taken back.
"""

from __future__ import annotations

import pgtrigger
from django.db import models


class GoneAddress(models.Model):
    """A path as it was, such as /topics/ferries/."""

    path = models.CharField(max_length=250, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.path


def keeps_gone_address(path: str, condition: str = "TRUE") -> pgtrigger.Trigger:
    """The trigger for the Meta of what has an address: `path` is SQL for what it was, from OLD, and noted where `condition` holds."""
    return pgtrigger.Trigger(
        name="keeps_gone_address",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        condition=pgtrigger.Condition(condition),
        # Of names in this code alone.
        func=f"INSERT INTO articles_goneaddress (path) VALUES ({path}) ON CONFLICT DO NOTHING; RETURN NULL;",  # noqa: S608
    )
