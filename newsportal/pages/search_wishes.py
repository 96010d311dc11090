"""What a search asks for beside its words: where, by whom, from when, in which order. All of it stands in the address, so that
each search can be kept and sent on, and a plain form makes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db.models import F, Value
from django.db.models.functions import Length
from django.db.models.lookups import Contains
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles.models import Author, Section
from articles.models.author import FoldedName
from articles.search_query import MAX_LENGTH, Query

# As far as the calendar of a newspaper goes; a day after the last is still a date.
FIRST, LAST = date(1600, 1, 1), date(9000, 1, 1)
PER_PAGE = 20
# So many are found at most; a page beyond is the first.
MAX_PAGE = 20
MOST_AUTHORS = 20


@dataclass(frozen=True)
class Filter:
    """One that is set, in words, and the query that drops it."""

    words: str
    without: str


@dataclass(frozen=True)
class Wishes:
    """`wrong` says of what was typed into the filters and can't be followed why not; all else is."""

    typed: str
    query: Query
    of_comments: bool
    by_time: bool
    page: int
    get: QueryDict
    section: Section | None = None
    authors: list[Author] = field(default_factory=list)
    since: date | None = None
    until: date | None = None
    wrong: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, request: HttpRequest) -> Wishes:
        get = request.GET
        wrong: list[str] = []
        typed = get.get("q", "").replace("\x00", "").strip()[:MAX_LENGTH]
        page = get.get("page", "1")
        since, until = _days(get.get("from", ""), get.get("to", ""), wrong)
        of_comments = get.get("in") == "comments"
        return cls(
            typed=typed,
            query=Query.of(typed),
            of_comments=of_comments,
            by_time=get.get("sort") == "newest",
            page=min(int(page), MAX_PAGE) if page in map(str, range(1, MAX_PAGE + 1)) else 1,
            get=get,
            section=_section(get.get("section", ""), wrong),
            authors=[] if of_comments else _authors(get.get("author", ""), wrong),
            since=since,
            until=until,
            wrong=wrong,
        )

    @cached_property
    def begin(self) -> datetime | None:
        """The first moment asked for, in the site's zone."""
        return _midnight(self.since) if self.since else None

    @cached_property
    def end(self) -> datetime | None:
        """The first moment that isn't."""
        return _midnight(self.until + timedelta(days=1)) if self.until else None

    @cached_property
    def filters(self) -> list[Filter]:
        found = []
        if self.section:
            found.append(Filter(self.section.name, self.address(section=None)))
        if self.authors:
            names = _(", ").join(author.name for author in self.authors)
            found.append(Filter(_("By {}").format(names), self.address(author=None)))
        if self.since:
            day = date_format(self.since, "DATE_FORMAT")
            found.append(Filter(_("From {}").format(day), self.address(**{"from": None})))
        if self.until:
            day = date_format(self.until, "DATE_FORMAT")
            found.append(Filter(_("Until {}").format(day), self.address(to=None)))
        return found

    def address(self, **changes: str | None) -> str:
        """The query of this search with `changes`; None takes one out. It begins at the first page, unless that is asked for."""
        said = {
            name: self.get.get(name, "") for name in ("q", "in", "section", "author", "from", "to", "sort")
        }
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (said | changes).items() if value})
        return f"?{query.urlencode()}"

    @property
    def canonical(self) -> str:
        """The query of this search without anything else that stands in its address."""
        query = self.address(page=str(self.page) if self.page > 1 else None)
        return query if self.typed else ""

    @property
    def author(self) -> str:
        """What was typed of the author's name."""
        return self.get.get("author", "")[:MAX_LENGTH]

    def ways(self, words: str, meant: str) -> dict[str, str]:
        """Where the tabs, the orders, the pages and a word that may be meant lead. Pages go on with what was found by `words`."""
        found = {"q": words} if words != str(self.query) else {}
        return {
            "stories": self.address(**{"in": None}),
            "comments": self.address(**{"in": "comments", "author": None}),
            "best": self.address(sort=None),
            "newest": self.address(sort="newest"),
            "earlier": self.address(page=str(self.page - 1) if self.page > 2 else None),
            "later": self.address(**found, page=str(self.page + 1)),
            "meant": self.address(q=meant),
            "everywhere": self.address(**dict.fromkeys(("section", "author", "from", "to"))),
        }


def _days(first: str, last: str, wrong: list[str]) -> tuple[date | None, date | None]:
    since, until = _date(first, wrong), _date(last, wrong)
    if since and until and since > until:
        wrong.append(
            _("No day lies between %(first)s and %(last)s, so this looks at all.")
            % {"first": date_format(since, "DATE_FORMAT"), "last": date_format(until, "DATE_FORMAT")}
        )
        return None, None
    return since, until


def _date(typed: str, wrong: list[str]) -> date | None:
    if not typed.strip():
        return None
    try:
        found = date.fromisoformat(typed.strip())
    except ValueError:
        found = None
    if found is None or not FIRST <= found <= LAST:
        wrong.append(_("“{}” is no date. Write it as in 2026-11-30.").format(typed[:MAX_LENGTH]))
        return None
    return found


def _section(slug: str, wrong: list[str]) -> Section | None:
    if not slug:
        return None
    section = Section.objects.filter(slug=slug.replace("\x00", "")).first()
    if section is None:
        wrong.append(_("There is no such section any more, so this looks in all of them."))
    return section


def _authors(typed: str, wrong: list[str]) -> list[Author]:
    """Those in whose name this is, whatever its accents and case; the shortest names first."""
    typed = typed.replace("\x00", "").strip()[:MAX_LENGTH]
    if not typed:
        return []
    named = Author.objects.alias(folded=FoldedName(F("name")), asked=FoldedName(Value(typed)))
    found = named.filter(Contains(F("folded"), F("asked"))).order_by(Length("name"), "pk")[:MOST_AUTHORS]
    if not found:
        wrong.append(_("No author is called “{}”, so this looks among all of them.").format(typed))
    return list(found)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_default_timezone())
