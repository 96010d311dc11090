"""What a rule would have done to the last comments, set as the editors think of setting it. Nothing is changed by a trial."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from comments import rulebook
from comments.answers import Kind
from comments.models.comment import Comment
from comments.models.pace import Window
from comments.records import records_of
from comments.rulebook import Rulebook
from comments.rules import BY_CODE, Posting, ask
from comments.rules.rule import Rule, Settings
from comments.text import Reading

MOST = 1000
# From so many comments on a share of them says something.
FEW = 10


@dataclass(frozen=True, slots=True)
class Tried:
    """A comment that the rule would have held or refused, and the words for its author."""

    comment: Comment
    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Trial:
    """How many comments it was tried on, and those that would not have passed, the newest first."""

    count: int
    found: list[Tried]

    @property
    def held(self) -> int:
        return sum(one.kind == Kind.HOLD for one in self.found)

    @property
    def refused(self) -> int:
        return sum(one.kind == Kind.REFUSE for one in self.found)

    @property
    def refuses_most(self) -> bool:
        """Whether hardly anybody could write any more: nobody who sets a rule wants that without knowing."""
        return self.count >= FEW and 2 * self.refused > self.count

    @property
    def question(self) -> str:
        """What who would save it is asked, where it refuses most."""
        words = _(
            "Of the last %(count)s comments this would have refused %(refused)s, so it isn't saved yet. Save again to have it so."
        )
        return words % {"count": f"{self.count:,}", "refused": f"{self.refused:,}"}


def try_rule(rule: Rule, settings: Settings) -> Trial:
    """`rule` switched on, everywhere, with these settings. Each comment is judged as at its time: by what its author had
    written before, and how long before."""
    is_on = rule.settings(is_on=True, answer=settings.answer, values=settings.values)
    return _try(rule, rulebook.current().with_rule(rule, is_on))


def try_words(listed: Sequence[tuple[str, str]]) -> Trial:
    """These words alone, each with its answer."""
    return _try(BY_CODE["words"], rulebook.current().with_words(listed))


def try_domains(listed: Mapping[str, str]) -> Trial:
    """These domains alone, each with its answer."""
    book, rule = rulebook.current(), BY_CODE["links"]
    return _try(
        rule, book.with_rule(rule, rule.settings(is_on=True, values={"most": 1000})).with_domains(listed)
    )


def _try(rule: Rule, book: Rulebook) -> Trial:
    comments = list(
        Comment.objects.exclude(state=Comment.State.DELETED)
        .filter(author__isnull=False)
        .select_related("author", "discussion__article__section")
        .defer("discussion__article__body")
        .order_by("-id")[:MOST]
    )
    comments.reverse()
    paces = _Recalled()
    postings = [_posting(comment, book, paces) for comment in comments]
    found = []
    for posting, record, comment in zip(
        postings, records_of(postings, [comment.pk for comment in comments]), comments, strict=True
    ):
        posting.__dict__["record"] = record
        answer = ask(rule, posting)
        if answer.kind != Kind.PASS:
            found.append(Tried(comment, Kind(answer.kind), answer.words))
    return Trial(len(comments), found[::-1])


def _posting(comment: Any, book: Rulebook, paces: _Recalled) -> Posting:
    """The comment as it may have been when it was posted; what it says is rendered already."""
    terms = book.site_terms.over(comment.discussion, comment.discussion.article, at=comment.created_at)
    posting = Posting(
        comment.discussion,
        comment.author,
        comment.text,
        None,
        book,
        terms,
        now=comment.created_at,
        paces=paces,
    )
    posting.__dict__["reading"] = Reading(comment.html, [])
    return posting


class _Recalled:
    """Counts as Pace does, in memory, at the times of the comments."""

    def __init__(self) -> None:
        self._windows: dict[str, tuple[datetime, int]] = {}

    def step(self, windows: Sequence[Window], at: datetime) -> dict[str, timedelta]:
        """As PaceQuerySet.step; here, too, an act that is one too many isn't counted."""
        stepped, left = {}, {}
        for window in windows:
            ends_at, count = self._windows.get(window.key, (at, 0))
            if ends_at <= at:
                ends_at, count = at + window.length, 0
            if count >= window.most:
                left[window.key] = ends_at - at
            stepped[window.key] = (ends_at, count + 1)
        if not left:
            self._windows |= stepped
        return left
