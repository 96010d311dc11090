"""Where the page that everything grew from lies: beside the project, never inside it, for it is third-party text.

What it says is read from there by each test that compares a page of ours with it.
"""

import json
import os
import re
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(os.environ.get("SEED_FOLDER") or Path(__file__).resolve().parents[2] / "shared" / "seed")
SEED = FOLDER / "article.json"
PAGE = FOLDER / "article-page.txt"

for file in (SEED, PAGE):
    if not file.exists():
        raise FileNotFoundError(
            f"The tests load the seed page from {file}. Put it there, or name its folder with SEED_FOLDER."
        )

_TALLY = re.compile(r"-?\d+ \( \+\d+ / -\d+ \)")
# The two lines between which the comments stand, and the one that follows the ways to log in.
_FIRST, _LAST, _AFTER = "Login to comment", "Login to leave a comment", "Articles, Offers & Useful Resources"


class SeedComment(NamedTuple):
    paragraphs: list[str]
    tally: str


def record() -> dict[str, Any]:
    """The page as data."""
    found: dict[str, Any] = json.loads(SEED.read_text())
    return found


def lines(*, signed_in: bool = False) -> list[str]:
    """What a reader sees on the page, from top to bottom; whoever is signed in isn't asked to log in.

    The text of the page shows a picture of the old site's name in its first line, which is none of its words.
    """
    found = [" ".join(line.split()) for line in PAGE.read_text().splitlines() if line.strip()]
    announcement = record()["announcement"]
    assert found[0].endswith(announcement)
    found[0] = announcement
    if signed_in:
        del found[found.index(_LAST) : found.index(_AFTER)]
        found.remove(_FIRST)
    return found


def comments() -> list[SeedComment]:
    """The thread, in its order."""
    found: list[SeedComment] = []
    paragraphs: list[str] = []
    all_lines = lines()
    for line in all_lines[all_lines.index(_FIRST) + 1 : all_lines.index(_LAST)]:
        if _TALLY.fullmatch(line):
            found.append(SeedComment(paragraphs, line))
            paragraphs = []
        else:
            paragraphs.append(line)
    assert not paragraphs
    return found


def site_name() -> str:
    """The name of the site that the page is of, as its login says it."""
    found = re.search(r"^Login with your (.+) account$", PAGE.read_text(), re.MULTILINE)
    assert found
    return found[1]


def unmarked(text: str) -> str:
    """The words without the asterisks that stand for emphasis."""
    return re.sub(r"\*(.+?)\*", r"\1", text)
