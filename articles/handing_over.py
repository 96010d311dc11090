"""Handing over: an article that one writer began becomes another's, who goes on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from articles import letter_to_one, review, versions
from articles.models.version import Version

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from articles.models import Article


def writers(article: Article) -> QuerySet[User]:
    """Whose the article can become: accounts that write, but for the one whose it is."""
    found = User.objects.with_perm(review.WRITE, include_superusers=False)
    return found.exclude(pk=article.begun_by_id or 0).order_by("username")


def hand_over(article: Article, *, by: User, to: User) -> None:
    """Make it the writer's `to`, who is told by mail: an editor may always, its writer while it is a draft. Raises PermissionDenied
    for whoever may not write in it, ValueError where `to` isn't one of `writers`."""
    with transaction.atomic():
        # Before the article: an erasure of the account takes both in this order.
        User.objects.hold(to.pk)
        locked = article.locked()
        review.require_may_write(locked, by)
        if not writers(locked).filter(pk=to.pk).exists():
            raise ValueError("an article is handed over to another who writes")
        versions.begin(article)
        article.begun_by = to
        article.save(update_fields=["begun_by"])
        versions.keep(article, by=by, act=Version.Act.HAND_OVER)
        letter_to_one.post(
            to,
            lambda: _("“%(headline)s” is yours to write now") % {"headline": article.headline},
            "articles/mail/handed_over",
            {"article": article, "by": by},
        )
