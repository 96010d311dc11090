"""Where a photo stands, as the library tells it: at the head of articles, in their text, and with them on the front page."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.models import Article, BodyPicture, FrontPageSlot, Photo

# An agency's mark may stand at a thousand articles.
SHOWN_IN_LIST = 3
SHOWN_ON_FORM = 50


def with_uses(photos: QuerySet[Photo], most: int, seen_by: Any) -> QuerySet[Photo]:
    """The photos with the latest `most` articles at whose head, and as many in whose text, they stand, in two queries; and one
    more of each, by which it is known that there are more. Of articles those that `seen_by` may read."""
    placed = Exists(FrontPageSlot.objects.filter(article=OuterRef("pk")).dated())
    seen = Article.objects.visible_to(seen_by)
    # What a writer didn't begin they may read, on the site alone.
    at_desk = Exists(Article.objects.at_desk_of(seen_by).filter(pk=OuterRef("pk")))
    articles = (
        seen.select_related("section")
        .only("headline", "photo", "slug", "section__slug")
        .annotate(is_placed=placed, is_at_desk=at_desk)
        .order_by("-pk")
    )
    texts = (
        BodyPicture.objects.filter(article__in=seen)
        .order_by("-article")
        .prefetch_related(Prefetch("article", articles))
    )
    return photos.prefetch_related(
        Prefetch("articles", articles[: most + 1], to_attr="heads"),
        Prefetch("body_pictures", texts[: most + 1], to_attr="texts"),
    )


def used_in(photo: Any, most: int) -> SafeString | str:
    """The places of a photo `with_uses`, each a link to the article's form, or to its page for who finds no form there."""
    heads, texts = photo.heads[:most], [text.article for text in photo.texts[:most]]
    lines = [
        *((article, "") for article in heads),
        *((article, _("in the text")) for article in texts),
    ]
    if not lines:
        return _("Nowhere")
    said = format_html_join("", "<li>{}</li>", ((_line(article, place),) for article, place in lines))
    hidden = max(len(photo.heads), len(photo.texts)) > most
    return format_html('<ul class="uses">{}{}</ul>', said, mark_safe("<li>…</li>") if hidden else "")


def _line(article: Any, place: str) -> SafeString:
    places = [place, _("on the front page") if article.is_placed else ""]
    said = ", ".join(place for place in places if place)
    desk = reverse("admin:articles_article_change", args=[article.pk])
    url = desk if article.is_at_desk else article.get_absolute_url()
    return format_html('<a href="{}">{}</a>{}', url, article.headline, f" ({said})" if said else "")
