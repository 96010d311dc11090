"""What pages say of themselves to machines: schema.org as JSON-LD, the way Google's guide to articles and breadcrumbs has it.

Each function gives one object for `<script type="application/ld+json">`; the template filter of that name writes it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse

from articles import tongues
from articles.models import Article
from articles.templatetags.articles import description, moment

_CONTEXT = "https://schema.org"


def _publisher() -> dict[str, Any]:
    return {
        "@type": "NewsMediaOrganization",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "logo": {"@type": "ImageObject", "url": urljoin(settings.SITE_URL, static("img/icon-180.png"))},
    }


def site() -> dict[str, Any]:
    """The front page: the paper, whose it is, and how to search it."""
    return {
        "@context": _CONTEXT,
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": f"{settings.SITE_URL}/",
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{settings.SITE_URL}{reverse('search')}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }


def news_article(article: Article, published: datetime, comment_count: int) -> dict[str, Any]:
    """An article that is public since `published`; its bylines, corrections and topics must have been fetched. Where it has no picture, none is named."""
    address = settings.SITE_URL + article.get_absolute_url()
    told: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.headline,
        "description": description(article),
        "inLanguage": tongues.told(article.headline) or settings.LANGUAGE_CODE,
        "datePublished": moment(published),
        "dateModified": moment(article.changed_at or published),
        "author": [
            {"@type": "Person", "name": author.name, "url": settings.SITE_URL + author.get_absolute_url()}
            for author in article.ordered_authors
        ]
        # Who wrote what nobody has signed.
        or [_publisher()],
        "publisher": _publisher(),
        "articleSection": article.section.name,
        "keywords": [topic.name for topic in article.topics.all()],
        "isAccessibleForFree": True,
        "commentCount": comment_count,
        "discussionUrl": f"{address}#comments",
        "correction": [
            {
                "@type": "CorrectionComment",
                "@id": f"{address}#correction-{correction.pk}",
                "url": f"{address}#correction-{correction.pk}",
                "text": correction.words,
                "inLanguage": tongues.told(correction.words) or settings.LANGUAGE_CODE,
                "datePublished": moment(correction.at),
            }
            for correction in article.corrections.all()
        ],
        "copyrightNotice": article.source_line or article.site_line(settings.SITE_OWNER),
    }
    if article.photo and article.photo.image:
        # Each address once: until they are cut, all three are the original.
        shapes = dict.fromkeys(article.photo.shapes.values())
        told["image"] = [urljoin(settings.SITE_URL, shape) for shape in shapes]
    return {name: value for name, value in told.items() if value not in ("", [])}


def breadcrumbs(article: Article) -> dict[str, Any]:
    """The way to the article: the front page, its section, itself."""
    steps = [
        (settings.SITE_NAME, reverse("front")),
        (article.section.name, article.section.get_absolute_url()),
        (article.headline, article.get_absolute_url()),
    ]
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": name, "item": settings.SITE_URL + path}
            for place, (name, path) in enumerate(steps, 1)
        ],
    }
