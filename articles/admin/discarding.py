"""Throwing articles away at the desk: one's own drafts, and for editors what nothing of anybody else hangs on."""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.acting import acting
from articles import discarding, review
from articles.admin.about import ArticlePages
from articles.models import Article


class DiscardingPages(ArticlePages):
    """What the admin of articles has of deleting."""

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request) or request.user.has_perm(review.WRITE)
        return discarding.may_discard(obj, request.user)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        obj.discard(by=acting(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        with transaction.atomic():
            # In this order always, so that two who delete the same don't wait for each other.
            for article in queryset.order_by("pk"):
                article.discard(by=acting(request))
