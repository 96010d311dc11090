"""A new version of an agency's story that stands here: what its editors left as it came is brought up to date, a correction is shown
as one, and a story that must not be used any more is taken off the site."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from articles import versions
from articles.models import Article, Byline, Origin
from newsportal.exchange.fields import BadRecordError
from newsportal.exchange.load import Loaded, load, take_turns
from newsportal.exchange.naming import Names
from newsportal.exchange.records import ArticleRecord
from newsportal.exchange.stories import clean_body
from newsportal.imports.embargo import warn
from newsportal.imports.item import Wire

_FIELDS = ("headline", "standfirst", "body")
_TIME = "published_at"


def take(
    record: ArticleRecord, wire: Wire, *, by: User | None, folder: Path, remarks: list[str]
) -> Loaded | None:
    """The story's article; None where there is none and won't be. `by` answers for what changes here; `remarks` say what was
    done beyond taking, and what wasn't. Raises BadRecordError, and then nothing is changed."""
    with transaction.atomic():
        take_turns()
        came = Origin.objects.select_related("article__section").filter(key=record.origin).first()
        if came is None and wire.is_killed:
            # Versions may come in any order: one from before the kill must not be taken after it.
            Origin.objects.create(key=record.origin, version=wire.version)
            remarks.append("not taken: the agency has killed it; it won't be taken if it comes again")
            return None
        if came is None:
            loaded = load(record, folder=folder)
            came = Origin.objects.get(key=record.origin)
            warn(loaded.article, wire, came, by=by, remarks=remarks)
            _note(came, loaded.article, wire, set(), is_timed=True)
            return loaded
        if came.article is None:
            if wire.is_killed:
                return None
            raise BadRecordError(
                "it was killed before it came, or has been deleted here; it is not taken again"
            )
        if _is_old(wire, came, came.article):
            if wire.is_killed and wire.version < came.version:
                remarks.append("its kill is of a version before the one that stands here: nothing is changed")
            return Loaded(came.article, False, 0, 0)
        if by is None:
            raise BadRecordError("it changes an article that stands here: say in whose name with --by")
        article = (
            Article.objects.select_for_update(no_key=True, of=("self",))
            .select_related("section")
            .get(pk=came.article.pk)
        )
        _apply(article, record, wire, came, by, remarks)
        return Loaded(article, False, 0, 0, is_revised=True)


def _is_old(wire: Wire, came: Origin, article: Article) -> bool:
    """A kill may have the number of what it kills: not every agency counts on."""
    if wire.is_killed and wire.version == came.version:
        return article.state == Article.State.UNPUBLISHED
    return wire.version <= came.version


def _apply(
    article: Article, record: ArticleRecord, wire: Wire, came: Origin, by: User, remarks: list[str]
) -> None:
    # What nobody has read yet stays a draft for as long as it is withheld.
    is_out = article.state not in (Article.State.DRAFT, Article.State.IN_REVIEW)
    if wire.is_killed or (wire.is_withheld and is_out):
        article.unpublish(by=by)
        remarks.append("the agency has killed or withheld it: taken off the site")
        came.version = wire.version
        came.save(update_fields=["version"])
        return
    if article.is_public and (wire.is_open_ended or (wire.embargo and wire.embargo > timezone.now())):
        raise BadRecordError(
            "its new version is under an embargo, and the story is public here: nothing is changed, an editor decides"
        )
    edited = _revise(article, record, came, by, remarks)
    is_timed = _appoint(article, record, wire, came, by)
    warn(article, wire, came, by=by, remarks=remarks)
    if article.state == Article.State.UNPUBLISHED:
        remarks.append("it is off the site here; whether it comes back an editor decides")
    if wire.correction and article.has_readers:
        article.correct(by=by, words=wire.correction)
        remarks.append("corrected, and readers are told")
    _note(came, article, wire, edited, is_timed=is_timed)


def _appoint(article: Article, record: ArticleRecord, wire: Wire, came: Origin, by: User) -> bool:
    """When it becomes public, where it isn't yet: never before the agency's embargo, whoever set the time; earlier only where the
    time is still the agency's. Returns whether it was set."""
    at = article.published_at
    if article.is_scheduled and at:
        is_theirs = came.taken.get(_TIME) == _digest_of_time(article)
        if wire.is_open_ended:
            article.unpublish(by=by)
            return True
        if wire.embargo and wire.embargo > at:
            article.schedule(by=by, at=wire.embargo)
            return True
        if not is_theirs or record.state != "published" or record.published_at == at:
            return False
    elif article.state != Article.State.DRAFT or record.state != "published":
        return False
    if record.published_at and record.published_at > timezone.now():
        article.schedule(by=by, at=record.published_at)
    else:
        article.publish(by=by)
    return True


def _revise(article: Article, record: ArticleRecord, came: Origin, by: User, remarks: list[str]) -> set[str]:
    """Field by field: what an editor has written over what came before stays. Returns the names of those."""
    versions.begin(article)
    before = {name: getattr(article, name) for name in Article.READ}
    new = {
        **{name: getattr(record, name) for name in _FIELDS},
        "body": clean_body(record.body),
        "authors": record.authors,
    }
    now = _standing(article)
    edited = {name for name in new if came.taken.get(name) != _digest(now[name]) and new[name] != now[name]}
    for name in new.keys() - edited:
        if name == "authors" and new[name] != now[name]:
            _sign(article, record.authors)
        elif name != "authors":
            setattr(article, name, new[name])
    # Where the agency says what it said before there is nothing to tell.
    untaken = [name for name in sorted(edited) if came.taken.get(name) != _digest(new[name])]
    remarks += [f"its new {name} not taken: editors here have written another since" for name in untaken]
    if article.has_readers and article.is_reworded(before):
        article.updated_at = timezone.now()
    article.save(update_fields=[*_FIELDS, "updated_at"])
    versions.keep(article, by=by)
    remarks.append("brought up to date")
    return edited


def _sign(article: Article, names: list[str]) -> None:
    author = Names(names, ()).author
    authors = dict.fromkeys(author(name) for name in names)
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author=author, position=place) for place, author in enumerate(authors)
    )


def _note(came: Origin, article: Article, wire: Wire, edited: set[str], *, is_timed: bool) -> None:
    """What this version brought, as it was stored; of what editors have written the agency's stays noted, so that theirs is seen.
    `is_timed` says that it has set the time of the article."""
    brought = {name: _digest(value) for name, value in _standing(article).items() if name not in edited}
    if is_timed:
        brought[_TIME] = _digest_of_time(article)
    came.version, came.taken = wire.version, came.taken | brought
    came.save(update_fields=["version", "taken"])


def _standing(article: Article) -> dict[str, Any]:
    authors = (
        Byline.objects.filter(article=article.pk)
        .order_by("position", "pk")
        .values_list("author__name", flat=True)
    )
    return {**{name: getattr(article, name) for name in _FIELDS}, "authors": list(authors)}


def _digest_of_time(article: Article) -> str:
    return _digest(article.published_at.astimezone(UTC).isoformat() if article.published_at else "")


def _digest(value: Any) -> str:
    return hashlib.blake2b(json.dumps(value).encode(), digest_size=12).hexdigest()
