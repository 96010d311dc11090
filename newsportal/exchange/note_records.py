"""The notes on an article, in `dump --everything` alone: under `newsroom`, the oldest first."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from articles.models import Article, Note
from newsportal.exchange.comment_records import user_name
from newsportal.exchange.fields import BadRecordError, time_of
from newsportal.exchange.people import named


def note_records(article: Article) -> list[dict[str, Any]]:
    """`version` is the place, from 1, of the version on which each was said."""
    versions = list(article.versions.order_by("history_id").values_list("history_id", flat=True))
    return [
        {"words": note.words, "time": timezone.localtime(note.at).isoformat()}
        | ({"by": note.by.username} if note.by else {})
        | ({"is_writers": True} if note.is_writers else {})
        | ({"version": versions.index(note.version) + 1} if note.version in versions else {})
        for note in Note.objects.filter(article=article).select_related("by")
    ]


def load_notes(article: Article, rows: list[dict[str, Any]], versions: list[int]) -> None:
    """`versions` are the ids of those that the article has here. What was said elsewhere is told to nobody. Raises
    BadRecordError."""
    people = named([user_name(row["by"], "by") for row in rows if row.get("by")])
    for row in rows:
        words, place = row.get("words"), row.get("version")
        if not isinstance(words, str) or not words.strip() or len(words) > Note.MOST:
            raise BadRecordError(f"newsroom: note: words must be a text of 1 to {Note.MOST} characters")
        Note.objects.create(
            article=article,
            by_id=people[user_name(row["by"], "by")] if row.get("by") else None,
            is_writers=row.get("is_writers") is True,
            words=words,
            at=time_of(row, "time", "newsroom: note: ") or timezone.now(),
            version=versions[place - 1] if type(place) is int and 0 < place <= len(versions) else None,
        )
