"""The query words of articles: which of them, in which order, and with what of each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Now

from articles import review
from articles.models.author import Author
from articles.models.body_picture import BodyPicture
from articles.models.byline import Byline
from articles.models.correction import Correction
from articles.models.front_page import FrontPageSlot
from articles.models.section import Section
from articles.models.topic import Topic
from articles.models.version import Version


def _itself(noun: Author | Topic) -> RawSQL:
    """Its key in the statement, and not beside it: so the planner knows how many articles it has. Otherwise it soon has one plan for
    all of them, and sorts the half of the paper where one is about as much."""
    return RawSQL(f"{int(noun.pk)}", [], output_field=models.BigIntegerField())  # noqa: S611 (a number)


class ArticleQuerySet[Row: models.Model](models.QuerySet[Row]):
    # Article, which has these words and can't be named here for that reason.
    model: Any

    def published(self, at: datetime | None = None) -> Self:
        """Those that are public at `at` (default: now, by the database's clock). The clock decides, not a job: a scheduled
        article needs nobody to come out."""
        return self.filter(state=self.model.State.PUBLISHED, published_at__lte=at or Now())

    def visible_to(self, user: Any) -> Self:
        """What `user` may read: editors everything, writers what they began, all what is published."""
        if user.has_perm("articles.change_article"):
            return self
        if user.has_perm(review.WRITE):
            return self.filter(
                Q(state=self.model.State.PUBLISHED, published_at__lte=Now()) | Q(begun_by=user)
            )
        return self.published()

    def at_desk_of(self, user: Any) -> Self:
        """What `user` finds at the desk: staff who may look at articles all of them, writers what they began."""
        is_writers = user.has_perm(review.WRITE) and not user.has_perm("articles.view_article")
        return self.filter(begun_by=user) if is_writers else self

    def in_review(self) -> Self:
        """What waits for an editor, the longest waiting first, each with `submitted_at` (None where that isn't known) and its
        writer; without the body."""
        own = self.model.versions.filter(id=models.OuterRef("pk"), act=Version.Act.SUBMIT)
        found = self.filter(state=self.model.State.IN_REVIEW).annotate(
            submitted_at=models.Subquery(own.order_by("-history_id").values("history_date")[:1])
        )
        return found.select_related("section", "begun_by").defer("body").order_by("submitted_at", "pk")

    def in_section(self, section: Section) -> Self:
        return self.filter(section=section)

    def by_author(self, author: Author) -> Self:
        return self.filter(bylines__author=_itself(author))

    def on_topic(self, topic: Topic) -> Self:
        return self.filter(topics=_itself(topic))

    def newest(self) -> Self:
        return self.order_by("-published_at", "-id")

    def placed(self, section: Section | None = None, at: datetime | None = None) -> Self:
        """Those that editors have placed on the section's page, or the front page, at `at` (default now), in their order."""
        slots = FrontPageSlot.objects.current(section, at)
        return self.filter(slots__in=slots).order_by("slots__position", "slots__id")

    def most_read(self, since: datetime) -> Self:
        """Those that were read since the hour of `since`, the most read first."""
        read = self.filter(reads__hour__gt=since - timedelta(hours=1))
        return read.annotate(times=models.Sum("reads__count")).order_by("-times", "-id")

    def with_cards(self) -> Self:
        """All that a card in a list shows, in two queries however many cards, and not the body."""
        return (
            self.select_related("section", "photo")
            .prefetch_related(models.Prefetch("bylines", Byline.objects.select_related("author")))
            .defer("body")
            .fetch_mode(models.FETCH_RAISE)
        )

    def with_lines(self) -> Self:
        """All that a line in a list shows: headline, section and time, in one query."""
        lines = self.select_related("section").only(
            "slug", "headline", "published_at", "section__slug", "section__name"
        )
        return lines.fetch_mode(models.FETCH_RAISE)

    def with_feed(self) -> Self:
        """All that a feed has of each, in four queries: what a card has, the body, the corrections and the topics."""
        return (
            self.select_related("section", "photo")
            .prefetch_related(
                models.Prefetch("bylines", Byline.objects.select_related("author")),
                models.Prefetch("corrections", Correction.objects.shown()),
                "topics",
            )
            .fetch_mode(models.FETCH_RAISE)
        )

    def with_page(self) -> Self:
        """All that the article's own page shows, in five queries."""
        pictures = BodyPicture.objects.select_related("photo")
        return (
            self.with_feed()
            .select_related("source")
            .prefetch_related(models.Prefetch("body_pictures", pictures))
        )
