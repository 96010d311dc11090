"""Loads records: each in one transaction, and only what isn't there yet."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import User
from articles import body, pictures
from articles.models import Announcement, Article, ArticleTopic, Author, Byline, Photo, Section, Source, Topic
from articles.slugs import not_reserved
from articles.tasks import make_sizes
from comments import text as comment_text
from comments.models import Comment, Discussion, Vote
from newsportal.exchange.records import ArticleRecord, BadRecordError, CommentRecord, PhotoRecord

BATCH = 2000
UNUSABLE = make_password(None)
# Between comments whose time the record doesn't give.
STEP = timedelta(minutes=1)


def load(record: ArticleRecord, *, folder: Path) -> Article:
    """The record's article, with what it lacked of the record's comments and votes. One that is there stays as it is,
    so that loading again changes nothing. `folder` is where a photo's `file` is looked for. Raises BadRecordError."""
    with transaction.atomic():
        article = _article(record, folder)
        if record.announcement:
            Announcement.objects.get_or_create(
                text=record.announcement["text"], defaults={"url": record.announcement["url"]}
            )
        if record.comments:
            _load_comments(article, record.comments)
    return article


def _article(record: ArticleRecord, folder: Path) -> Article:
    section = _section(record.section)
    slug = slugify(record.slug or record.headline, allow_unicode=True)[:120].strip("-")
    if not slug:
        raise BadRecordError("a headline without a letter needs a slug")
    standing = Article.objects.filter(section=section, slug=slug).first()
    if standing is not None:
        return standing
    article = Article(
        section=section,
        slug=slug,
        headline=record.headline,
        standfirst=record.standfirst,
        body=_body(record.body),
        source=Source.objects.get_or_create(name=record.source)[0] if record.source else None,
        state=record.state,
        published_at=record.published_at or (timezone.now() if record.state == "published" else None),
        updated_at=record.updated_at,
        photo=_photo(record.photo, folder) if record.photo else None,
    )
    # Kept only where the words differ from those that the page would say by itself.
    article.created_at = timezone.now()
    article.source_notice = "" if record.source_notice == article.source_line else record.source_notice
    article.site_notice = (
        "" if record.site_notice == article.site_line(settings.SITE_OWNER) else record.site_notice
    )
    article.save()
    authors = dict.fromkeys(_author(name) for name in record.authors)
    Byline.objects.bulk_create(
        [Byline(article=article, author=author, position=place) for place, author in enumerate(authors)]
    )
    topics = dict.fromkeys(_topic(name) for name in record.topics)
    ArticleTopic.objects.bulk_create([ArticleTopic(article=article, topic=topic) for topic in topics])
    return article


def _section(name: str) -> Section:
    slug = slugify(name)
    standing = Section.objects.filter(slug=slug).first() or Section.objects.filter(name__iexact=name).first()
    if standing is not None:
        return standing
    try:
        not_reserved(slug)
    except ValidationError as error:
        raise BadRecordError(error.messages[0]) from error
    if not slug:
        raise BadRecordError("section must have a letter from a to z for its address")
    return Section.objects.create(name=name if name != slug else name.capitalize(), slug=slug)


def _author(name: str) -> Author:
    return Author.objects.filter(name=name).first() or Author.objects.create(
        name=name, slug=_free(Author, name)
    )


def _topic(name: str) -> Topic:
    return Topic.objects.filter(name__iexact=name).first() or Topic.objects.create(
        name=name, slug=_free(Topic, name)
    )


def _free(model: type[Author] | type[Topic], name: str) -> str:
    """A slug for `name` that no other row has."""
    base = slugify(name, allow_unicode=True)[:70] or "x"
    slug, number = base, 1
    while model.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def _body(given: str | list[str]) -> str:
    try:
        return body.from_paragraphs(given) if isinstance(given, list) else body.cleaned(given)
    except ValueError as error:
        raise BadRecordError(str(error)) from error


def _photo(record: PhotoRecord, folder: Path) -> Photo:
    photo = Photo(caption=record.caption, credit=record.credit, alt=record.alt)
    if record.image or record.file:
        try:
            given = _inline_image(record.image) if record.image else _image_file(folder / record.file)
            # A dump's pictures were cleaned when they first came in; another encoding would only wear them out.
            photo.image = given if pictures.is_clean(given) else pictures.cleaned(given)
        except (OSError, ValidationError, binascii.Error) as error:
            reason = error.messages[0] if isinstance(error, ValidationError) else str(error)
            raise BadRecordError(f"photo: {reason}") from error
    photo.save()
    if photo.image:
        make_sizes.enqueue(photo.pk)
    return photo


def _inline_image(address: str) -> ContentFile:
    """The file of a data: URI."""
    head, _comma, data = address.partition(",")
    if not head.startswith("data:image/") or not head.endswith(";base64"):
        raise BadRecordError("photo: image must be a data: address with base64")
    return ContentFile(base64.b64decode(data, validate=True), name="photo.jpg")


def _image_file(path: Path) -> ContentFile:
    return ContentFile(path.read_bytes(), name=path.name)


# ---------------------------------------------------------------------- comments


def _load_comments(article: Article, records: list[CommentRecord]) -> None:
    """Adds the comments whose key the discussion lacks, then the votes that each of the record's comments lacks."""
    discussion = Discussion.objects.of(article)
    # The row that posting locks too: nobody posts into the middle of a load.
    Discussion.objects.select_for_update(no_key=True).get(pk=discussion.pk)
    places = {key: (pk, root, depth) for key, pk, root, depth in _standing(discussion)}
    people = People(records)
    added = []
    for number, record in enumerate(records, 1):
        if record.key not in places:
            time = record.time or _time(article, number)
            added.append((record, people.author(record, number), time))
    _create(discussion, added, places)
    _vote(records, places, people)


def _standing(discussion: Discussion) -> list[tuple[str, int, int | None, int]]:
    return list(discussion.comments.values_list("key", "pk", "root_id", "depth"))


def _time(article: Article, number: int) -> datetime:
    begun = article.published_at or article.created_at
    return min(begun + number * STEP, timezone.now())


def _create(
    discussion: Discussion,
    added: list[tuple[CommentRecord, int | None, datetime]],
    places: dict[str, tuple[int, int | None, int]],
) -> None:
    """In batches, with ids taken first, so that a reply can follow its parent in the same batch."""
    ids = iter(_new_ids(len(added)))
    rows: list[Comment] = []
    for record, author, time in added:
        pk = next(ids)
        parent = places[record.parent] if record.parent else None
        root = (parent[1] or parent[0]) if parent else None
        depth = parent[2] + 1 if parent else 0
        places[record.key] = (pk, root, depth)
        rows.append(
            Comment(
                pk=pk,
                discussion=discussion,
                parent_id=parent[0] if parent else None,
                root_id=root,
                depth=depth,
                author_id=author,
                text=record.text,
                html=comment_text.render(record.text),
                renderer=comment_text.VERSION,
                key=record.key,
                state=record.state,
                created_at=time,
            )
        )
    Comment.objects.bulk_create(rows, batch_size=BATCH)


def _new_ids(count: int) -> list[int]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('comments_comment', 'id')) FROM generate_series(1, %s)",
            [count],
        )
        return [pk for (pk,) in cursor.fetchall()]


def _vote(
    records: list[CommentRecord], places: dict[str, tuple[int, int | None, int]], people: People
) -> None:
    wanted = [
        (places[record.key][0], voter, value)
        for number, record in enumerate(records, 1)
        for voter, value in people.votes(record, number)
    ]
    cast = set(
        Vote.objects.filter(comment__in={pk for pk, _voter, _value in wanted}).values_list(
            "comment_id", "voter_id"
        )
    )
    Vote.objects.bulk_create(
        [
            Vote(comment_id=pk, voter_id=voter, value=value)
            for pk, voter, value in wanted
            if (pk, voter) not in cast
        ],
        batch_size=BATCH,
    )


class People:
    """Everybody whom the records name, and the stand-ins for those whom they only count; made where missing."""

    def __init__(self, records: list[CommentRecord]) -> None:
        named = {record.author for record in records if record.author}
        named |= {voter for record in records for voter in record.votes or ()}
        self._ids = self._find_or_make(sorted(named), stand_in=False)
        unnamed = [f"reader-{number}" for number, record in enumerate(records, 1) if record.author == ""]
        most = max((record.up + record.down for record in records if record.votes is None), default=0)
        self._stand_ins = self._find_or_make(
            unnamed + [f"voter-{n}" for n in range(1, most + 1)], stand_in=True
        )

    @staticmethod
    def _find_or_make(names: list[str], *, stand_in: bool) -> dict[str, int]:
        known = {name.lower(): pk for name, pk in User.objects.values_list("username", "pk")} if names else {}
        missing = {name.lower(): name for name in names if name.lower() not in known}
        # Without a usable password or an address nobody can log in as them.
        made = User.objects.bulk_create(
            [User(username=name, password=UNUSABLE, is_stand_in=stand_in) for name in missing.values()],
            batch_size=BATCH,
        )
        known.update({user.username.lower(): user.pk for user in made})
        return {name: known[name.lower()] for name in names}

    def author(self, record: CommentRecord, number: int) -> int | None:
        if record.author is None:
            return None
        return self._ids[record.author] if record.author else self._stand_ins[f"reader-{number}"]

    def votes(self, record: CommentRecord, number: int) -> list[tuple[int, int]]:
        """(voter, value) of each vote; where the record only counts, by as many stand-ins."""
        if record.votes is not None:
            return [(self._ids[name], value) for name, value in record.votes.items()]
        values = [1] * record.up + [-1] * record.down
        return [(self._stand_ins[f"voter-{place}"], value) for place, value in enumerate(values, 1)]
