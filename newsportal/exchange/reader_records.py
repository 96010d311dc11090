"""What accounts have that names other accounts, sections or topics, in `dump --everything`: whom each has muted, of what its alerts are,
and whether moderators read it first. A line for each that has any, behind all accounts and the site's record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import AlertSubscription, User
from articles.models import AlertChoice, Newsletter, Section, Topic
from comments.models import ModerationEntry, Mute, Premoderation
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import (
    BadRecordError,
    choice_of,
    flag_of,
    list_of,
    object_of,
    text_of,
    time_of,
    time_told,
)
from newsportal.exchange.people import named, the_same

_MANY = 500
# What a choice of alerts names, and by which field.
_CHOSEN: dict[str, tuple[type[models.Model], str]] = {
    "sections": (Section, "slug"),
    "topics": (Topic, "slug"),
    "newsletters": (Newsletter, "cadence"),
}


def reader_records() -> Iterator[dict[str, Any]]:
    has = [
        Exists(Mute.objects.filter(reader=OuterRef("pk"))),
        Exists(Premoderation.objects.filter(reader=OuterRef("pk"))),
        Exists(AlertChoice.objects.filter(subscription__reader=OuterRef("pk"))),
    ]
    readers = User.objects.filter(has[0] | has[1] | has[2]).order_by("pk")
    readers = readers.select_related("premoderation__by", "alert_subscription__choice").prefetch_related(
        models.Prefetch("mutes", Mute.objects.select_related("muted").order_by("pk")),
        *(f"alert_subscription__choice__{name}" for name in _CHOSEN),
    )
    for reader in readers.iterator(chunk_size=_MANY):
        yield {"reader": _reader(reader)}


def _reader(reader: User) -> dict[str, Any]:
    told: dict[str, Any] = {"name": reader.username, "joined": time_told(reader.date_joined)}
    told["mutes"] = [
        {"name": mute.muted.username, "since": time_told(mute.created_at)} for mute in reader.mutes.all()
    ]
    choice = getattr(getattr(reader, "alert_subscription", None), "choice", None)
    if choice is not None:
        told["alerts"] = {"pace": choice.pace, "takes_all": choice.takes_all} | {
            name: sorted(getattr(one, field) for one in getattr(choice, name).all())
            for name, (_model, field) in _CHOSEN.items()
        }
    if first := getattr(reader, "premoderation", None):
        told["read_first"] = {"reason": first.reason, "since": time_told(first.at)}
        told["read_first"] |= {"by": first.by.username} if first.by else {}
    return {name: value for name, value in told.items() if value}


def load_reader(value: Any) -> None:
    """Gives an account that came with the same dump what it lacks; a namesake of another beginning gets nothing, and who has chosen
    something here keeps to it. Raises BadRecordError, and then nothing of it is kept."""
    row = object_of({"reader": value}, "reader")
    if row is None:
        raise BadRecordError("reader must be an object")
    name = user_name(row.get("name"), "reader: name")
    where = f"reader {name}: "
    joined, mutes = time_of(row, "joined", where), list_of(row, "mutes", dict)
    muted = [
        (user_name(one.get("name"), f"{where}mutes: name"), time_of(one, "since", where)) for one in mutes
    ]
    with transaction.atomic():
        reader = User.objects.filter(pk__in=the_same({name: joined}).values()).first()
        if reader is None:
            return
        if not Mute.objects.filter(reader=reader).exists():
            people = named([one for one, _since in muted])
            for one, since in muted:
                if people[one] != reader.pk:
                    Mute.objects.bulk_create([Mute(reader=reader, muted_id=people[one])])
                    made = Mute.objects.filter(reader=reader, muted=people[one])
                    made.update(created_at=since or timezone.now())
        if alerts := object_of(row, "alerts"):
            _choose(reader, alerts, f"{where}alerts: ")
        if first := object_of(row, "read_first"):
            _read_first(reader, first, f"{where}read_first: ")


def _choose(reader: User, row: dict[str, Any], where: str) -> None:
    subscription = AlertSubscription.objects.filter(reader=reader, choice=None).first()
    if subscription is None:
        return
    choice = AlertChoice(
        subscription=subscription,
        pace=choice_of(row, "pace", tuple(AlertChoice.Pace.values), where),
        takes_all=flag_of(row, "takes_all", where, default=True),
    )
    choice.save()
    for name, (model, field) in _CHOSEN.items():
        for one in list_of(row, name, str):
            found = model._default_manager.filter(**{field: one}).first()
            if found is None:
                raise BadRecordError(f"{where}{name}: there is no “{one}” here")
            getattr(choice, name).add(found)


def _read_first(reader: User, row: dict[str, Any], where: str) -> None:
    """Unless a moderator has ended it here since."""
    since, reason = time_of(row, "since", where), text_of(row, "reason", 500, where, required=True)
    by = user_name(row["by"], f"{where}by") if row.get("by") else ""
    if since is None:
        raise BadRecordError(f"{where}it needs since")
    ended = ModerationEntry.objects.filter(
        reader=reader, act=ModerationEntry.Act.END_PREMODERATION, created_at__gte=since
    )
    if not ended.exists() and not Premoderation.objects.filter(reader=reader).exists():
        by_id = named([by])[by] if by else None
        Premoderation.objects.create(reader=reader, reason=reason, by_id=by_id, at=since)
