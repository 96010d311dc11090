"""The article's page: the article, and its discussion as everybody sees it, with the reader's own part as data."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import BigIntegerField, CharField, Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from accounts.acting import acting
from articles.models import Article, BodyPicture, Byline, Correction, Topic
from comments.drafts import Composer
from comments.models import Draft, ReaderSettings
from comments.reader import Standing, own_part, standing
from comments.threads import DEFAULT_SORT, SORTS, Place, ThreadPage, read_thread
from comments.views.drafting import Box, box_of, open_box, owner_of
from comments.views.permalink import query_of
from newsportal import chrome, linked_data
from newsportal.compiled import Compiled, Parameter, fill, first
from newsportal.kept import Kept
from newsportal.pages.onward import onward
from newsportal.stored_pages import stored
from newsportal.versions import Versions

_kept: Kept[Article] = Kept(most=500)
_ARTICLE = Parameter("article", BigIntegerField())
_published = Compiled(
    lambda: (
        Article.objects.published()
        .with_page()
        .prefetch_related(None)
        .annotate(
            is_corrected=Exists(Correction.objects.filter(article=OuterRef("pk"))),
            has_pictures=Exists(BodyPicture.objects.filter(article=OuterRef("pk"))),
        )
        .filter(section__slug=Parameter("section", CharField()), slug=Parameter("slug", CharField()))
    )
)
_bylines = Compiled(lambda: Byline.objects.filter(article=_ARTICLE).select_related("author"))
_corrections = Compiled(lambda: Correction.objects.shown().filter(article=_ARTICLE))
_pictures = Compiled(lambda: BodyPicture.objects.filter(article=_ARTICLE).select_related("photo"))
_topics = Compiled(lambda: Topic.objects.filter(articletopic__article=_ARTICLE))


@require_safe
@stored
def article(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """`?sort=`, `?thread=` (the replies to one comment), `?from=` and `?until=` (cursors) choose the part of the thread."""
    versions: Versions = request.versions  # type: ignore[attr-defined]
    found = _article(request, section, slug, versions.edition)
    moderator = request.user.has_perm("comments.moderate_comment")
    discussion = versions.read_discussion(found.pk)
    reader = None
    if request.user.is_authenticated:
        owner_of(request)
        reader = standing(request.user, found.pk)
    place = _place(request, reader)
    chosen = request.GET.get("sort")
    if reader and _is_choice(request) and chosen != reader.settings.sort:
        ReaderSettings.objects.choose(by=acting(request), sort=chosen)
    thread = read_thread(discussion, place, moderator=moderator)
    if thread is None:
        raise Http404
    site, now = chrome.current(versions.edition), timezone.now()
    policy, terms = site.voting_policy, site.site_terms.over(discussion, found, at=now)
    context = {
        "article": found,
        "site_line": found.site_line(settings.SITE_OWNER),
        "discussion": discussion,
        "terms": terms,
        "thread": thread,
        "place": place,
        "writers": found.writers,
        "voting_policy": policy,
        "is_moderator": moderator,
        "can_pick": request.user.has_perm("comments.pick_comment"),
        "next_query": query_of(Place(place.sort, place.top, start=thread.next)) if thread.next else "",
        "previous_query": query_of(Place(place.sort, place.top, until=thread.previous))
        if thread.previous
        else "",
        # Names the article as it stands in this edition at this time, for what the templates keep of it; of one that only
        # editors see they keep nothing.
        "standing": f"{found.pk}.{versions.edition}.{site.key}",
        "kept_for": None if found.is_public else 0,
        "onward": SimpleLazyObject(lambda: onward(found)),
        "linked_data": SimpleLazyObject(lambda: _linked_data(found, discussion.comment_count)),
        **_own_part(request, found, thread, reader),
    }
    response = render(request, "newsportal/article.html", context)
    changes = (
        (terms.closes_at if not terms.is_closed else None),
        policy.changes_at((entry.comment for entry in thread.entries), now),
    )
    response.until = min((time for time in changes if time is not None), default=None)  # type: ignore[attr-defined]
    return response


def _article(request: HttpRequest, section: str, slug: str, edition: int) -> Article:
    """The article, from memory where it was public in this edition: most pages are rendered anew for a comment's sake."""
    article = _kept.get((section, slug), edition) or _public(section, slug)
    if article is not None:
        _kept.put((section, slug), edition, article)
        return article
    # What isn't public, for editors: their desk leads here.
    articles = Article.objects.visible_to(request.user).with_page()
    return get_object_or_404(articles, section__slug=section, slug=slug)


def _public(section: str, slug: str) -> Article | None:
    article = first(_published(section=section, slug=slug))
    if article is not None:
        fill(article, "bylines", _bylines(article=article.pk))
        # Few articles have any, and none shall cost the others a query.
        fill(article, "corrections", _corrections(article=article.pk) if article.is_corrected else [])
        fill(article, "body_pictures", _pictures(article=article.pk) if article.has_pictures else [])
        fill(article, "topics", _topics(article=article.pk))
    return article


def _linked_data(article: Article, comment_count: int) -> list[dict[str, Any]]:
    """Nothing of what only editors see."""
    if not article.is_public or article.published_at is None:
        return []
    return [
        linked_data.news_article(article, article.published_at, comment_count),
        linked_data.breadcrumbs(article),
    ]


def _place(request: HttpRequest, reader: Standing | None) -> Place:
    """Raises Http404 for a place that can't be. A reader's own order holds where the address names no place at all: a
    cursor of another's order would lead nowhere."""
    bare = reader is not None and not request.GET.keys() & {"thread", "from", "until"}
    sort = request.GET.get("sort") or (reader.settings.sort if reader and bare else DEFAULT_SORT)
    top = _number(request, "thread")
    if sort not in SORTS:
        raise Http404
    return Place(sort, top, request.GET.get("from", ""), request.GET.get("until", ""))


def _is_choice(request: HttpRequest) -> bool:
    """Whether the reader pressed the link of an order, on a page of this site. To follow an address that somebody shared, or
    the news, is to look, and changes nobody's order."""
    is_order = request.GET.get("sort") in ReaderSettings.Sort.values and request.GET.keys() == {"sort"}
    # Older browsers don't say from where one comes.
    return is_order and request.headers.get("Sec-Fetch-Site", "same-origin") == "same-origin"


def _number(request: HttpRequest, name: str) -> int | None:
    value = request.GET.get(name, "")
    if value and not (value.isascii() and value.isdigit() and len(value) < 19):
        raise Http404
    return int(value) if value else None


def _own_part(
    request: HttpRequest, article: Article, thread: ThreadPage, reader: Standing | None
) -> dict[str, Any]:
    """The composer's content, and what is the reader's own in the thread; nothing of it is shared."""
    if reader is None:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        return {
            "box": open_box(request, Composer(Draft.Act.POST, article.pk)) if has_session else Box("", "")
        }
    return {
        "box": box_of(reader.drafts),
        "reader": reader,
        "limits": reader.limits,
        "bar": reader.bar,
        "unread": reader.unread,
        "own": own_part(request.user, [entry.comment for entry in thread.entries], reader.new_after),
    }
