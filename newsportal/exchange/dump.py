"""Writes articles as records that `load` reads back to the same site."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from articles.body import from_paragraphs
from articles.models import Announcement, Article, Photo
from comments.models import Comment, Vote

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def dump() -> Iterator[dict[str, Any]]:
    """One record an article, the oldest first; what is empty is left out."""
    announcement = Announcement.objects.current().first()
    articles = Article.objects.with_page().order_by("published_at", "section__slug", "slug")
    for article in articles.iterator(chunk_size=100):
        record = _article(article)
        if announcement is not None:
            record["announcement"] = (
                {"text": announcement.text, "url": announcement.url}
                if announcement.url
                else announcement.text
            )
        yield record


def _article(article: Article) -> dict[str, Any]:
    record = {
        "section": article.section.slug,
        "slug": article.slug,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "state": article.state if article.state != Article.State.PUBLISHED else "",
        "published_at": _time(article.published_at),
        "updated_at": _time(article.updated_at),
        "photo": _photo(article.photo) if article.photo else None,
        "authors": [author.name for author in article.ordered_authors],
        "topics": sorted(topic.name for topic in article.topics.all()),
        "body": _body(article.body),
        "source": article.source.name if article.source else "",
        "source_notice": article.source_notice,
        "site_notice": article.site_notice,
        "comments": list(_comments(article)),
    }
    return {name: value for name, value in record.items() if value or name == "comments"}


def _photo(photo: Photo) -> dict[str, str]:
    record = {"caption": photo.caption, "credit": photo.credit, "alt": photo.alt}
    if photo.image:
        with photo.image.open("rb") as file:
            record["image"] = "data:image/jpeg;base64," + base64.b64encode(file.read()).decode()
    return {name: value for name, value in record.items() if value}


def _body(html: str) -> str | list[str]:
    """Paragraphs where the body is nothing else; otherwise its HTML."""
    paragraphs = [unescape(paragraph) for paragraph in _PARAGRAPH.findall(html)]
    return paragraphs if from_paragraphs(paragraphs) == html else html


def _comments(article: Article) -> Iterator[dict[str, Any]]:
    comments = (
        Comment.objects.filter(discussion=article.pk)
        .order_by("id")
        .select_related("author", "parent")
        .prefetch_related(Prefetch("votes", Vote.objects.select_related("voter").order_by("voter__username")))
        .defer("html", "parent__text", "parent__html")
    )
    for comment in comments.iterator(chunk_size=1000):
        record = {
            "id": comment.key,
            "parent": comment.parent.key if comment.parent else "",
            "author": comment.author.username if comment.author else None,
            "time": _time(comment.created_at),
            "state": comment.state if comment.state != Comment.State.PUBLIC else "",
            "body": comment.text,
            "score": comment.up - comment.down,
            "up": comment.up,
            "down": comment.down,
            "votes": {vote.voter.username: vote.value for vote in comment.votes.all()},
        }
        kept = ("author", "body", "score", "up", "down", "votes")
        yield {name: value for name, value in record.items() if value or name in kept}


def _time(time: Any) -> str:
    return timezone.localtime(time).isoformat() if time else ""
