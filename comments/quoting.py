"""Quoting a comment: what others said, in the words of a reply's source, with who said it when, linked to where.

A quote belongs to the comment that it stands in, and stays when what it quotes is hidden, changed or deleted: it was said,
it is what the words below it answer, and nobody's words are rewritten under their name by a machine. It couldn't be taken
away in earnest either, for anyone can quote by hand. Each comment is decided on by itself; so moderators are told, before
they hide one, which others quote it. Its link says from then on that the comment was removed or deleted, or never was.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from accounts.characters import set_apart
from comments import text as comment_text
from comments.models import Comment

# So many that quote one are named to who would hide it.
MANY = 10
# So many that follow a comment are looked through for quotes of it where each screen of the desk does so: who quotes does it soon.
SOON = 1000


class Quotation(NamedTuple):
    """`head` is its first line, who and when as a link to the comment; `body` the quoted lines; both without quote signs."""

    head: str
    body: str

    @property
    def source(self) -> str:
        """As it stands at the beginning of a comment, with room below."""
        lines = [self.head, "", *self.body.splitlines()]
        return "\n".join(f"> {line}".rstrip() for line in lines) + "\n\n"


def quotation(source: str, *, name: str, time: str, url: str) -> Quotation:
    """A quotation of `source`. Of what it quotes itself nothing comes along, so that a conversation doesn't grow with each
    answer; where it is nothing but a quote, the outermost of them."""
    body = comment_text.unquoted(source) or comment_text.unquoted(source, levels=1) or source
    # A name may begin with underscores, which would make it slanted.
    plain = re.sub("^_+", lambda signs: r"\_" * len(signs[0]), set_apart(name))
    return Quotation(f"[{plain} {time}]({url})", body)


def quoting(comment: Comment, *, among: int | None = None) -> list[Comment]:
    """The public comments under the same article that quote `comment` with its link, the oldest first, MANY at most. It reads
    through all that came after it, or the first `among` of them, and so is for moderators alone."""
    later: Any = Comment.objects.filter(discussion=comment.discussion_id, pk__gt=comment.pk)
    if among is not None:
        later = Comment.objects.filter(pk__in=later.order_by("pk")[:among].values("pk"))
    quotes = later.filter(state=Comment.State.PUBLIC, text__contains=f"/comments/{comment.pk}/)")
    return list(quotes.select_related("author").order_by("pk")[:MANY])
