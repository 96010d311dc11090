"""What the newsroom knows of an article beyond what readers see of it: who began it, its place on the front page, where it was before
and where it came from, what readers suggested, its versions, what writer and editors said of it, its alert, and how often it was
read by the hour. In `dump --everything`, under `newsroom`; loaded with a new article alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from articles.models import (
    Article,
    Author,
    Correction,
    FormerAddress,
    FrontPageSlot,
    Origin,
    Photo,
    Reads,
    Section,
    Source,
    Suggestion,
    Topic,
)
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import BadRecordError, list_of, object_of, text_of, time_of, time_told
from newsportal.exchange.mailing_records import alert_of, load_sending
from newsportal.exchange.note_records import load_notes, note_records
from newsportal.exchange.people import named

_VERSION = ("headline", "standfirst", "body", "slug", "source_notice", "site_notice", "state", "act")
_TIMES = ("published_at", "updated_at")


def newsroom_record(article: Article) -> dict[str, Any]:
    """What is empty is left out."""
    slots = FrontPageSlot.objects.filter(article=article)
    places = slots.values("position", "starts_at", "ends_at", page=F("section__slug"))
    paths = FormerAddress.objects.filter(article=article).order_by("path").values_list("path", flat=True)
    origins = Origin.objects.filter(article=article).order_by("key").values("key", "version", "taken")
    record = {
        "created_at": time_told(article.created_at),
        "slots": [_plain(dict(place)) for place in places],
        "former_addresses": list(paths),
        "origins": list(origins),
        "suggestions": _suggestions(article),
        "versions": _versions(article),
        "begun_by": article.begun_by.username if article.begun_by else "",
        "notes": note_records(article),
        "alert": alert_of(article),
        "reads": _reads(article),
    }
    return {name: value for name, value in record.items() if value}


def load_newsroom(article: Article, record: dict[str, Any]) -> None:
    """Raises BadRecordError."""
    if created := time_of(record, "created_at", "newsroom: "):
        Article.objects.filter(pk=article.pk).update(created_at=created)
        article.created_at = created
    if record.get("begun_by"):
        name = user_name(record["begun_by"], "begun_by")
        Article.objects.filter(pk=article.pk).update(begun_by=named([name])[name])
    for slot in list_of(record, "slots", dict):
        _place(article, slot)
    for path in list_of(record, "former_addresses", str):
        FormerAddress.objects.get_or_create(path=path, defaults={"article": article})
    for origin in list_of(record, "origins", dict):
        known = {"version": origin.get("version") or 0, "taken": origin.get("taken") or {}}
        Origin.objects.update_or_create(
            key=text_of(origin, "key", 250, required=True), defaults={"article": article, **known}
        )
    _load_suggestions(article, list_of(record, "suggestions", dict))
    made = _load_versions(article, list_of(record, "versions", dict))
    load_notes(article, list_of(record, "notes", dict), made)
    if alert := object_of(record, "alert"):
        load_sending(alert, "newsroom: alert: ", article=article)
    _load_reads(article, object_of(record, "reads") or {})


def _place(article: Article, slot: dict[str, Any]) -> None:
    """On the front page, or on that of the section that the slot names."""
    where = "newsroom: slot: "
    slug = text_of(slot, "page", 60, where)
    section = Section.objects.filter(slug=slug).first() if slug else None
    if slug and section is None:
        raise BadRecordError(f"{where}there is no section “{slug}”")
    position = slot.get("position", 0)
    if type(position) is not int or not 0 <= position < 2**15:
        raise BadRecordError(f"{where}position must be a number from 0 to 32,767")
    times = {name: time_of(slot, name, where) for name in ("starts_at", "ends_at")}
    FrontPageSlot.objects.get_or_create(
        article=article, section=section, defaults={"position": position, **times}
    )


def _reads(article: Article) -> dict[str, int]:
    """By the hour, in UTC."""
    hours = Reads.objects.filter(article=article).order_by("hour").values_list("hour", "count")
    return {hour.astimezone(UTC).isoformat(): count for hour, count in hours}


def _load_reads(article: Article, counts: dict[str, Any]) -> None:
    rows = []
    for hour, count in counts.items():
        time = time_of({"hour": hour}, "hour", "newsroom: reads: ")
        if type(count) is not int or not 0 <= count < 2**31:
            raise BadRecordError("newsroom: reads: each hour has a number")
        if time is not None:
            rows.append(Reads(article=article, hour=time, count=count))
    Reads.objects.bulk_create(rows)


def _suggestions(article: Article) -> list[dict[str, Any]]:
    corrections = list(
        Correction.objects.filter(article=article).order_by("at", "pk").values_list("pk", flat=True)
    )
    fields = (
        "reader__username",
        "words",
        "may_name",
        "made_at",
        "outcome",
        "answer",
        "decided_at",
        "decided_by__username",
    )
    found = []
    for row in Suggestion.objects.filter(article=article).order_by("pk").values(*fields, "correction"):
        told = {name.removesuffix("__username"): value for name, value in row.items()}
        # Which of the article's corrections it led to, counted from 1.
        told["correction"] = corrections.index(row["correction"]) + 1 if row["correction"] else None
        found.append(_plain(told))
    return found


def _load_suggestions(article: Article, rows: list[dict[str, Any]]) -> None:
    corrections = list(Correction.objects.filter(article=article).order_by("at", "pk"))
    names = [user_name(row[key], key) for row in rows for key in ("reader", "decided_by") if row.get(key)]
    people = named(names)
    for row in rows:
        where = "newsroom: suggestion: "
        if not row.get("reader"):
            raise BadRecordError(f"{where}it needs a reader")
        place = row.get("correction")
        Suggestion.objects.create(
            article=article,
            reader_id=people[user_name(row["reader"], "reader")],
            words=_words(row),
            may_name=row.get("may_name") is True,
            made_at=time_of(row, "made_at", where) or timezone.now(),
            outcome=row.get("outcome") or Suggestion.Outcome.OPEN,
            answer=text_of(row, "answer", Suggestion.MOST_OF_ANSWER, where),
            decided_at=time_of(row, "decided_at", where),
            decided_by_id=people[user_name(row["decided_by"], "decided_by")]
            if row.get("decided_by")
            else None,
            correction=corrections[place - 1]
            if isinstance(place, int) and 0 < place <= len(corrections)
            else None,
        )


def _words(row: dict[str, Any]) -> str:
    words = row.get("words")
    if not isinstance(words, str) or not words.strip() or len(words) > Suggestion.MOST:
        raise BadRecordError(
            f"newsroom: suggestion: words must be a text of 1 to {Suggestion.MOST} characters"
        )
    return words


def _versions(article: Article) -> list[dict[str, Any]]:
    """The oldest first. Of pictures it says whether it was the one that the article has now, or else where it lies."""
    rows = list(article.versions.order_by("history_id").select_related("history_user"))
    places = {row.history_id: place for place, row in enumerate(rows, 1)}
    sections = dict(Section.objects.values_list("pk", "slug"))
    sources = dict(Source.objects.values_list("pk", "name"))
    others = {row.photo_id for row in rows} - {article.photo_id}
    photos = {photo.pk: photo for photo in Photo.objects.filter(pk__in=others).exclude(image="")}
    return [
        _plain(
            {name: getattr(row, name) for name in (*_VERSION, *_TIMES)}
            | {
                "time": row.history_date,
                "by": row.history_user.username if row.history_user else None,
                "section": sections.get(row.section_id),
                "source": sources.get(row.source_id),
                "photo": photos[row.photo_id].image.url if row.photo_id in photos else None,
                "has_photo": row.photo_id is not None and row.photo_id == article.photo_id,
                "authors": [name for _pk, name in row.authors],
                "topics": [name for _pk, name in row.topics],
                "changed": row.changed,
                "restores": places.get(row.restores),
            }
        )
        for row in rows
    ]


def _load_versions(article: Article, rows: list[dict[str, Any]]) -> list[int]:
    """Their ids, the oldest first."""
    people = named([user_name(row["by"], "by") for row in rows if row.get("by")])
    where, made = "newsroom: version: ", list[int]()
    names = [text_of(row, "photo", 200, where).removeprefix(settings.MEDIA_URL) for row in rows]
    known = Photo.objects.filter(image__in=filter(None, names)).values_list("image", "pk")
    photos = {f"{settings.MEDIA_URL}{name}": pk for name, pk in known}
    for row in rows:
        section = Section.objects.filter(slug=row.get("section")).first() or article.section
        source = Source.objects.filter(name=row.get("source")).first()
        place = row.get("restores")
        version = article.versions.create(
            id=article.pk,
            **{name: str(row.get(name) or "") for name in _VERSION},
            **{name: time_of(row, name, where) for name in _TIMES},
            history_date=time_of(row, "time", where) or timezone.now(),
            history_user_id=people[user_name(row["by"], "by")] if row.get("by") else None,
            history_type="~" if made else "+",
            section_id=section.pk,
            source_id=source.pk if source else None,
            photo_id=article.photo_id if row.get("has_photo") else photos.get(row.get("photo", "")),
            authors=_pairs(Author, list_of(row, "authors", str)),
            topics=_pairs(Topic, list_of(row, "topics", str)),
            changed=list_of(row, "changed", str),
            restores=made[place - 1] if isinstance(place, int) and 0 < place <= len(made) else None,
        )
        made.append(version.history_id)
    return made


def _pairs(kind: Any, names: list[str]) -> list[list[Any]]:
    """As versions have them; 0 is nobody's id, and stands for one who was deleted."""
    ids = dict(kind.objects.filter(name__in=names).values_list("name", "pk"))
    return [[ids.get(name, 0), name] for name in names]


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    told = {name: time_told(value) if isinstance(value, datetime) else value for name, value in row.items()}
    return {name: value for name, value in told.items() if value not in (None, "", [], False)}
