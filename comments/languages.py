"""Each paragraph of a comment says in which language it is, where its letters tell."""

from __future__ import annotations

from markdown_it.rules_core import StateCore

from articles.tongues import told


def tell(state: StateCore) -> None:
    """Markdown's rule that gives each such paragraph its `lang`."""
    for place, token in enumerate(state.tokens):
        language = told(token.content) if token.type == "inline" else ""
        if language:
            # Of a paragraph without tags of its own, as in a list, it is the list's entry.
            opening = state.tokens[place - (2 if state.tokens[place - 1].hidden else 1)]
            opening.attrSet("lang", language)
