"""Puts the demo together: records as `load` reads them, with times that make it look like today's paper."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from newsportal.demo.illustrations import draw
from newsportal.demo.threads import thread

_HERE = Path(__file__).parent


def site() -> dict[str, Any]:
    """Sections, authors, partner links, the announcement, and what leads the front page."""
    return json.loads((_HERE / "site.json").read_text(encoding="utf-8"))


def desk() -> dict[str, Any]:
    """What waits for the moderators: reports by reader, with reason and words, and the comments of whom they read first;
    and for the editors, what a reader would have corrected."""
    return json.loads((_HERE / "desk.json").read_text(encoding="utf-8"))


def build(now: datetime, folder: Path, *, pictures: bool = True) -> list[dict[str, Any]]:
    """The records of all articles as of `now`, the oldest first; their illustrations are drawn into `folder`."""
    records = [
        _record(section["slug"], article, now)
        for section in site()["sections"]
        for article in json.loads(
            (_HERE / "articles" / f"{section['slug']}.json").read_text(encoding="utf-8")
        )
    ]
    if pictures:
        for record in records:
            drawn = record["photo"]["drawn"]
            draw(drawn["motif"], record["slug"], folder / record["photo"]["file"], turned=drawn["turned"])
    return sorted(records, key=lambda record: record["published_at"])


def _record(section: str, article: dict[str, Any], now: datetime) -> dict[str, Any]:
    published = now - timedelta(hours=article["hours_ago"])
    kept = ("slug", "headline", "standfirst", "body", "authors", "topics", "source")
    return {
        "section": section,
        **{name: article[name] for name in kept if name in article},
        "published_at": published.isoformat(),
        "photo": {
            "caption": article["caption"],
            "credit": article["credit"],
            "alt": article["alt"],
            "file": f"{article['slug']}.jpg",
            "drawn": {"motif": article["motif"], "turned": article.get("turned", 0)},
        },
        "corrections": [
            {
                "time": (published + timedelta(hours=correction["hours_later"])).isoformat(),
                "words": correction["words"],
                "by": "editor",
            }
            for correction in article.get("corrections", [])
        ],
        "comments": thread(article["slug"], published, now),
    }
