"""Quoting a comment: what others said, in the words of a reply's source, with who said it when, linked to where."""

from __future__ import annotations

import re
from typing import NamedTuple

from accounts.characters import set_apart
from comments import text as comment_text


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
