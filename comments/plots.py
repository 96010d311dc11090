"""Bars of a plot as they stand in an SVG: reckoned here, drawn by `templates/admin/comments/queue/_plot.html`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# Units of the drawing, which is as wide as there is room for.
WIDTH, HEIGHT = 360, 120
LEFT, TOP, BOTTOM = 2, 16, 18
# So much of its place a bar fills.
FILLED = 0.72


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, `tip` above it where there is a second number to tell."""

    x: float
    y: float
    height: float
    tip: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A word below the line."""

    x: float
    words: str


@dataclass(frozen=True, slots=True)
class Plot:
    """`title` and `about` say in words what is drawn; `top` what the highest place stands for."""

    name: str
    title: str
    about: str
    top: str
    bars: list[Bar]
    marks: list[Mark]
    width: float
    size: tuple[int, int] = (WIDTH, HEIGHT)
    base: int = HEIGHT - BOTTOM
    lines: list[float] = field(default_factory=lambda: [TOP, (HEIGHT - BOTTOM + TOP) / 2])


def plot(
    values: Sequence[float | None],
    marks: Sequence[str],
    *,
    name: str,
    title: str,
    about: str,
    say: Any = str,
    tips: Sequence[float | None] = (),
) -> Plot:
    """Bars for `values`, and above them `tips`; below each its mark, where that isn't empty. `say` puts a value in words."""
    highest = max([value for value in (*values, *tips) if value], default=0)
    step = (WIDTH - 2 * LEFT) / max(1, len(values))
    room = HEIGHT - BOTTOM - TOP
    bars = []
    for place, value in enumerate(values):
        if value:
            tip = tips[place] if tips else None
            bars.append(
                Bar(
                    round(LEFT + (place + (1 - FILLED) / 2) * step, 1),
                    round(HEIGHT - BOTTOM - room * value / highest, 1),
                    round(room * value / highest, 1),
                    round(HEIGHT - BOTTOM - room * tip / highest, 1) if tip else None,
                )
            )
    below = [Mark(round(LEFT + (place + 0.5) * step, 1), words) for place, words in enumerate(marks) if words]
    top = say(highest) if highest else ""
    return Plot(name, title, about, top, bars, below, round(step * FILLED, 1))
