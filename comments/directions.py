"""Each quote and each list of a comment is laid out by the direction of its own words: one who answers an Arabic comment in
English has their own list begin at the left."""

from __future__ import annotations

from markdown_it.rules_core import StateCore

_BLOCKS = {"blockquote_open", "bullet_list_open", "ordered_list_open"}


def tell(state: StateCore) -> None:
    """Markdown's rule that has the browser find the direction of each such block by itself, and of what is around it without
    it."""
    for token in state.tokens:
        if token.type in _BLOCKS:
            token.attrSet("dir", "auto")
