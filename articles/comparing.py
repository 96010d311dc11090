"""Two states of an article beside each other: what each field says, in words, and how the one becomes the other."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import plain
from articles.differences import Part, difference
from articles.models import Article, Photo, Section, Source
from articles.versions import FIELDS, Standing

# Read in this order; what a field of another table is called there.
_NAMES = (
    "headline",
    "standfirst",
    "body",
    "authors",
    "section",
    "slug",
    "photo",
    "topics",
    "source",
    "source_notice",
    "site_notice",
    "state",
    "published_at",
)
_TABLES: dict[str, Any] = {"section": Section, "photo": Photo, "source": Source}


class Row(NamedTuple):
    """A field in which the two differ: its texts, and the parts that make the one into the other."""

    name: str
    label: str
    before: str
    after: str
    parts: list[Part]


def compared(before: Any, after: Any) -> list[Row]:
    """The rows of what differs between two, each a Standing or a version."""
    old, new = as_words(before), as_words(after)
    return [
        Row(name, label(name), old[name], new[name], difference(old[name], new[name]))
        for name in _NAMES
        if old[name] != new[name]
    ]


def label(name: str) -> str:
    """What the desk calls a field."""
    field: Any = Article._meta.get_field(name)
    return str(field.related_model._meta.verbose_name_plural if field.auto_created else field.verbose_name)


def as_words(state: Any) -> dict[str, str]:
    """What each field says, for a person to read."""
    fields = state.fields if isinstance(state, Standing) else {name: getattr(state, name) for name in FIELDS}
    at = fields["published_at"]
    return {
        **{name: str(fields[name] or "") for name in FIELDS},
        **{name: _called(table, fields[f"{name}_id"]) for name, table in _TABLES.items()},
        "body": plain.lines(fields["body"]),
        "authors": ", ".join(name for _pk, name in state.authors),
        "topics": ", ".join(name for _pk, name in state.topics),
        "state": str(Article.State(fields["state"]).label),
        "published_at": f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S %Z}" if at else "",
    }


def _called(table: Any, pk: int | None) -> str:
    if not pk:
        return ""
    row = table.objects.filter(pk=pk).first()
    return str(row) if row else _("deleted (number %(pk)s)") % {"pk": pk}
