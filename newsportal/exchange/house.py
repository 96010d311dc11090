"""What a site has beside its articles, as one record: sections, authors, topics, agencies, announcements, partner links, the
hours of newsletters, the moderators' rules, and where sections, authors and topics were before. It comes before the articles, so
that these find all of it in its place."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction

from articles.models import (
    Announcement,
    Author,
    FormerAddress,
    GoneAddress,
    Origin,
    PartnerLink,
    Section,
    Source,
    Topic,
)
from newsportal.exchange.fields import BadRecordError, list_of, object_of, storable, text_of, time_of
from newsportal.exchange.mailing_records import load_settings, newsletter_settings
from newsportal.exchange.people import named
from newsportal.exchange.rule_records import load_moderation, moderation_record

# By what each is known, and what else is kept of it.
_NOUNS: dict[str, tuple[type[models.Model], tuple[str, ...], tuple[str, ...]]] = {
    "sections": (Section, ("slug",), ("name", "description", "position")),
    "authors": (Author, ("slug",), ("name", "bio", "user__username")),
    "topics": (Topic, ("slug",), ("name",)),
    "sources": (Source, ("name",), ()),
    "announcements": (Announcement, ("text", "url", "starts_at", "ends_at"), ("is_on",)),
    "partner_links": (
        PartnerLink,
        ("title", "url"),
        ("site", "is_on", "position", "starts_at", "ends_at"),
    ),
}
# Of these several may say the same, such as one that is switched off and one that is on.
_ALIKE = ("announcements", "partner_links")
_PLACES = ("section", "author", "topic")
_TIMES = ("starts_at", "ends_at")
_ACCOUNT = "user__username"


def house_record() -> dict[str, Any]:
    """All of it, in the order in which it was made; what is empty is left out."""
    record: dict[str, Any] = {}
    for name, (model, key, rest) in _NOUNS.items():
        rows = model._default_manager.order_by("pk").values(*key, *rest)
        record[name] = [_told(row) for row in rows]
    for place in _PLACES:
        moved = (
            FormerAddress.objects.exclude(**{place: None})
            .order_by("path")
            .values_list("path", f"{place}__slug")
        )
        record.setdefault("former_addresses", []).extend({"path": path, place: slug} for path, slug in moved)
    record["gone_addresses"] = list(GoneAddress.objects.order_by("path").values_list("path", flat=True))
    record["newsletters"] = newsletter_settings()
    record["moderation"] = moderation_record()
    # What was killed before it came, or deleted here, isn't taken again: not at the place that this is loaded into, either.
    record["gone"] = list(Origin.objects.filter(article=None).order_by("key").values("key", "version"))
    return record


def _told(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: value.isoformat() if name in _TIMES and value else value for name, value in row.items()}
    told["account"] = told.pop(_ACCOUNT, None)
    return {name: value for name, value in told.items() if value not in (None, "")}


def load_house(value: Any) -> None:
    """Makes what of it isn't there; what is there stays as it is. Raises BadRecordError, and then nothing of it is kept."""
    house = object_of({"site": value}, "site")
    if house is None:
        raise BadRecordError("site must be an object")
    with transaction.atomic():
        for name in _NOUNS:
            alike: Counter[str] = Counter()
            for row in list_of(house, name, dict):
                try:
                    _make(name, row, alike)
                except (ValidationError, KeyError) as error:
                    told = (
                        "; ".join(error.messages)
                        if isinstance(error, ValidationError)
                        else f"{error} is missing"
                    )
                    raise BadRecordError(f"site: {name}: {told}") from error
        load_moderation(object_of(house, "moderation") or {})
        for row in list_of(house, "former_addresses", dict):
            _lead(row)
        gone = [_address(path, "gone_addresses: each") for path in list_of(house, "gone_addresses", str)]
        GoneAddress.objects.bulk_create([GoneAddress(path=path) for path in gone], ignore_conflicts=True)
        for row in list_of(house, "gone", dict):
            _forbid(row)
        try:
            load_settings(list_of(house, "newsletters", dict))
        except ValidationError as error:
            raise BadRecordError(f"site: newsletters: {'; '.join(error.messages)}") from error


def _make(name: str, row: dict[str, Any], alike: Counter[str]) -> None:
    """`alike` counts by what is known of each: of several that say the same as many are made as the record has."""
    model, key, rest = _NOUNS[name]
    given = {field: time_of(row, field) if field in _TIMES else row.get(field) for field in (*key, *rest)}
    given.pop(_ACCOUNT, None)
    # What is left out is as a new one has it.
    made = model(**{field: value for field, value in given.items() if value is not None})
    known = {field: getattr(made, field) for field in key}
    if name in _ALIKE:
        alike[repr(known)] += 1
    if model._default_manager.filter(**known).count() >= (alike[repr(known)] or 1):
        return
    if isinstance(made, Author) and row.get("account"):
        account = named([str(row["account"])])[str(row["account"])]
        made.user_id = None if Author.objects.filter(user=account).exists() else account
    # The same checks as in the desk: addresses that are reserved, kinds of links, dates in order.
    made.full_clean()
    made.save()


def _lead(row: dict[str, Any]) -> None:
    place = next((place for place in _PLACES if place in row), None)
    if place is None:
        raise BadRecordError("site: former_addresses: each has a path and a section, an author or a topic")
    path = _address(row.get("path"), "former_addresses: path")
    model: Any = {"section": Section, "author": Author, "topic": Topic}[place]
    noun = model.objects.filter(slug=row[place]).first()
    if noun is not None:
        FormerAddress.objects.get_or_create(path=path, defaults={place: noun})


def _address(path: Any, name: str) -> str:
    if not isinstance(path, str) or not path.startswith("/") or len(path) > 250:
        raise BadRecordError(f"site: {name} must be an address like /topics/ferries/")
    return storable(path, f"site: {name}")


def _forbid(row: dict[str, Any]) -> None:
    key, version = text_of(row, "key", 250, "site: gone: ", required=True), row.get("version")
    if type(version) is not int or not 0 <= version < 2**63:
        raise BadRecordError("site: gone: version must be a whole number")
    Origin.objects.get_or_create(key=key, defaults={"version": version})
