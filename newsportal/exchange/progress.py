"""A bar for whoever watches a long file; silent where nobody does, and for the first second."""

from __future__ import annotations

import sys
from time import monotonic

_WIDTH = 30


class Progress:
    """Bytes of `total` done, drawn on standard error where that is a terminal; `total` 0 means that nobody knows."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0.0
        self._drawn = monotonic()
        self._shown = False

    def add(self, size: float, records: int) -> None:
        """A record of `size` bytes is done; `records` were so far."""
        self._done += size
        self.show(0, records)

    def show(self, part: float, records: int) -> None:
        """Draws what is done and `part` bytes of the record in work, at most five times a second."""
        now = monotonic()
        if not sys.stderr.isatty() or now - self._drawn < (0.2 if self._shown else 1):
            return
        self._drawn, self._shown = now, True
        share = min((self._done + part) / self._total, 1) if self._total else 0
        bar = f"{'█' * int(share * _WIDTH):░<{_WIDTH}} {share:4.0%}  " if self._total else ""
        sys.stderr.write(f"\r{bar}{records:,} records")
        sys.stderr.flush()

    def clear(self) -> None:
        """Takes the bar away, so that a line of words can stand there."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False
