"""What a load has changed, told in a sentence or two."""

from __future__ import annotations

from collections import Counter

from newsportal.exchange.load import Loaded


class Tally:
    """Adds up what each record brought."""

    def __init__(self) -> None:
        self._made: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._revised: Counter[str] = Counter()

    def add(self, loaded: Loaded) -> None:
        counts = self._made if loaded.is_new else self._revised if loaded.is_revised else self._found
        counts.update(article=1, comment=loaded.comments, vote=loaded.votes)

    def __str__(self) -> str:
        sentences = []
        if self._made["article"] or not (self._found["article"] or self._revised["article"]):
            sentences.append(f"Loaded {_counted(self._made, 'article')}{_with(self._made)}.")
        if self._revised["article"]:
            sentences.append(f"Changed {_counted(self._revised, 'article')}.")
        if self._found["article"]:
            added = _with(self._found).removeprefix(" with ")
            lacked = f"; added to {_them(self._found)}: {added}" if added else ", nothing changed"
            there = "was" if self._found["article"] == 1 else "were"
            sentences.append(f"{_counted(self._found, 'article')} {there} there already{lacked}.")
        return " ".join(sentences)


def _with(counts: Counter[str]) -> str:
    told = [_counted(counts, name) for name in ("comment", "vote") if counts[name]]
    return f" with {' and '.join(told)}" if told else ""


def _counted(counts: Counter[str], name: str) -> str:
    return f"{counts[name]:,} {name}{'' if counts[name] == 1 else 's'}"


def _them(counts: Counter[str]) -> str:
    return "it" if counts["article"] == 1 else "them"
