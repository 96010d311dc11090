"""What the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from comments import text as comment_text

if TYPE_CHECKING:
    from accounts.models import User
    from comments.models import Comment, Discussion


@dataclass(frozen=True)
class Posting:
    """One attempt to post or, where `comment` is given, to change it; with the discussion's row locked."""

    discussion: Discussion
    author: User
    text: str
    parent: Comment | None
    comment: Comment | None = None

    @cached_property
    def reading(self) -> comment_text.Reading:
        """What the text says, rendered once for the rules and for what is stored; raises ValueError for one too long."""
        return comment_text.read(self.text)
