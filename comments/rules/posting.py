"""What the rules look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from accounts.models.user import NEWCOMER_FOR
from comments import domain_list
from comments import text as comment_text
from comments.akismet import NOBODY, Sender
from comments.models.pace import Pace
from comments.models.statement import Statement
from comments.records import Record, record_of
from comments.terms import Terms

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models import Comment, Discussion
    from comments.rulebook import Rulebook


@dataclass(frozen=True)
class Posting:
    """One attempt to post or, where `comment` is given, to change it; with the discussion's row locked. All rules see the
    same `book` and `terms`, however they are changed meanwhile. `verdict` is what the service against spam says of it, empty
    where it wasn't asked; `paces` counts how fast is written, as the
    manager of Pace does."""

    discussion: Discussion
    author: User
    text: str
    parent: Comment | None
    book: Rulebook
    terms: Terms
    comment: Comment | None = None
    sender: Sender = NOBODY
    verdict: str = ""
    now: datetime = field(default_factory=timezone.now)
    paces: Any = field(default_factory=lambda: Pace.objects)

    @cached_property
    def reading(self) -> comment_text.Reading:
        """What the text says, rendered once for the rules and for what is stored; raises ValueError for one too long."""
        return comment_text.read(self.text)

    @cached_property
    def shown(self) -> str:
        """The words as readers see them."""
        return self.reading.shown

    @cached_property
    def links(self) -> list[str]:
        """The hosts that it links to, as often as it does."""
        return domain_list.links(self.reading.html)

    @cached_property
    def record(self) -> Record:
        """What is known of its author."""
        return record_of(self)

    @cached_property
    def is_granted(self) -> bool:
        """Whether these very words of the author were refused, and let in when they appealed."""
        return Statement.objects.granted(self.author, self.text).exists()

    @property
    def is_of_new_account(self) -> bool:
        return self.now - self.author.date_joined < NEWCOMER_FOR
