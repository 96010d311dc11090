"""Who has an article's form open: shown to whoever opens it, too, so that two don't write the same story apart."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.db import connection, models
from django.utils import timezone

if TYPE_CHECKING:
    from accounts.models import User
    from articles.models.article import Article

# Without a sign of life an editor is gone. A browser wakes a tab that lies in the background once a minute.
LASTS = timedelta(seconds=75)
KEPT = timedelta(days=1)

# One statement, however many tabs of an editor knock at once. Who was away begins anew.
_SEE = """
    INSERT INTO articles_presence AS p (article_id, editor_id, since, seen_at) VALUES (%(article)s, %(by)s, %(now)s, %(now)s)
        ON CONFLICT (article_id, editor_id) DO UPDATE SET
           since = CASE WHEN p.seen_at <= %(stale)s THEN excluded.since ELSE p.since END,
           seen_at = excluded.seen_at
"""


class PresenceQuerySet(models.QuerySet["Presence"]):
    def see(self, article: Article, *, by: User) -> None:
        """`by` has the article's form open now."""
        now = timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(_SEE, {"article": article.pk, "by": by.pk, "now": now, "stale": now - LASTS})

    def beside(self, editor: User, article: Article) -> PresenceQuerySet:
        """The others who have it open, the first who came first."""
        live = self.filter(article=article, seen_at__gt=timezone.now() - LASTS).exclude(editor=editor)
        return live.select_related("editor").order_by("since", "pk")

    def forget_old(self) -> None:
        self.filter(seen_at__lt=timezone.now() - KEPT).delete()


class Presence(models.Model):
    """One an editor and article, however many tabs; `since` is when the form was opened, `seen_at` the last sign of life."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects: ClassVar[Any] = PresenceQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["article", "editor"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}"
