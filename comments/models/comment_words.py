"""What a comment is found by: the words that it shows.

Triggers keep it, so that no path can leave a hidden comment to be found. A table of its own: votes and counts renew a comment's
row again and again, and each time would enter all its words into the index anew.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from articles.models.article_words import WordsQuerySet

_WORDS = """
    INSERT INTO comments_commentwords (comment_id, article_id, created_at, search)
    SELECT id, discussion_id, created_at, to_tsvector('portal', search_words(search_told(html)))
      FROM {rows} WHERE state = 'public' AND author_id IS NOT NULL
"""


class CommentWordsQuerySet(WordsQuerySet["CommentWords"]):
    time = "created_at"


class CommentWords(models.Model):
    """A row for each comment that is public and whose author is known: what erased readers have left isn't found. Whether its
    article is published is asked at the search."""

    comment = models.OneToOneField(
        "comments.Comment", models.DO_NOTHING, primary_key=True, related_name="words"
    )
    article_id = models.BigIntegerField()
    created_at = models.DateTimeField()
    search = SearchVectorField()

    objects: ClassVar[models.Manager] = CommentWordsQuerySet.as_manager()

    class Meta:
        indexes = [
            GinIndex(fields=["search"], name="comment_words"),
            models.Index(fields=["-created_at"], name="comment_words_latest"),
        ]

    def __str__(self) -> str:
        return f"words of comment {self.comment_id}"


# For the Meta of the comment. Those posted are taken a statement at once, for an import posts thousands.
COMMENT_WORDS_TRIGGERS = [
    pgtrigger.Trigger(
        name="keeps_words_posted",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="new_rows"),
        func=f"{_WORDS.format(rows='new_rows')}; RETURN NULL;",
    ),
    pgtrigger.Trigger(
        name="keeps_words",
        when=pgtrigger.After,
        operation=pgtrigger.UpdateOf("html", "state", "author_id"),
        condition=pgtrigger.AnyChange("html", "state", "author_id"),
        func=f"""
        DELETE FROM comments_commentwords WHERE comment_id = NEW.id;
        {_WORDS.format(rows="comments_comment")} AND id = NEW.id;
        RETURN NULL;
        """,  # noqa: S608 (our own words only)
    ),
    pgtrigger.Trigger(
        name="drops_words",
        when=pgtrigger.After,
        operation=pgtrigger.Delete,
        func="DELETE FROM comments_commentwords WHERE comment_id = OLD.id; RETURN NULL;",
    ),
]
