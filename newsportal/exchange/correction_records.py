"""What a record says of an article's corrections: when, in which words, by which editor and with thanks to whom; and putting them in place."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from articles.models import Article, Correction
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import BadRecordError, text_of, time_of
from newsportal.exchange.people import named


@dataclass(frozen=True)
class CorrectionRecord:
    """`by` and `thanks_to` are empty where the record names no editor or no reader."""

    time: datetime
    words: str
    by: str = ""
    thanks_to: str = ""


def correction_records(values: list[dict[str, Any]]) -> list[CorrectionRecord]:
    """Raises BadRecordError."""
    return [_correction(value, f"correction {place}: ") for place, value in enumerate(values, 1)]


def save_corrections(article: Article, records: Collection[CorrectionRecord]) -> None:
    """Gives a new article the corrections of its record, as they were; its time of update is the record's own."""
    people = named(name for record in records for name in (record.by, record.thanks_to) if name)
    Correction.objects.bulk_create(
        [
            Correction(
                article=article,
                at=record.time,
                words=record.words,
                by_id=people.get(record.by),
                thanks_to_id=people.get(record.thanks_to),
            )
            for record in records
        ]
    )


def _correction(value: dict[str, Any], where: str) -> CorrectionRecord:
    time = time_of(value, "time", where)
    if time is None:
        raise BadRecordError(f"{where}time must be a time like 2026-11-24T07:12:00+09:00")
    words = text_of(value, "words", Correction.MOST, where, required=True)
    by, thanks_to = (
        user_name(value[name], where + name) if value.get(name) else "" for name in ("by", "thanks_to")
    )
    return CorrectionRecord(time, words, by, thanks_to)
