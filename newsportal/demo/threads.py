"""The demo's discussions: some written by hand, two long ones put together from a stock of sentences."""

from __future__ import annotations

import json
import random
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "discussions"

Comment = dict[str, Any]


@cache
def _file(name: str) -> Any:
    return json.loads((_FOLDER / name).read_text(encoding="utf-8"))


def thread(slug: str, published: datetime, now: datetime) -> list[Comment]:
    """The comments under the article with `slug`, all between `published` and `now`; the same for the same slug."""
    chance = random.Random(slug)
    if slug in _file("written.json"):
        comments = _written(slug, chance)
    elif slug in _file("stock.json"):
        comments = _composed(slug, chance)
    else:
        return []
    moments = sorted(chance.random() ** 1.6 for _ in comments)
    for comment, moment in zip(comments, moments, strict=True):
        comment["time"] = (published + (now - published) * moment * 0.97 + timedelta(seconds=5)).isoformat()
        if "picked" in comment:
            comment["picked"] = comment["time"]
    return comments


def _written(slug: str, chance: random.Random) -> list[Comment]:
    comments = []
    for number, (author, parent, body, (up, down), *marks) in enumerate(_file("written.json")[slug]):
        comment = {
            "id": f"c{number}",
            "author": author,
            "body": body,
            "votes": _votes(author, up, down, chance),
        }
        if parent is not None:
            comment["parent"] = f"c{parent}"
        if "picked" in marks:
            comment["picked"] = True
        comments.append(comment)
    return comments


def _composed(slug: str, chance: random.Random) -> list[Comment]:
    """A long thread: two in five are opinions, the rest are replies, mostly to what was said lately."""
    stock = _file("stock.json")
    opinions = _opinions(stock[slug], chance)
    comments: list[Comment] = []
    said: set[str] = set()
    for number in range(stock[slug]["count"]):
        author = chance.choice(stock["readers"])
        comment: Comment = {"id": f"c{number}", "author": author, "body": ""}
        opens = number < 6 or chance.random() < 0.4
        parent = None if opens else comments[-1 - min(int(chance.expovariate(0.14)), number - 1)]
        while not comment["body"] or comment["body"] in said:
            opinion = next(opinions)
            comment["body"] = _reply(stock["replies"], parent["body"], opinion, chance) if parent else opinion
        if parent:
            comment["parent"] = parent["id"]
        said.add(comment["body"])
        comment["votes"] = _votes(author, *_split(chance), chance)
        comments.append(comment)
    return comments


def _opinions(stock: dict[str, Any], chance: random.Random) -> Any:
    """Every opening with every point once, in an order that repeats neither soon."""
    pairs = [(opening, point) for opening in stock["openings"] for point in stock["points"]]
    chance.shuffle(pairs)
    for opening, point in pairs:
        form = chance.random()
        closing = chance.choice(stock["closings"])
        if form < 0.35:
            yield f"{opening} {point} {closing}".strip()
        elif form < 0.6:
            yield f"{opening}\n\n{point}\n\n{closing}".strip()
        else:
            second = chance.choice([other for other in stock["points"] if other != point])
            yield f"{opening} {point}\n\n{second} {closing}".strip()


def _reply(replies: list[str], answered: str, opinion: str, chance: random.Random) -> str:
    sentence = next(
        (line for line in reversed(answered.splitlines()) if line and not line.startswith(">")), answered
    )
    words = chance.choice(replies)
    words = words % sentence[:160] if "%s" in words else words
    # A remark alone says enough now and then; mostly there is a thought behind it.
    return f"{words}\n\n{max(opinion.splitlines(), key=len)}"


def _split(chance: random.Random) -> tuple[int, int]:
    """Votes up and down: many get few, some divide the readers, a few are buried."""
    kind = chance.random()
    if kind < 0.2:
        return 0, 0
    if kind < 0.7:
        return chance.randrange(0, 9), chance.randrange(0, 3)
    if kind < 0.9:
        return chance.randrange(5, 18), chance.randrange(4, 16)
    return chance.randrange(0, 4), chance.randrange(8, 22)


def _votes(author: str, up: int, down: int, chance: random.Random) -> dict[str, int]:
    others = [reader for reader in _file("stock.json")["readers"] if reader != author]
    voters = chance.sample(others, up + down)
    return {voter: 1 if place < up else -1 for place, voter in enumerate(voters)}
