"""Addresses at which nothing stands: where something did, its reader is led to where it is now, or told that it is gone."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import ResolverMatch, reverse
from django.utils.encoding import iri_to_uri

from articles.models import Article, Author, FormerAddress, GoneAddress, Section, Topic

# For search engines it has moved for good. Browsers ask again after an hour: editors may give the address to another story.
_REMEMBERED = "max-age=3600"
# The pages that list articles, by the names of their addresses.
_PAGES: dict[str, Any] = {"section": Section, "topic": Topic, "author": Author}


class GoneError(Exception):
    """What stood at the address was taken off the site: an article, or a page of articles."""

    def __init__(self, *, is_story: bool) -> None:
        super().__init__()
        self.is_story = is_story


def moved(request: HttpRequest) -> HttpResponse | None:
    """For a request that found nothing: the way to where it is now, None where nothing was there either. Raises GoneError."""
    match = request.resolver_match
    names = _now(match) if match else None
    if match and names and names != match.kwargs:
        address = reverse(match.view_name, kwargs=names)
    elif came := _readable(_came_from(request.path)):
        address = came.get_absolute_url()
    elif match and _is_gone(match):
        raise GoneError(is_story=False)
    else:
        return None
    query = request.META.get("QUERY_STRING", "")
    address += f"?{iri_to_uri(query)}" if query else ""
    # A form that is sent to the former address goes on as it is (RFC 9110, 15.4.9).
    is_form = request.method not in ("GET", "HEAD")
    headers = {"Cache-Control": _REMEMBERED}
    return HttpResponsePermanentRedirect(address, preserve_request=is_form, headers=headers)


def _now(match: ResolverMatch) -> dict[str, Any] | None:
    """The names in the address as they are today."""
    names = match.kwargs
    noun = match.view_name.removesuffix("_feed")
    if noun in ("topic", "author"):
        found = FormerAddress.objects.bearer(reverse(noun, kwargs={"slug": names["slug"]}), noun)
        return {**names, "slug": found.slug} if found else None
    if "section" not in names:
        return None
    if "slug" not in names:
        section = _section(names["section"])
        return {**names, "section": section.slug} if section else None
    article = _readable(_article(names["section"], names["slug"]))
    return {**names, "section": article.section.slug, "slug": article.slug} if article else None


def article_at(path: str) -> Article | None:
    """The article whose address `path` is or was, here or on the site that it was brought in from, whatever its addresses looked
    like; public or not."""
    parts = path.strip("/").split("/")
    here = _article(*parts) if len(parts) == 2 else None
    return here or _came_from(path)


def _came_from(path: str) -> Article | None:
    if "\x00" in path:
        return None  # No address has it, and the database takes none.
    paths = [path, f"{path}/"]
    found = FormerAddress.objects.filter(path__in=paths).select_related("article__section").first()
    return found.article if found else None


def _readable(article: Article | None) -> Article | None:
    """It where it is public. Raises GoneError where it was."""
    if article and article.is_gone:
        raise GoneError(is_story=True)
    return article if article and article.is_public else None


def _is_gone(match: ResolverMatch) -> bool:
    """Whether a section, topic or author stood there, and nothing does now."""
    noun = match.view_name.removesuffix("_feed")
    if noun not in _PAGES:
        return False
    names = {name: value for name, value in match.kwargs.items() if name != "kind"}
    is_noted = GoneAddress.objects.filter(path=unquote(reverse(noun, kwargs=names))).exists()
    return is_noted and not _PAGES[noun].objects.filter(slug__in=names.values()).exists()


def _section(slug: str) -> Section | None:
    return Section.objects.filter(slug=slug).first() or FormerAddress.objects.bearer(f"/{slug}/", "section")


def _article(section: str, slug: str) -> Article | None:
    """By its address of today; by one of its own from before; by one from before its section was renamed."""
    articles = Article.objects.select_related("section")
    found = articles.filter(section__slug=section, slug=slug).first()
    if found:
        return found
    found = FormerAddress.objects.bearer(f"/{section}/{slug}/", "article")
    if found:
        return found
    place = FormerAddress.objects.bearer(f"/{section}/", "section")
    return _article(place.slug, slug) if place and place.slug != section else None
