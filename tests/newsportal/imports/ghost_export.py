"""Writes exports as Ghost does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

POST: dict[str, Any] = {
    "id": "p1",
    "uuid": "4f6f7a1e",
    "title": "The ferry sails again",
    "slug": "ferry",
    "html": "<p>It left at <b>dawn</b>.</p><!--kg-card-begin: html--><script>x()</script>",
    "lexical": "{}",
    "feature_image": None,
    "type": "post",
    "status": "published",
    "visibility": "public",
    "published_at": "2024-05-12T07:00:00.000Z",
    "custom_excerpt": "In short.",
}


def write(file: Path, *posts: dict[str, Any], **tables: Any) -> Path:
    data = {
        "posts": [{**POST, **post} for post in posts],
        "tags": [
            {"id": "t1", "name": "Harbour", "slug": "harbour", "visibility": "public"},
            {"id": "t2", "name": "Ferries", "slug": "ferries", "visibility": "public"},
            {"id": "t3", "name": "#hidden", "slug": "hash-hidden", "visibility": "internal"},
        ],
        "users": [{"id": "u1", "name": "Ada Wills"}, {"id": "u2", "name": "森 葵"}],
        "posts_tags": [
            {"post_id": "p1", "tag_id": tag, "sort_order": place}
            for tag, place in (("t2", 1), ("t1", 0), ("t3", 2))
        ],
        "posts_authors": [
            {"post_id": "p1", "author_id": author, "sort_order": place}
            for author, place in (("u2", 1), ("u1", 0))
        ],
        "posts_meta": [
            {"post_id": "p1", "feature_image_alt": "White ship", "feature_image_caption": "A <i>ferry</i>"}
        ],
        **tables,
    }
    file.write_text(json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.82.0"}, "data": data}]}))
    return file
