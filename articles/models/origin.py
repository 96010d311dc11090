"""Where an article came from when it wasn't written here: an agency's item, a post of the system that was used before."""

from __future__ import annotations

from typing import Any

from django.db import models

from articles.models.article import Article


class Origin(models.Model):
    """`key` is the item's own name for itself, behind that of the kind of system, such as `newsml:urn:newsml:…`; `version` the last one
    that was taken. What came in once has its row for good: where its article was deleted here, or the item killed before it
    came, it isn't made anew. `taken` has a digest of each field as that version brought it, so that what editors have written
    since is seen."""

    key = models.CharField(max_length=250, unique=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="origins")
    version = models.BigIntegerField(default=0)
    taken: Any = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.key
