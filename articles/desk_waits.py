"""What waits at the desk for a writer or an editor: for the desk's first page, and beside the way there above every page."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db import models
from django.db.models import Count, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from articles import review
from articles.models import Article, NewsletterIssue, Note, Suggestion


class Waits(NamedTuple):
    """How many: suggested corrections, articles in review, articles with notes that weren't read, issues of newsletters."""

    open_suggestions: int
    in_review: int
    unread_notes: int
    newsletters: int


NOTHING = Waits(0, 0, 0, 0)


def waits(user: Any) -> Waits:
    """What waits for `user`, in one query; in none for whoever neither writes nor publishes."""
    publishes = user.has_perm("articles.publish_article")
    if not (publishes or user.has_perm(review.WRITE)):
        return NOTHING
    nothing: Any = Value(0)
    suggestions = _count(Suggestion.objects.open()) if user.has_perm("articles.view_suggestion") else nothing
    in_review = _count(Article.objects.filter(state=Article.State.IN_REVIEW)) if publishes else nothing
    notes = _count(Note.objects.unread_by(user), "article")
    newsletters = _count(NewsletterIssue.objects.waiting()) if publishes else nothing
    found = User.objects.filter(pk=user.pk).annotate(a=suggestions, b=in_review, c=notes, d=newsletters)
    return Waits(*found.values_list("a", "b", "c", "d").get())


def _count(rows: Any, field: str = "pk") -> Any:
    counted = rows.order_by().annotate(one=Value(1)).values("one")
    counts = counted.annotate(count=Count(field, distinct=field != "pk")).values("count")
    return Coalesce(Subquery(counts, output_field=models.IntegerField()), 0)


def masthead(request: HttpRequest) -> dict[str, Any]:
    """The context processor: how much of it waits. Asked for only where a page of somebody of the house shows it; those of one's own
    account are bound to few queries, and don't."""
    if request.path.startswith("/accounts/"):
        return {}
    return {"desk_waits": SimpleLazyObject(lambda: sum(waits(request.user)))}
