"""Merging: topics that say the same become one, with all stories, readers' choices and links of the others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from articles.models import AlertChoice, ArticleTopic, FormerAddress, Topic
from articles.without_trigger import without_trigger

if TYPE_CHECKING:
    from accounts.models import User


def merge(topics: Iterable[Topic], *, into: Topic, by: User) -> list[Topic]:
    """The others become `into`; returns those that did, in the order of their names. Raises PermissionDenied where `by` may not
    delete topics, Topic.DoesNotExist where `into` was deleted meanwhile."""
    if not by.has_perms(["articles.change_topic", "articles.delete_topic"]):
        raise PermissionDenied
    keys = {topic.pk for topic in topics} - {into.pk}
    with transaction.atomic():
        # In the order of their keys, so that two who merge at once don't wait for each other.
        found = Topic.objects.select_for_update().filter(pk__in=[*keys, into.pk]).order_by("pk")
        others = {topic.pk: topic for topic in found}
        if others.pop(into.pk, None) is None:
            raise Topic.DoesNotExist
        named = ArticleTopic.objects.filter(topic__in=others).order_by("-article_id")
        articles = list(named.values_list("article_id", flat=True).distinct())
        # What stories are found by is taken anew below, once for each.
        with without_trigger("articles.ArticleTopic:keeps_words"):
            for topic in others.values():
                _hand_on(topic, into)
            Topic.objects.filter(pk__in=others).delete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT articles_index_named(%s)", [articles])
    return sorted(others.values(), key=lambda topic: topic.name)


def _hand_on(topic: Topic, into: Topic) -> None:
    choices: Any = AlertChoice.topics.through
    for rows, whose in ((ArticleTopic.objects, "article"), (choices.objects, "alertchoice")):
        # Who has both keeps the one; the other goes with the topic.
        has_it = rows.filter(topic=into).values(whose)
        rows.filter(topic=topic).exclude(**{f"{whose}__in": has_it}).update(topic=into)
    FormerAddress.objects.filter(topic=topic).update(topic=into)
    here = {"section": None, "author": None, "article": None, "topic": into}
    FormerAddress.objects.update_or_create(path=f"/topics/{topic.slug}/", defaults=here)
