"""Characters that nobody sees: they make two texts look the same, one look empty, or turn what follows around."""

from __future__ import annotations

import re

# Default_Ignorable_Code_Point of Unicode 16 (DerivedCoreProperties.txt), U+2800, which is a blank that counts as a
# symbol, and the control characters. Text holds some of them for good reason (emoji are joined by U+200D), names don't.
INVISIBLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]"
)


def visible(text: str) -> str:
    """What of `text` can be seen, white space left out, too."""
    return "".join(INVISIBLE.sub("", text).split())
