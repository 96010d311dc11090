"""The versions of an article, see models/version.py: written by the verbs that change it, compared, and brought back.

Whoever changes an article locks its row, has `begin` keep what stood before (articles that were loaded have no version until
somebody changes them, and cost none), makes the change, and has `keep` write what came of it.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import body, review
from articles.holding import hold

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models import Article

# What a version holds of the article itself; beyond these its authors and topics.
FIELDS = (
    "headline",
    "standfirst",
    "body",
    "section_id",
    "slug",
    "photo_id",
    "source_id",
    "source_notice",
    "site_notice",
    "state",
    "published_at",
)
# They move by buttons, not by what is typed. Bringing words back neither publishes nor unpublishes: that is another right, and another press.
_LEFT_ALONE = {"state", "published_at"}
_LINKS = ("section", "photo", "source")


class MovedOnError(Exception):
    """Somebody has changed the article since it was looked at."""


class Standing(NamedTuple):
    """All that a version holds, as it stands in the database or in a form."""

    fields: dict[str, Any]
    authors: list[list[Any]]
    topics: list[list[Any]]

    def differs(self, version: Any) -> list[str]:
        """The names of what is otherwise in `version`, a link by its field's name."""
        fields = [name.removesuffix("_id") for name in FIELDS if self.fields[name] != getattr(version, name)]
        lists = [
            name
            for name in ("authors", "topics")
            if _ids(getattr(self, name)) != _ids(getattr(version, name))
        ]
        return fields + lists

    @property
    def mark(self) -> str:
        """What a form carries of the state that it was opened on: see `is_stale`."""
        words = [self.fields[name] for name in FIELDS if name not in _LEFT_ALONE]
        named = repr([words, _ids(self.authors), _ids(self.topics)])
        return f"{hashlib.blake2b(named.encode(), digest_size=12).hexdigest()}.{self.fields['state']}"

    def is_stale(self, seen: str, *, moves: bool) -> bool:
        """Whether a form that was opened on the state of the mark `seen` would write over what somebody saved since. That
        somebody published meanwhile hinders nobody's writing; but what `moves` the article decides on what it saw."""
        words, _, state = seen.partition(".")
        own_words, _, own_state = self.mark.partition(".")
        return words != own_words or (moves and state != own_state)


def standing(article: Article) -> Standing:
    """The article as it was read, with its authors and topics as they are now, in two queries."""
    from articles.models import ArticleTopic, Byline

    bylines = Byline.objects.filter(article=article.pk).order_by("position", "pk")
    topics = ArticleTopic.objects.filter(article=article.pk).order_by("topic__name", "pk")
    return Standing(
        {name: getattr(article, name) for name in FIELDS},
        [list(row) for row in bylines.values_list("author_id", "author__name")],
        [list(row) for row in topics.values_list("topic_id", "topic__name")],
    )


def _in_database(article: Article) -> Standing:
    """As it stands there, whatever was changed in memory."""
    return standing(type(article).objects.get(pk=article.pk))


def begin(article: Article) -> None:
    """Keep what stands, by nobody that we know, where there is no version yet. The row must be locked."""
    if not article.versions.exists():
        since = article.updated_at or article.published_at or article.created_at
        _write(article, _in_database(article), history_type="+", history_date=min(since, timezone.now()))


def keep(article: Article, *, by: User, restores: int | None = None, act: str = "") -> None:
    """Write what stands now as a version by `by`, unless it is as the last one and nothing was done. `act` is a Version.Act, where
    one moved it. The row must be locked."""
    last = article.versions.first()
    now = _in_database(article)
    changed = now.differs(last) if last else []
    if changed or act or not last:
        _write(
            article,
            now,
            history_type="~" if last else "+",
            history_date=timezone.now(),
            history_user=by,
            changed=changed,
            restores=restores,
            act=act,
        )


def first_public(article: Article) -> datetime | None:
    """Since when an article that was taken off the site could be read; None where it never was. Of one that was brought in, only
    what was done with it here is known."""
    taken_off = article.versions.filter(state=article.State.UNPUBLISHED, published_at__lte=F("history_date"))
    return taken_off.values_list("published_at", flat=True).first()


def _write(article: Article, now: Standing, **said: Any) -> None:
    article.versions.create(
        id=article.pk,
        updated_at=article.updated_at,
        authors=now.authors,
        topics=now.topics,
        **now.fields,
        **said,
    )


def restore(article: Article, version: Any, *, by: User, seen: int) -> list[str]:
    """Bring back the words, picture, place, authors and topics of `version` as a new version; whether the article is public
    stays as it is. Returns the names of what is gone and so couldn't come back (a picture, an author that was deleted).

    `seen` is the newest version that `by` knew of. Raises PermissionDenied; MovedOnError where there is a newer one;
    ValidationError where the address is another article's by now.
    """
    from articles.models import Article

    with transaction.atomic():
        row = Article.objects.select_for_update(no_key=True).get(pk=article.pk)
        review.require_may_write(row, by)
        if row.versions.values_list("history_id", flat=True).first() != seen:
            raise MovedOnError
        before = {name: getattr(row, name) for name in Article.READ}
        gone = _put_back(row, version)
        if row.has_readers and row.is_reworded(before):
            row.updated_at = timezone.now()
        row.validate_constraints()
        row.save()
        keep(row, by=by, restores=version.history_id)
    return gone


def _put_back(row: Article, version: Any) -> list[str]:
    from articles.models import ArticleTopic, Author, Byline, Topic

    for name in _LINKS:
        hold(row._meta.get_field(name).related_model, [getattr(version, f"{name}_id")])
    hold(Author, _ids(version.authors))
    hold(Topic, _ids(version.topics))
    gone = []
    # Of a text that names it all the while, a picture stands on the disk, too, though its photo has none any more.
    standing = body.pictures(row.body)
    for name in FIELDS:
        if name not in _LEFT_ALONE:
            setattr(row, name, getattr(version, name))
    if lost := lost_pictures(row.body) - standing:
        gone.append("body_pictures")
        row.body = body.without_pictures(row.body, lost)
    for name in _LINKS:
        field: Any = row._meta.get_field(name)
        pk = getattr(version, field.attname)
        if pk and not field.related_model.objects.filter(pk=pk).exists():
            gone.append(name)
            # An article is always in a section: it stays in the one that it is in.
            setattr(row, field.attname, None if field.null else type(row).objects.get(pk=row.pk).section_id)
    authors = [pk for pk in _ids(version.authors) if Author.objects.filter(pk=pk).exists()]
    topics = [pk for pk in _ids(version.topics) if Topic.objects.filter(pk=pk).exists()]
    gone += ["authors"] * (len(authors) < len(version.authors))
    gone += ["topics"] * (len(topics) < len(version.topics))
    row.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=row, author_id=pk, position=place) for place, pk in enumerate(authors)
    )
    ArticleTopic.objects.filter(article=row).delete()
    ArticleTopic.objects.bulk_create(ArticleTopic(article=row, topic_id=pk) for pk in topics)
    return gone


def lost_pictures(html: str) -> set[str]:
    """The addresses in a text at which the library has nothing any more, and never had what has been exchanged since."""
    from articles.models import FormerPicture, Photo

    files = {address.removeprefix(settings.MEDIA_URL): address for address in body.pictures(html)}
    if not files:
        return set()
    there = Photo.objects.filter(image__in=files).values_list("image", flat=True)
    exchanged = (
        FormerPicture.objects.filter(name__in=files).exclude(photo__image="").values_list("name", flat=True)
    )
    return {files[name] for name in files.keys() - set(there) - set(exchanged)}


def _ids(rows: list[Any]) -> list[int]:
    return [row[0] for row in rows]
