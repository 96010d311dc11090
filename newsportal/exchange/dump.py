"""Writes articles as records that `load` reads back to the same site.

An operator's export: drafts and hidden comments are in it, with their state. Accounts are names only, but in one of everything, which
is as secret as a backup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.dateparse import parse_datetime
from django.utils.text import slugify

from accounts.models import User
from articles.body import from_paragraphs
from articles.models import Announcement, Article, Author, Correction, Photo, Section
from comments.models import Comment, Discussion, Vote
from newsportal.exchange.account_records import account_records
from newsportal.exchange.decision_records import decision_records
from newsportal.exchange.fields import time_told
from newsportal.exchange.held_votes import held_records, held_subquery
from newsportal.exchange.house import house_record
from newsportal.exchange.mailing_records import mailings_record
from newsportal.exchange.moderated import moderated, terms_record
from newsportal.exchange.name_records import looks_records
from newsportal.exchange.naming import section_name
from newsportal.exchange.newsroom_records import newsroom_record
from newsportal.exchange.photos import photo_told
from newsportal.exchange.reader_records import reader_records

_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


def dump(complain: Callable[[str], None], *, everything: bool = False) -> Iterator[dict[str, Any]]:
    """One record an article, the oldest first; what is empty is left out. `complain` hears of pictures that are gone.

    With `everything` what the newsroom knows of each is in its record; before come a record for each account, one with all else of the
    site's, and the photos that none of them shows any more or yet; after them what was decided on comments and readers, and one record
    with what was sent by mail. What somebody is typing, and who has which form open, is of the moment, and in none."""
    with transaction.atomic():
        _stand_still()
        if everything:
            yield from account_records(complain)
            yield from looks_records()
            yield {"site": house_record()}
            yield from reader_records()
            for photo in _first_photos().iterator(chunk_size=100):
                yield {"photo": photo_told(photo, complain, photo.image.url, everything=True)}
        announcement = Announcement.objects.current().first()
        stand_ins = set(User.objects.filter(is_stand_in=True).values_list("username", flat=True))
        named = Author.objects.values("name").annotate(bearers=Count("pk"))
        alike = set(named.filter(bearers__gt=1).values_list("name", flat=True)) if everything else set()
        found = Article.objects.with_page().select_related("begun_by")
        articles = found.order_by("published_at", "section__slug", "slug")
        for article in articles.iterator(chunk_size=100):
            record = _article(article)
            record |= _pictures_of(article, complain, everything=everything)
            if everything:
                record["newsroom"] = newsroom_record(article)
                record |= terms_record(article)
                # The name, or the slug where two are called the same.
                record["authors"] = [
                    author.slug if author.name in alike else author.name for author in article.ordered_authors
                ]
            elif announcement is not None:
                record["announcement"] = (
                    {"text": announcement.text, "url": announcement.url}
                    if announcement.url
                    else announcement.text
                )
            record["comments"] = list(_comments(article, everything=everything))
            standing_in = stand_ins & _people(record["comments"])
            if standing_in:
                record["stand_ins"] = sorted(standing_in)
            yield record
        if everything:
            yield from decision_records()
            if mailings := mailings_record():
                yield {"mailings": mailings}


def _stand_still() -> None:
    """One moment of a site that goes on: a vote that is cast meanwhile is in all of the dump or in none of it."""
    with connection.cursor() as cursor:
        # Only the first statement of a transaction may ask for it; inside another one (a test) it stands still anyway.
        if not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _first_photos() -> QuerySet[Photo]:
    """Photos that no article shows, and those that an article has shown before its present one: its versions find them."""
    shows = Article.objects.filter(pk=OuterRef("id"), photo=OuterRef("photo"))
    before = Article.versions.model.objects.filter(~Exists(shows), photo__isnull=False).values("photo")
    unused = Photo.objects.unused().values("pk")
    return Photo.objects.filter(Q(pk__in=unused) | Q(pk__in=before)).exclude(image="").order_by("pk")


def _article(article: Article) -> dict[str, Any]:
    discussion = Discussion.objects.filter(pk=article.pk).first()
    record: dict[str, Any] = {
        "section": _section(article.section),
        "slug": article.slug,
        "headline": article.headline,
        "standfirst": article.standfirst,
        "state": article.state if article.state != Article.State.PUBLISHED else "",
        "published_at": time_told(article.published_at),
        "updated_at": time_told(article.updated_at),
        "authors": [author.name for author in article.ordered_authors],
        "topics": sorted(topic.name for topic in article.topics.all()),
        "body": _body(article.body),
        "corrections": _corrections(article),
        "source": article.source.name if article.source else "",
        "source_notice": article.source_notice,
        "site_notice": article.site_notice,
        "discussion": discussion.state if discussion and discussion.state != Discussion.State.OPEN else "",
    }
    return {name: value for name, value in record.items() if value}


def _pictures_of(article: Article, complain: Callable[[str], None], *, everything: bool) -> dict[str, Any]:
    """The one at its head, and those of the text, each with the address that it has there."""
    where = article.get_absolute_url()
    record: dict[str, Any] = {}
    if article.photo:
        record["photo"] = photo_told(article.photo, complain, where, everything=everything)
    in_text = sorted(
        (picture.photo for picture in article.body_pictures.all()), key=lambda photo: photo.image.url
    )
    if in_text:
        record["pictures"] = [
            {"at": photo.image.url, **photo_told(photo, complain, where, everything=everything)}
            for photo in in_text
        ]
    return record


def _corrections(article: Article) -> list[dict[str, str]]:
    """The oldest first; `by` is the editor, `thanks_to` a reader."""
    found = Correction.objects.filter(article=article).order_by("at", "pk")
    return [
        {"time": time_told(at), "words": words} | {name: one for name, one in people.items() if one}
        for at, words, people in (
            (at, words, {"by": by, "thanks_to": thanked})
            for at, words, by, thanked in found.values_list(
                "at", "words", "by__username", "thanks_to__username"
            )
        )
    ]


def _section(section: Section) -> str:
    """The slug, or the name where it says more and leads to the same slug."""
    if section_name(section.slug) != section.name and slugify(section.name) == section.slug:
        return section.name
    return section.slug


def _body(html: str) -> str | list[str]:
    """Paragraphs where the body is nothing else; otherwise its HTML."""
    paragraphs = [unescape(paragraph) for paragraph in _PARAGRAPH.findall(html)]
    return paragraphs if from_paragraphs(paragraphs) == html else html


def _comments(article: Article, *, everything: bool) -> Iterator[dict[str, Any]]:
    votes = Vote.objects.filter(comment=OuterRef("pk")).exclude(value=0).order_by("voter__username")
    comments = (
        Comment.objects.filter(discussion=article.pk)
        .order_by("id")
        .values_list(
            "key",
            "parent__key",
            "author__username",
            "created_at",
            "edited_at",
            "picked_at",
            "state",
            "text",
            "up",
            "down",
            ArraySubquery(
                votes.values(vote=JSONObject(voter="voter__username", value=F("value"), at="cast_at"))
            ),
            held_subquery(),
            named=False,
        )
    )
    more = moderated(article) if everything else {}
    for key, parent, author, time, edited, picked, state, text, up, down, cast, held in comments.iterator(
        chunk_size=2000
    ):
        record = {
            "id": key,
            "parent": parent,
            "author": author,
            "time": time_told(time),
            "edited": time_told(edited),
            "picked": time_told(picked),
            "state": state if state != Comment.State.PUBLIC else "",
            "body": text,
            "score": up - down,
            "up": up,
            "down": down,
            "votes": {vote["voter"]: vote["value"] for vote in cast},
            "held": held_records(held),
        }
        kept = ("author", "body", "score", "up", "down", "votes")
        record |= more.get(key, {})
        if everything:
            record["cast"] = {vote["voter"]: time_told(parse_datetime(vote["at"])) for vote in cast}
        yield {name: value for name, value in record.items() if value or name in kept}


def _people(comments: list[dict[str, Any]]) -> set[str]:
    names = {comment["author"] for comment in comments}
    for comment in comments:
        names.update(comment["votes"])
    return names
