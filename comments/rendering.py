"""Renders anew what an earlier renderer made: the HTML of a comment is stored, and follows its source when the renderer changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from comments import text as comment_text
from comments.models import Comment

# So many comments at once hold their locks, and those of their discussions, for some tenths of a second.
BATCH = 200


def render_old() -> Iterator[int]:
    """A batch of comments after the other, the oldest first; yields how many of each read otherwise now. Beside the traffic, as
    often as one likes: what is done, or edited meanwhile, isn't done again. No edit is marked and nobody is told, for nobody has
    written anything."""
    last = 0
    while batch := _old(last):
        last = batch[-1]
        with transaction.atomic():
            locked = Comment.objects.filter(pk__in=batch).lock(*Comment.State.values)
            yield _render(list(Comment.objects.filter(pk__in=locked, renderer__lt=comment_text.VERSION)))


def _old(after: int) -> list[int]:
    old = Comment.objects.filter(pk__gt=after, renderer__lt=comment_text.VERSION).order_by("pk")
    return list(old.values_list("pk", flat=True)[:BATCH])


def _render(comments: list[Comment]) -> int:
    changed = []
    for comment in comments:
        html = comment_text.render(comment.text)
        if html != comment.html:
            comment.html = html
            changed.append(comment)
    # Those that read as before move no version: no page is made anew for them.
    Comment.objects.bulk_update(changed, ["html"])
    Comment.objects.filter(pk__in=[one.pk for one in comments]).update(renderer=comment_text.VERSION)
    return len(changed)
