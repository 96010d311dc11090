"""What a search finds, a page of it, with its words marked; and by which words, where those typed are misspelt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import FETCH_RAISE, QuerySet
from django.db.models.functions import Left
from django.utils.safestring import SafeString

from articles.folding import is_cjk, told
from articles.marking import MOST_TEXT, Marks
from articles.models import Article, Word
from articles.search_query import Query
from comments.models import Comment
from newsportal.pages.cards import with_counts
from newsportal.pages.search_ranking import by_index, rank
from newsportal.pages.search_wishes import PER_PAGE, Wishes

# Fewer than these and a likely other spelling is offered.
FEW = 3


@dataclass(frozen=True)
class Found:
    """A page of what was found. `query` is what it was found by; `meant` is offered beside it. `is_most` where
    there may be more than were looked through."""

    rows: list[Any]
    count: int
    query: Query
    meant: Query | None = None
    has_more: bool = False
    is_most: bool = False


@dataclass(frozen=True)
class MarkedStory:
    """What a card shows: the headline, and the standfirst, or a piece of the body where only that has what was looked for."""

    headline: SafeString
    words: SafeString


def find(wishes: Wishes, reader: Any) -> Found:
    """What `reader` is shown of what `wishes` asks for. Where nothing is found, what a likely other spelling finds."""
    with by_index():
        ranked, query, meant = rank(wishes, wishes.query, reader), wishes.query, None
        if ranked.count < FEW and wishes.page == 1 and (other := likely(query)):
            others = rank(wishes, other, reader)
            if others.count > ranked.count:
                meant = other
                if not ranked.count:
                    ranked, query = others, other
    keys = ranked.keys[:PER_PAGE]
    rows = _comments(keys, query) if wishes.of_comments else _articles(keys, query)
    return Found(rows, ranked.count, query, meant, len(ranked.keys) > PER_PAGE, ranked.is_most)


def likely(query: Query) -> Query | None:
    """The same with unknown words as they may have been meant, and with Japanese sentences in their words; None where that's
    the same."""
    # Where one word of several will do, what is found doesn't prove that each is in something public.
    spelt = [] if any(term.either for term in query.terms) else query.wanted
    asked = [word for term in spelt if not term.quoted for word in term.words]
    # Hiragana and kanji aren't misspelt, they are other words.
    others = Word.objects.likely([word for word in asked if not is_cjk(word) or _is_katakana(word)])
    other = query.with_words(others).loosened()
    return other if other != query else None


def _is_katakana(word: str) -> bool:
    return all("\u30a1" <= letter <= "\u30ff" for letter in word)


def _articles(keys: list[int], query: Query) -> list[Article]:
    """The cards of these, each `marked`."""
    found = with_counts(Article.objects.published().filter(pk__in=keys))
    rows = _in_order(keys, found.annotate(begin=Left("body", MOST_TEXT)))
    bodies = {row.pk: told(row.begin) for row in rows}
    marks = Marks.of(query, [text for row in rows for text in (row.headline, row.standfirst, bodies[row.pk])])
    for row in rows:
        in_standfirst = marks.piece(row.standfirst) is not None
        piece = None if in_standfirst else marks.piece(bodies[row.pk])
        row.marked = MarkedStory(marks.whole(row.headline), piece or marks.whole(row.standfirst))
    return rows


def _comments(keys: list[int], query: Query) -> list[Comment]:
    """These, each `marked`: the piece that has most of what was looked for. What everybody may read is asked anew: it's the
    one door to comments."""
    found = Comment.objects.published().filter(pk__in=keys).select_related("author")
    shown = found.select_related("discussion__article__section").defer("discussion__article__body")
    rows = _in_order(keys, shown.fetch_mode(FETCH_RAISE))
    texts = {row.pk: told(row.html) for row in rows}
    marks = Marks.of(query, texts.values())
    for row in rows:
        row.marked = marks.piece(texts[row.pk]) or marks.whole(texts[row.pk][:MOST_TEXT])
    return rows


def _in_order(keys: list[int], rows: QuerySet[Any]) -> list[Any]:
    by_id = {row.pk: row for row in rows}
    return [by_id[pk] for pk in keys if pk in by_id]
