"""The demo's illustrations: one function a motif, drawn with few colours; what an article asks for is its motif's name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from newsportal.demo.canvas import Canvas
from newsportal.demo.illustrations import coast, subjects, town

_MOTIFS: tuple[Callable[[str], Canvas], ...] = (
    coast.harbour, coast.snow_train, coast.terraces, coast.wind_farm, coast.lighthouse, coast.telescope,
    town.parliament, town.night_market, town.umbrellas, town.bakery, town.rooftops,
    subjects.circuit, subjects.concert_hall, subjects.pitch, subjects.ballot, subjects.runners,
)  # fmt: skip
MOTIFS = {motif.__name__: motif for motif in _MOTIFS}


def draw(motif: str, seed: str, path: Path, *, turned: int = 0) -> None:
    """Draws `motif` to `path`. Another seed gives another picture of the same kind; `turned` (degrees of hue) prints it
    in other inks, and mirrored."""
    MOTIFS[motif](seed).save(path, turned=turned)
