"""Where to read on from an article: what is about the same, and what is new."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import BigIntegerField, Count, OuterRef, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from articles.models import Article, ArticleTopic
from newsportal.compiled import Compiled, Parameter
from newsportal.pages.cards import lines

RELATED = 4
MORE = 5

_ARTICLE = Parameter("article", BigIntegerField())
# Among the latest thirty of each topic, for "Politics" may have half of all articles.
_NEAR = f"""
    SELECT a.id
      FROM articles_article a
      JOIN articles_articletopic shared ON shared.article_id = a.id
       AND shared.topic_id IN (SELECT topic_id FROM articles_articletopic WHERE article_id = %s)
     WHERE a.state = 'published' AND a.published_at <= now() AND a.id IN (
           SELECT near.article_id
             FROM articles_articletopic own
            CROSS JOIN LATERAL (
                  SELECT article_id FROM articles_articletopic
                   WHERE topic_id = own.topic_id AND article_id <> own.article_id
                   ORDER BY article_id DESC LIMIT 30) near
            WHERE own.article_id = %s)
     GROUP BY a.id
     ORDER BY count(*) DESC, a.published_at DESC, a.id DESC
     LIMIT {RELATED}
"""  # noqa: S608 (our own number)
_shared = Subquery(
    ArticleTopic.objects.filter(article=OuterRef("pk"), topic__articletopic__article=_ARTICLE)
    .order_by()
    .values("article")
    .annotate(shared=Count("pk"))
    .values("shared")
)


class Onward(NamedTuple):
    """Lines of other articles, none of them twice: the `related` share topics, the most first; `more` are the latest."""

    related: list[Article]
    more: list[Article]


# In one query: it is one of the eight of an article's page.
_onward = Compiled(
    lambda: (
        lines(Article.objects.published().exclude(pk=_ARTICLE))
        .filter(
            Q(pk__in=RawSQL(_NEAR, [_ARTICLE, _ARTICLE]))  # noqa: S611 (our own words)
            | Q(pk__in=Article.objects.published().newest().values("pk")[: MORE + RELATED + 1])
        )
        .annotate(shared=Coalesce(_shared, 0))
        .order_by("-shared", "-published_at", "-id")
    )
)


def onward(article: Article) -> Onward:
    """One query, as long as the article has few topics."""
    found = _onward(article=article.pk)
    related = [other for other in found[:RELATED] if other.shared]
    others = sorted(found[len(related) :], key=lambda other: (other.published_at, other.pk), reverse=True)
    return Onward(related, others[:MORE])
