"""Loads records: each in one transaction, and only what isn't there yet."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.text import slugify

from articles import body
from articles.models import (
    Announcement,
    Article,
    ArticleTopic,
    Author,
    Byline,
    FormerAddress,
    Origin,
    Section,
    Source,
    Topic,
)
from articles.slugs import not_reserved
from comments.models import Discussion
from newsportal.exchange.correction_records import save_corrections
from newsportal.exchange.newsroom_records import load_newsroom
from newsportal.exchange.photos import save_photo
from newsportal.exchange.records import ArticleRecord, BadRecordError
from newsportal.exchange.thread import load_comments

# Any number of our own, to take turns by.
_TURN = 7_210_344


class Loaded(NamedTuple):
    """The record's article, whether it was made just now, and how many of the record's comments and votes it lacked."""

    article: Article
    is_new: bool
    comments: int
    votes: int


def load(
    record: ArticleRecord, *, folder: Path, told: Callable[[float], None] = lambda share: None
) -> Loaded:
    """Makes the record's article, or adds to it what it lacks of the record's comments and votes.

    An article that is there stays as it is, so that loading again changes nothing. A photo's `file` is looked for in
    `folder`; `told` hears the share that is done. Raises BadRecordError, and then nothing of the record is kept.
    """
    with transaction.atomic():
        take_turns()
        article, is_new = _article(record)
        if record.announcement:
            _announce(**record.announcement)
        comments = votes = 0
        if record.comments:
            comments, votes = load_comments(article, record.comments, record.stand_ins, told)
        if is_new and record.discussion != Discussion.State.OPEN:
            Discussion.objects.of(article)
            Discussion.objects.filter(pk=article.pk).update(state=record.discussion)
        if is_new and record.corrections:
            save_corrections(article, record.corrections)
        if is_new and record.photo:
            # Late, for a file that is written stays where what follows fails.
            article.photo = save_photo(record.photo, folder, article.slug)
            article.save(update_fields=["photo"])
        if is_new and record.newsroom:
            load_newsroom(article, record.newsroom)
    return Loaded(article, is_new, comments, votes)


def take_turns() -> None:
    """Two loads at once take turns, until the end of the transaction: each would find the same author missing and make it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_TURN])


def _announce(text: str, url: str) -> None:
    """Several may say the same, each at its time."""
    if not Announcement.objects.filter(text=text).exists():
        Announcement.objects.create(text=text, url=url)


def _article(record: ArticleRecord) -> tuple[Article, bool]:
    """The record's article, and whether it was made just now."""
    came = came_before(record.origin)
    if came is not None:
        return came, False
    section, slug = _section(record.section), _slug(record)
    standing = Article.objects.filter(section=section, slug=slug).first()
    if standing is not None:
        if not record.origin:
            return standing, False
        if standing.headline == record.headline and not standing.origins.exists():
            Origin.objects.create(key=record.origin, article=standing)
            return standing, False
        # Another story has the address: two drafts without a name of their own, or one of this house.
        slug = _free_slug(section, slug)
    now = timezone.now()
    article = Article(
        section=section,
        slug=slug,
        headline=record.headline,
        standfirst=record.standfirst,
        body=clean_body(record.body),
        source=Source.objects.get_or_create(name=record.source)[0] if record.source else None,
        # Until all that it is found by is there: the search takes its words once, not for each of those.
        state=Article.State.DRAFT,
        published_at=record.published_at or (now if record.state == "published" else None),
        updated_at=record.updated_at or max((c.time for c in record.corrections), default=None),
        created_at=now,
    )
    # Kept only where the words differ from those that the page would say by itself.
    if record.source_notice != article.source_line:
        article.source_notice = record.source_notice
    if record.site_notice != article.site_line(settings.SITE_OWNER):
        article.site_notice = record.site_notice
    article.save()
    authors = dict.fromkeys(author_named(name) for name in record.authors)
    Byline.objects.bulk_create(
        [Byline(article=article, author=author, position=place) for place, author in enumerate(authors)]
    )
    topics = dict.fromkeys(_topic(name) for name in record.topics)
    ArticleTopic.objects.bulk_create([ArticleTopic(article=article, topic=topic) for topic in topics])
    article.state = record.state
    article.save(update_fields=["state"])
    if record.origin:
        Origin.objects.create(key=record.origin, article=article)
    # Where an address led to something here before, it still does.
    FormerAddress.objects.bulk_create(
        [FormerAddress(path=path, article=article) for path in record.former_addresses], ignore_conflicts=True
    )
    return article, True


def came_before(origin: str) -> Article | None:
    """The article that came from there; None where none did. Raises BadRecordError where one did and was deleted since."""
    found = Origin.objects.select_related("article__section").filter(key=origin).first() if origin else None
    if found and found.article is None:
        raise BadRecordError(
            "it came in before and isn't here any more; what was deleted or killed isn't taken again"
        )
    return found.article if found else None


def _slug(record: ArticleRecord) -> str:
    """The record's slug; where it has none or no proper one, made from it or the headline. Letters of any script."""
    slug = record.slug
    try:
        validate_unicode_slug(slug)
    except ValidationError:
        slug = slugify(slug or record.headline, allow_unicode=True)[:120].strip("-")
    if not slug:
        raise BadRecordError("a headline without a letter needs a slug")
    if slug == "feed":
        raise BadRecordError("the slug “feed” is the address of the section's feed; choose another")
    return slug


def _free_slug(section: Section, slug: str) -> str:
    taken = set(
        Article.objects.filter(section=section, slug__startswith=slug[:110]).values_list("slug", flat=True)
    )
    return next(free for number in count(2) if (free := f"{slug[:110]}-{number}") not in taken)


def _section(given: str) -> Section:
    """The section with this slug or name, made where there is none."""
    slug = slugify(given)
    standing = (
        Section.objects.filter(Q(slug=given) | Q(name__iexact=given)).first()
        or Section.objects.filter(slug=slug).first()
    )
    if standing is not None:
        return standing
    try:
        not_reserved(slug)
    except ValidationError as error:
        raise BadRecordError(f"section: {error.messages[0]}") from error
    if not slug:
        raise BadRecordError("section must have a letter from a to z for its address")
    return Section.objects.create(name=section_name(given), slug=slug)


def section_name(given: str) -> str:
    """The name of a section that is made for `given`: a slug in capitals, any other words as they are."""
    return given.capitalize() if given == slugify(given) else given


def author_named(given: str) -> Author:
    """The author of this name or slug, made where there is none."""
    return _named(Author, given) or Author.objects.create(name=given, slug=_free(Author, given))


def _topic(given: str) -> Topic:
    return _named(Topic, given) or Topic.objects.create(name=given, slug=_free(Topic, given))


def _named[Kind: (Author, Topic)](kind: type[Kind], given: str) -> Kind | None:
    """By name before slug: one author's name may be another's address."""
    return kind.objects.filter(name=given).first() or kind.objects.filter(slug=given).first()


def _free(kind: type[Author] | type[Topic], name: str) -> str:
    """A slug for `name` that no other row has."""
    base = slugify(name, allow_unicode=True)[:70].strip("-") or kind._meta.model_name or ""
    slug, number = base, 1
    while kind.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug


def clean_body(given: str | list[str]) -> str:
    """Clean HTML. Paragraphs are told from HTML by coming as a list."""
    try:
        html = body.from_paragraphs(given) if isinstance(given, list) else body.cleaned(given)
        if len(html) > body.MAX_LENGTH:
            raise BadRecordError(f"body must have at most {body.MAX_LENGTH} characters")
        return html
    except ValueError as error:
        raise BadRecordError(f"body: {error}") from error
