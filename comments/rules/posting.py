"""What the rules look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
