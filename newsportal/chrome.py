"""What stands around every page: sections, announcement, partner links, the site's name; the site's switches for votes, and what holds for writing.

Read in one query and kept in the process for as long as the edition stays the same.
"""

from __future__ import annotations

import itertools
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db.models import Subquery
from django.db.models.functions import JSONObject, Least, Now
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import (
    Announcement,
    Article,
    Edition,
    FrontPageSlot,
    PartnerLink,
    Section,
)
from comments.models import DiscussionPolicy, RuleSetting, VotingPolicy
from comments.rulebook import settings_of
from comments.terms import SiteTerms
from newsportal.compiled import Compiled
from newsportal.kept import Kept

_SWITCHES = [field.name for field in VotingPolicy._meta.concrete_fields]


@dataclass(frozen=True)
class Chrome:
    """`until` is when the clock alone will change some page: an article comes due, an announcement starts or ends. `key` names
    what was read: no other reading of this process has it, so what was made of this one is found under it alone."""

    version: int
    key: str
    sections: list[dict[str, str]]
    announcement: dict[str, str] | None
    partner_links: list[dict[str, str]]
    voting_policy: VotingPolicy
    site_terms: SiteTerms
    until: datetime | None


_kept: Kept[Chrome] = Kept(most=1)
_readings = itertools.count()


def current(edition: int | None = None) -> Chrome:
    """The chrome of the current edition; `edition`, where the caller has just read it, saves the query."""
    kept = _kept.get("chrome", edition) if edition is not None else None
    if kept is None or (kept.until is not None and timezone.now() >= kept.until):
        kept = _read()
        _kept.put("chrome", kept.version, kept)
    return kept


def forget() -> None:
    """Drops what is kept, for a process whose database was exchanged, as between tests."""
    _kept.clear()


def _edition_with_all(at: datetime | None = None) -> Any:
    return Edition.objects.annotate(
        sections=ArraySubquery(Section.objects.values(json=JSONObject(name="name", slug="slug"))),
        announcements=ArraySubquery(
            Announcement.objects.current(at).values(json=JSONObject(text="text", url="url"))[:1]
        ),
        partner_links=ArraySubquery(
            PartnerLink.objects.current(at).values(json=JSONObject(title="title", url="url", site="site"))
        ),
        voting_policy=Subquery(
            VotingPolicy.objects.values(json=JSONObject(**{name: name for name in _SWITCHES}))[:1]
        ),
        rules=ArraySubquery(
            RuleSetting.objects.values(
                json=JSONObject(**{name: name for name in ("code", "is_on", "answer", "values")})
            )
        ),
        days=ArraySubquery(
            DiscussionPolicy.objects.values(json=JSONObject(section="section_id", days="days"))
        ),
        next_article=_first(Article.objects.filter(state=Article.State.PUBLISHED), "published_at"),
        next_start=_first(Announcement.objects.filter(is_on=True), "starts_at"),
        next_end=_first(Announcement.objects.filter(is_on=True), "ends_at"),
        next_link_start=_first(PartnerLink.objects.filter(is_on=True), "starts_at"),
        next_link_end=_first(PartnerLink.objects.filter(is_on=True), "ends_at"),
        next_slot_start=_first(FrontPageSlot.objects, "starts_at"),
        next_slot_end=_first(FrontPageSlot.objects, "ends_at"),
    ).annotate(
        until=Least(
            "next_article",
            "next_start",
            "next_end",
            "next_link_start",
            "next_link_end",
            "next_slot_start",
            "next_slot_end",
        )
    )


_compiled = Compiled(_edition_with_all)


def at(time: datetime) -> Chrome:
    """The chrome as it will be, or was, at `time`, if nobody changes it meanwhile."""
    return _chrome(_edition_with_all(time).get())


def _read() -> Chrome:
    return _chrome(_compiled()[0])


def _chrome(edition: Any) -> Chrome:
    return Chrome(
        version=edition.version,
        key=f"{edition.version}.{next(_readings)}",
        # With its path, so that no page has to make it anew.
        sections=[
            {**section, "path": reverse("section", args=[section["slug"]])} for section in edition.sections
        ],
        announcement=edition.announcements[0] if edition.announcements else None,
        partner_links=edition.partner_links,
        voting_policy=VotingPolicy(**(edition.voting_policy or {})),
        site_terms=SiteTerms(
            settings_of((row["code"], row["is_on"], row["answer"], row["values"]) for row in edition.rules),
            {row["section"]: row["days"] for row in edition.days},
        ),
        until=edition.until,
    )


def _first(rows: Any, field: str) -> Subquery:
    """The earliest time still to come in `field`."""
    return Subquery(rows.filter(**{f"{field}__gt": Now()}).order_by(field).values(field)[:1])


def _of(request: HttpRequest) -> Chrome:
    time = getattr(request, "looked_at", None)
    return at(time) if time else current(_edition(request))


def _edition(request: HttpRequest) -> int | None:
    """The edition where the page's view has read it already."""
    versions = getattr(request, "versions", None)
    return versions.edition if versions else None


def _way_back(request: HttpRequest) -> str:
    """The query with which the login leads back here, or from the pages of the ways in to where they lead; empty where there
    is no page to come back to."""
    if request.path.startswith("/accounts/"):
        # None where it would lead off the site. A body that can't be read has its own answer, with this head above it.
        with suppress(BadRequest, SuspiciousOperation, OSError, MultiPartParserError):
            onward = get_next_redirect_url(request)
            return f"?{urlencode({'next': onward})}" if onward else ""
        return ""
    is_page = request.method in ("GET", "HEAD")
    return f"?{urlencode({'next': request.get_full_path()})}" if is_page and request.path != "/" else ""


def chrome(request: HttpRequest) -> dict[str, Any]:
    """The context processor. Nothing is read for a page that shows none of it."""
    return {
        "chrome": SimpleLazyObject(lambda: _of(request)),
        "way_back": _way_back(request),
        "site_name": settings.SITE_NAME,
        # "your Tidewater Post account": behind another word the name's own article goes.
        "site_name_in_a_phrase": settings.SITE_NAME.removeprefix("The "),
        "site_owner": settings.SITE_OWNER,
        "site_url": settings.SITE_URL,
        "this_day": timezone.localdate(timezone=timezone.get_default_timezone()),
    }
