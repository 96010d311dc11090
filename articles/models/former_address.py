"""Addresses that were public once and lead to the same noun for ever, wherever it stands now.

Triggers note them, so that no way of renaming (admin, bulk, SQL by hand) can make a link of somebody's lead nowhere.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.gone_address import keeps_gone_address

_NOUNS = ("section", "topic", "author", "article")


class FormerAddressManager(models.Manager["FormerAddress"]):
    def bearer(self, path: str, noun: str) -> Any:
        """The `noun` (such as "topic") that stood at `path`, as it is or as `reverse` quotes it; None where none did."""
        found = self.filter(path=unquote(path)).select_related(noun).first()
        return getattr(found, noun) if found else None


class FormerAddress(models.Model):
    """A path as it was, such as /harbour/night-ferry/, and the one noun that stood there. What stands there today comes first."""

    path = models.CharField(_("address"), max_length=250, unique=True)
    section = models.ForeignKey("articles.Section", models.CASCADE, null=True, related_name="+")
    topic = models.ForeignKey("articles.Topic", models.CASCADE, null=True, related_name="+")
    author = models.ForeignKey("articles.Author", models.CASCADE, null=True, related_name="+")
    article = models.ForeignKey("articles.Article", models.CASCADE, null=True, related_name="+")

    objects = FormerAddressManager()

    class Meta:
        verbose_name = _("former address")
        verbose_name_plural = _("former addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(*[(f"{noun}__isnull", False) for noun in _NOUNS], _connector=Q.XOR),
                name="former_address_of_one",
            )
        ]
        # They go with the noun. An article that could be read doesn't.
        triggers = [keeps_gone_address("OLD.path", "OLD.article_id IS NULL")]

    def __str__(self) -> str:
        return self.path


# An article was found under each name that its section ever had. Once it has left, only its own rows tell: the section may be
# renamed again, or deleted. What another has had as its own stays that one's.
UNDER_FORMER_SECTIONS = """
    INSERT INTO articles_formeraddress (path, article_id)
    SELECT place.path || OLD.slug || '/', OLD.id FROM articles_formeraddress AS place WHERE place.section_id = OLD.section_id
        ON CONFLICT (path) DO NOTHING;
"""


def keeps_former_address(noun: str, path: str, *columns: str, condition: str = "TRUE", also: str = "") -> Any:
    """The trigger for the Meta of `noun`'s model. `path` is SQL for what the address was, from OLD; it changes with `columns`,
    where the SQL `condition` holds; then it does what `also` says. Whoever came to an address later was the last to be read
    there, and has it."""
    moved = " OR ".join(f"OLD.{column} <> NEW.{column}" for column in columns)
    others = ", ".join(f"{other}_id = EXCLUDED.{other}_id" for other in _NOUNS)
    # Of names in this code alone.
    insert = f"INSERT INTO articles_formeraddress (path, {noun}_id) VALUES ({path}, OLD.id)"  # noqa: S608
    return pgtrigger.Trigger(
        name="keeps_former_address",
        level=pgtrigger.Row,
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(f"(({moved}) AND {condition})"),
        func=f"{insert} ON CONFLICT (path) DO UPDATE SET {others}; {also}RETURN NULL;",
    )
