"""Templates that are rendered once for each kind of thing, and filled in for each thing of the kind.

A page shows up to 180 comments, and they differ in a few words only: so a comment takes a tenth of the time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

_MARK = re.compile("\ue000(\\w+)\ue001")

# Text, field, text, field, … text.
Pattern = tuple[str, ...]


def marks(fields: Iterable[str]) -> dict[str, SafeString]:
    """What stands in a template for each of these fields: characters for private use, in no template of ours."""
    return {field: mark_safe(f"\ue000{field}\ue001") for field in fields}  # noqa: S308


def pattern(template: str, context: Mapping[str, object]) -> Pattern:
    """The template with the `marks` of the context in it, cut at them; its blank lines and indents left out.

    Kept by who asks for as long as the process runs; after a change of the template, start it anew.
    """
    return tuple(_MARK.split(re.sub(r"\s*\n\s*", "\n", render_to_string(template, dict(context)))))


def filled(pattern: Pattern, words: Mapping[str, str]) -> SafeString:
    """The pattern with HTML for its fields. One pass: what was typed is put in and never looked at again, so it can't pose
    as a mark."""
    parts = list(pattern)
    for place in range(1, len(parts), 2):
        parts[place] = words[parts[place]]
    return mark_safe("".join(parts))  # noqa: S308 (our template, and words that their givers escaped)
