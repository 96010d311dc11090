"""Sections, agencies, authors and topics by what records call them: found, or made where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify

from articles.holding import hold
from articles.models import Author, FormerAddress, Section, Source, Topic
from articles.slugs import not_reserved
from newsportal.exchange.fields import BadRecordError


class Named[Kind: (Author, Topic)]:
    """Those of `names` are asked for together, and each name once. It may only be kept for one transaction."""

    def __init__(self, kind: type[Kind], names: Iterable[str]) -> None:
        self._kind: type[Kind] = kind
        wanted = kind.objects.filter(name__in=set(names)).order_by("-pk")
        # Whom an editor deletes at this moment is waited for, and missing from what is read then.
        hold(kind, wanted.values_list("pk", flat=True))
        # Of two who are called the same the first.
        self._found: dict[str, Kind] = {row.name: row for row in wanted}

    def of(self, name: str) -> Kind:
        """By name before slug: one author's name may be another's address."""
        if name not in self._found:
            self._found[name] = (
                self._kind.objects.filter(name=name).order_by("pk").first()
                or self._kind.objects.filter(slug=name).first()
                or self._renamed(name)
                or self._kind.objects.create(name=name, slug=_free(self._kind, name))
            )
        return self._found[name]

    def _renamed(self, name: str) -> Kind | None:
        """Who was called so when the first of several imports made them, and is called something else by now: their address is still the
        one that `name` makes, or was. Whose own name makes it is another, as the topic “C” is for “C++”."""
        slug = _slug(self._kind, name)
        found = self._kind.objects.filter(slug=slug).first()
        if found is None:
            return _once_at(self._kind, slug)
        return found if _slug(self._kind, found.name) != slug else None


class Names:
    """All that some records name, for as long as one transaction."""

    def __init__(
        self,
        authors: Iterable[str],
        topics: Iterable[str],
        sections: Iterable[str] = (),
        sources: Iterable[str] = (),
    ) -> None:
        # As with authors and topics: whatever an editor deletes at this moment is waited for, and made anew then. All of it before
        # anything is written, in the order of `articles.admin.holding`, so that two can't wait for each other.
        hold(Section, [found.pk for name in set(sections) if (found := _standing_section(name))])
        hold(Source, Source.objects.filter(name__in=set(sources)).values_list("pk", flat=True))
        self.author = Named(Author, authors).of
        self.topic = Named(Topic, topics).of
        self.section = cache(section_named)
        self.source = cache(_source)


def section_named(given: str) -> Section:
    """The section with this slug or name, made where there is none. Raises BadRecordError where it can't be made."""
    standing = _standing_section(given)
    if standing is not None:
        return standing
    slug = slugify(given)
    try:
        not_reserved(slug)
    except ValidationError as error:
        raise BadRecordError(f"section: {error.messages[0]}") from error
    if not slug:
        raise BadRecordError("section must have a letter from a to z for its address")
    return Section.objects.create(name=section_name(given), slug=slug)


def _standing_section(given: str) -> Section | None:
    return (
        Section.objects.filter(Q(slug=given) | Q(name__iexact=given)).first()
        or Section.objects.filter(slug=slugify(given)).first()
        or _once_at(Section, slugify(given))
    )


def _once_at[Kind: (Author, Topic, Section)](kind: type[Kind], slug: str) -> Kind | None:
    """Which had the address of `slug` before it was renamed."""
    noun = kind._meta.model_name or ""
    if not slug:
        return None
    found: Kind | None = FormerAddress.objects.bearer(reverse(noun, args=[slug]), noun)
    return found


def section_name(given: str) -> str:
    """The name of a section that is made for `given`: a slug in capitals, any other words as they are."""
    return given.capitalize() if given == slugify(given) else given


def _source(name: str) -> Source:
    return Source.objects.get_or_create(name=name)[0]


def _slug(kind: type[Author] | type[Topic], name: str) -> str:
    return slugify(name, allow_unicode=True)[:70].strip("-") or kind._meta.model_name or ""


def _free(kind: type[Author] | type[Topic], name: str) -> str:
    """A slug for `name` that no other row has."""
    base = _slug(kind, name)
    slug, number = base, 1
    while kind.objects.filter(slug=slug).exists():
        number += 1
        slug = f"{base}-{number}"
    return slug
