"""The words of headlines, standfirsts and names, by which a misspelt word of a search is put right."""

from __future__ import annotations

import difflib
from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import connection, models

# Of the words that share most groups of three letters; none of another stem is more than a few letters away from those.
_LIKE = """
    SELECT asked, ARRAY(SELECT word FROM articles_word
                         WHERE word %% asked AND public_from <= statement_timestamp()
                           AND ts_lexize('portal_english', word) <> ts_lexize('portal_english', asked)
                         ORDER BY similarity(word, asked) DESC, word LIMIT 10)
      FROM unnest(%s::text[]) AS asked
     WHERE NOT EXISTS (SELECT FROM articles_word w WHERE w.word = asked AND public_from <= statement_timestamp())
"""
# Of twice the letters that two words share by the letters of both: a slip in four letters, two in eight.
_ALIKE = 0.7
SHORTEST = 3


class WordQuerySet(models.QuerySet["Word"]):
    def likely(self, asked: list[str]) -> dict[str, str]:
        """For each folded word that is unknown the known one that it may be meant to be, where there is one."""
        letters = [word for word in asked if len(word) >= SHORTEST and not word.isdigit()]
        with connection.cursor() as cursor:
            cursor.execute(_LIKE, [letters])
            closest = {word: difflib.get_close_matches(word, like, 1, _ALIKE) for word, like in cursor}
        return {word: found[0] for word, found in closest.items() if found}


class Word(models.Model):
    """A folded word of an article that was public at `public_from`, or will be; the function that indexes articles notes it. It may
    have been withdrawn since: whoever offers it looks first whether anything is found by it."""

    word = models.CharField(max_length=40, primary_key=True)
    public_from = models.DateTimeField()

    objects: ClassVar[models.Manager] = WordQuerySet.as_manager()

    class Meta:
        indexes = [GinIndex(fields=["word"], opclasses=["gin_trgm_ops"], name="word_by_letters")]

    def __str__(self) -> str:
        return self.word
