"""The articles of records: those that stand already, and new ones with authors, topics, origin and addresses, many in a few statements."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_unicode_slug
from django.utils import timezone
from django.utils.text import slugify

from articles import body
from articles.models import Article, ArticleTopic, Byline, FormerAddress, Origin, Section
from newsportal.exchange.fields import BadRecordError
from newsportal.exchange.naming import Names
from newsportal.exchange.records import ArticleRecord


class Stories:
    """Takes records in their order. What is new is saved by `save`, and earlier where a later record must find it: whoever takes them one by
    one gets the same site."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        records = list(records)
        self._names = Names(
            (name for record in records for name in record.authors),
            (name for record in records for name in record.topics),
            (record.section for record in records),
            (record.source for record in records if record.source),
        )
        keys = {record.origin for record in records if record.origin}
        came = Origin.objects.select_related("article__section").filter(key__in=keys) if keys else ()
        self._came = {origin.key: origin for origin in came}
        slugs = {_slug_of(record) for record in records}
        standing = Article.objects.select_related("section").filter(slug__in=slugs)
        self._standing = {(article.section_id, article.slug): article for article in standing}
        self._new: list[tuple[Article, ArticleRecord]] = []

    def article(self, record: ArticleRecord) -> tuple[Article, bool]:
        """The record's article, and whether it is new; a new one is saved later. Raises BadRecordError."""
        came = self._came.get(record.origin) if record.origin else None
        if came is not None:
            if came.article is None:
                raise BadRecordError(
                    "it came in before and isn't here any more; what was deleted or killed isn't taken again"
                )
            return came.article, False
        section, slug = self._names.section(record.section), _slug(record)
        standing = self._standing.get((section.pk, slug))
        if standing is not None:
            self.save()
            if not record.origin:
                return standing, False
            if standing.headline == record.headline and not standing.origins.exists():
                self._came[record.origin] = Origin.objects.create(key=record.origin, article=standing)
                return standing, False
            # Another story has the address: two drafts without a name of their own, or one of this house.
            slug = _free_slug(section, slug)
        article = self._made(record, section, slug)
        self._new.append((article, record))
        self._standing[section.pk, slug] = article
        if record.origin:
            self._came[record.origin] = Origin(key=record.origin, article=article)
        return article, True

    def save(self) -> None:
        """Saves what is new so far."""
        new, self._new = self._new, []
        if not new:
            return
        Article.objects.bulk_create([article for article, _record in new])
        bylines, topics = [], []
        for article, record in new:
            authors = dict.fromkeys(self._names.author(name) for name in record.authors)
            bylines += [Byline(article=article, author=one, position=at) for at, one in enumerate(authors)]
            named = dict.fromkeys(self._names.topic(name) for name in record.topics)
            topics += [ArticleTopic(article=article, topic=topic) for topic in named]
        Byline.objects.bulk_create(bylines)
        ArticleTopic.objects.bulk_create(topics)
        self._show(new)
        Origin.objects.bulk_create([self._came[record.origin] for _article, record in new if record.origin])
        # Where an address led to something here before, it still does.
        addresses = [
            FormerAddress(path=path, article=article)
            for article, record in new
            for path in record.former_addresses
        ]
        FormerAddress.objects.bulk_create(addresses, ignore_conflicts=True)

    @staticmethod
    def _show(new: list[tuple[Article, ArticleRecord]]) -> None:
        """Gives them their state, once all that they are found by is there: the search takes their words once."""
        for state in {record.state for _article, record in new} - {Article.State.DRAFT.value}:
            shown = [article for article, record in new if record.state == state]
            Article.objects.filter(pk__in=[article.pk for article in shown]).update(state=state)
            for article in shown:
                article.state = state

    def _made(self, record: ArticleRecord, section: Section, slug: str) -> Article:
        now = timezone.now()
        article = Article(
            section=section,
            slug=slug,
            headline=record.headline,
            standfirst=record.standfirst,
            body=clean_body(record.body),
            source=self._names.source(record.source) if record.source else None,
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
        return article


def clean_body(given: str | list[str]) -> str:
    """Clean HTML. Paragraphs are told from HTML by coming as a list."""
    try:
        html = body.from_paragraphs(given) if isinstance(given, list) else body.cleaned(given)
        if len(html) > body.MAX_LENGTH:
            raise BadRecordError(f"body must have at most {body.MAX_LENGTH} characters")
        return html
    except ValueError as error:
        raise BadRecordError(f"body: {error}") from error


def _slug(record: ArticleRecord) -> str:
    """The record's slug; where it has none or no proper one, made from it or the headline. Raises BadRecordError."""
    slug = _slug_of(record)
    if not slug:
        raise BadRecordError("a headline without a letter needs a slug")
    if slug == "feed":
        raise BadRecordError("the slug “feed” is the address of the section's feed; choose another")
    return slug


def _slug_of(record: ArticleRecord) -> str:
    """Letters of any script; empty where there is none."""
    try:
        validate_unicode_slug(record.slug)
    except ValidationError:
        return slugify(record.slug or record.headline, allow_unicode=True)[:120].strip("-")
    return record.slug


def _free_slug(section: Section, slug: str) -> str:
    taken = set(
        Article.objects.filter(section=section, slug__startswith=slug[:110]).values_list("slug", flat=True)
    )
    return next(free for number in count(2) if (free := f"{slug[:110]}-{number}") not in taken)
