"""The query words of comments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection, models
from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, Sum, When

from accounts.roles import MODERATORS, has_role
from comments.models.comment_state import State
from comments.models.mute import Mute

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401 (named in a string below)

# Written out, for every decision asks them: the ORM would take longer to put them together than Postgres to lock.
_LOCK_DISCUSSIONS = "SELECT FROM comments_discussion WHERE article_id = ANY(%s::bigint[]) ORDER BY article_id FOR NO KEY UPDATE"
_LOCK_COMMENTS = """
    SELECT id, state FROM comments_comment WHERE id = ANY(%s::bigint[]) AND state = ANY(%s) ORDER BY id FOR NO KEY UPDATE
"""


class CommentQuerySet(models.QuerySet["Comment"]):
    def visible_to(self, user: Any) -> CommentQuerySet:
        """Those whose text `user` may read: moderators all that isn't deleted, all others what is public under a
        published article. The single door to anything hidden or held."""
        return self.readable(moderator=user.has_perm("comments.moderate_comment"))

    def readable(self, *, moderator: bool) -> CommentQuerySet:
        """What `visible_to` lets through, for queries that are compiled once for all readers and once for moderators."""
        return self.exclude(state=State.DELETED) if moderator else self.published()

    def published(self) -> CommentQuerySet:
        """What everybody may read."""
        return self.filter(state=State.PUBLIC, discussion__article__in=_published_articles())

    def totals(self, counted: Q) -> dict[str, int]:
        """How many they are, and what those that are `counted` were given: `comments`, `votes_up`, `votes_down`."""
        return self.aggregate(
            comments=Count("pk"),
            votes_up=Sum("up", filter=counted, default=0),
            votes_down=Sum("down", filter=counted, default=0),
        )

    def roots(self) -> CommentQuerySet:
        return self.filter(parent=None)

    def picked(self) -> CommentQuerySet:
        return self.filter(picked_at__isnull=False)

    def with_authors(self) -> CommentQuerySet:
        """With what a comment shows of its author, and nothing else fetched later by accident."""
        # Staff are few: whether one of them moderates is looked up for their comments only, within the same query.
        moderates = Case(When(author__is_staff=True, then=has_role(MODERATORS, "author_id")), default=False)
        authors = self.select_related("author").annotate(by_moderator=moderates)
        return authors.fetch_mode(models.FETCH_RAISE)

    def lock(self, *states: str) -> dict[int, str]:
        """Locks the discussions of these comments, then those of the comments that are in one of `states`, and returns
        the latter's states by id. Both in the order of ids, and discussions first as posting does, so that no two acts deadlock."""
        asked = self.lock_discussions()
        with connection.cursor() as cursor:
            cursor.execute(_LOCK_COMMENTS, [asked, list(states)])
            return dict(cursor.fetchall())

    def lock_discussions(self) -> list[int]:
        """Locks the discussions of these comments, in the order of ids, and returns the comments' ids."""
        asked = list(self.values_list("pk", "discussion_id"))
        with connection.cursor() as cursor:
            cursor.execute(_LOCK_DISCUSSIONS, [list({discussion for _pk, discussion in asked})])
        return [pk for pk, _discussion in asked]

    def judged(self) -> CommentQuerySet:
        """Locked, with what a decision asks of a comment and its author, in the order of ids. Their discussions are locked
        before: see `lock`."""
        fields = ["state", "text", "approved_at", "looked_at", "author"]
        of_author = ["author__username", "author__is_staff", "author__is_superuser"]
        found = self.select_related("author").only(*fields, *of_author).order_by("pk")
        return found.select_for_update(of=("self",), no_key=True)

    def with_mutes_of(self, reader: Any) -> CommentQuerySet:
        """With `is_muted`: whether the reader with this id wants what this author writes folded."""
        return self.annotate(is_muted=Exists(Mute.objects.filter(reader=reader, muted=OuterRef("author"))))

    def with_votes_of(self, reader: Any) -> CommentQuerySet:
        """With `own_vote`: 1, -1, 0 where it was taken back, nothing where the reader with this id hasn't voted."""
        from comments.models.vote import Vote

        votes = Vote.objects.filter(voter=reader, comment=OuterRef("pk"))
        return self.annotate(own_vote=Subquery(votes.values("value")))


def _published_articles() -> models.QuerySet:
    from articles.models import Article

    return Article.objects.published()
