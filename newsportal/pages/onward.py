"""Where to read on from an article: what is about the same, and what is new."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import BigIntegerField, Count, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce

from articles.models import Article, ArticleTopic
from newsportal.compiled import Compiled, Parameter
from newsportal.pages.cards import lines

RELATED = 4
MORE = 5

_ARTICLE = Parameter("article", BigIntegerField())
# Of each topic the latest thirty, for "Politics" may have half of all articles. They are looked for among those of the topic that
# came into the database last, and among the latest of the whole paper: an archive that was brought in is new there and old here.
# OFFSET keeps the planner, who knows no topic's length, from reading all that a topic has.
OF_TOPIC, OF_PAPER = 300, 1000
_PUBLIC = "a.state = 'published' AND a.published_at <= statement_timestamp()"
_FOUND = f"""
    WITH own AS MATERIALIZED (
         SELECT topic_id FROM articles_articletopic WHERE article_id = %s
    ), latest AS MATERIALIZED (
         SELECT a.id FROM articles_article a WHERE {_PUBLIC} ORDER BY a.published_at DESC, a.id DESC LIMIT {OF_PAPER}
    ), of_paper AS MATERIALIZED (
         SELECT t.article_id, t.topic_id
           FROM latest
          CROSS JOIN LATERAL (SELECT * FROM articles_articletopic WHERE article_id = latest.id OFFSET 0) t
          WHERE t.topic_id IN (SELECT topic_id FROM own)
    ), near AS MATERIALIZED (
         SELECT of_topic.id
           FROM own
          CROSS JOIN LATERAL (
                SELECT a.id
                  FROM articles_article a
                  JOIN ((SELECT article_id FROM articles_articletopic WHERE topic_id = own.topic_id
                          ORDER BY article_id DESC LIMIT {OF_TOPIC})
                        UNION
                        SELECT article_id FROM of_paper WHERE topic_id = own.topic_id) known ON known.article_id = a.id
                 WHERE {_PUBLIC} AND a.id <> %s
                 ORDER BY a.published_at DESC, a.id DESC LIMIT 30) of_topic
    ), related AS MATERIALIZED (
         SELECT a.id
           FROM articles_article a
           JOIN articles_articletopic shared ON shared.article_id = a.id AND shared.topic_id IN (SELECT topic_id FROM own)
          WHERE a.id IN (SELECT id FROM near)
          GROUP BY a.id
          ORDER BY count(*) DESC, a.published_at DESC, a.id DESC
          LIMIT {RELATED}
    )
    SELECT id FROM related UNION (SELECT id FROM latest LIMIT {MORE + RELATED + 1})
"""  # noqa: S608 (our own words and numbers)
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
        .filter(pk__in=RawSQL(_FOUND, [_ARTICLE, _ARTICLE]))  # noqa: S611 (our own words)
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
