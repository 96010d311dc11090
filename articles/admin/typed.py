"""What was typed into an article's form at the desk, read before the form is: to be compared with what stands.

The authors and topics come as rows with numbers, of which another editor may have taken some away meanwhile. Here they go by
whom they are about.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from django.http import QueryDict

from articles import body
from articles.models import Article, Author, Topic
from articles.versions import FIELDS, Standing

# State and time are typed by nobody: they move by buttons.
FIELDS_TYPED = {name.removesuffix("_id"): name for name in FIELDS if name not in ("state", "published_at")}
# Rows that a list may have; Django takes no more either.
MOST_ROWS = 1000


class Listed(NamedTuple):
    """A list of the form: how its rows are called there, the field that says whom a row is about, and that one's table."""

    prefix: str
    field: str
    table: Any

    def chosen(self, data: QueryDict) -> dict[int, str]:
        """{id: place as it was typed, "" where none is} of the rows that aren't to be taken away."""
        found = {}
        for number in range(min(whole_number(data.get(f"{self.prefix}-TOTAL_FORMS")), MOST_ROWS)):
            row = f"{self.prefix}-{number}-"
            pk = whole_number(data.get(f"{row}{self.field}"))
            if pk and not data.get(f"{row}DELETE"):
                found[pk] = data.get(f"{row}position") or ""
        return found

    def named(self, data: QueryDict) -> list[list[Any]]:
        """[id, name] of each that was chosen, in the order that saving gives them."""
        places = self.chosen(data)
        names = {row.pk: row.name for row in self.table.objects.filter(pk__in=places)}
        rows = [[pk, names[pk]] for pk in places if pk in names]
        is_ordered = self.field == "author"
        return sorted(rows, key=lambda row: whole_number(places[row[0]]) if is_ordered else row[1])

    def lay_out(self, data: QueryDict, article: Article | None, chosen: dict[int, str]) -> None:
        """Makes `data` say `chosen` by the rows that stand now: the others of these are to be taken away, the rest is added. Of a new
        article, which is None, no row stands."""
        standing = self._standing(article) if article else {}
        for key in [key for key in data if key.startswith(f"{self.prefix}-") and key.split("-")[1].isdigit()]:
            del data[key]
        everybody = [*standing, *(pk for pk in chosen if pk not in standing)]
        for number, pk in enumerate(everybody):
            row = f"{self.prefix}-{number}-"
            data[f"{row}{self.field}"], data[f"{row}article"] = str(pk), str(article.pk) if article else ""
            data[f"{row}id"] = str(standing.get(pk, ""))
            if self.field == "author":
                data[f"{row}position"] = chosen.get(pk) or "0"
            if pk not in chosen:
                data[f"{row}DELETE"] = "on"
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(standing))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(everybody))

    def _standing(self, article: Article) -> dict[int, int]:
        """{id: its row}."""
        rows = article.bylines if self.field == "author" else article.articletopic_set
        return {getattr(row, f"{self.field}_id"): row.pk for row in rows.all()}


LISTS = {
    "authors": Listed("bylines", "author", Author),
    "topics": Listed("articletopic_set", "topic", Topic),
}


def typed(data: QueryDict, stands: Standing) -> Standing:
    """What was typed as it would stand; what can't be read is left empty, for the form says so beside its box."""
    fields = dict(stands.fields)
    for name, attribute in FIELDS_TYPED.items():
        text = (data.get(name) or "").replace("\r\n", "\n").strip()
        if attribute != name:
            fields[attribute] = whole_number(text) or None
        else:
            fields[name] = _clean(text) if name == "body" else text
    return Standing(fields, LISTS["authors"].named(data), LISTS["topics"].named(data))


def moves(data: QueryDict) -> bool:
    """Whether a button was pressed that moves the article on."""
    return bool({"_submit", "_publish", "_schedule", "_unpublish"} & set(data))


def _clean(html: str) -> str:
    try:
        return body.cleaned(html)
    except ValueError:
        # Too long or too deep to be saved; the form says so.
        return html


def whole_number(text: str | None) -> int:
    """0 where it is none."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 19 else 0
