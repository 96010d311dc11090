"""The drawing board of the demo's illustrations: flat shapes at twice the size, then scaled down and given grain."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageOps

WIDTH, HEIGHT = 1600, 1000
SCALE = 2

Point = tuple[float, float]
Colour = str


class Canvas:
    """Coordinates are those of the finished picture; `random` is seeded, so each picture is always the same."""

    def __init__(self, seed: str, sky: Sequence[Colour]) -> None:
        self.random = random.Random(seed)
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), sky[0])
        self._gradient(sky)
        self.draw = ImageDraw.Draw(self.image)

    def _gradient(self, colours: Sequence[Colour]) -> None:
        """Broad flat bands rather than a smooth blend, as a print would have them."""
        draw = ImageDraw.Draw(self.image)
        band = HEIGHT * SCALE / len(colours)
        for number, colour in enumerate(colours):
            draw.rectangle((0, number * band, WIDTH * SCALE, HEIGHT * SCALE), fill=colour)

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        self.draw.rectangle((x * SCALE, y * SCALE, (x + width) * SCALE, (y + height) * SCALE), fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        self.draw.ellipse(
            ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE),
            fill=colour,
        )

    def ring(self, x: float, y: float, radius: float, width: float, colour: Colour) -> None:
        box = ((x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE)
        self.draw.ellipse(box, outline=colour, width=round(width * SCALE))

    def line(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        self.draw.line(
            [(x * SCALE, y * SCALE) for x, y in points],
            fill=colour,
            width=round(width * SCALE),
            joint="curve",
        )

    def hills(self, base: float, height: float, waves: float, colour: Colour, phase: float = 0.0) -> None:
        """A rolling outline from edge to edge, filled to the bottom."""
        crest = [
            (
                x,
                base
                - height
                * (
                    0.6 * math.sin(x / WIDTH * waves * math.tau + phase)
                    + 0.4 * math.sin(x / WIDTH * waves * 2.3 * math.tau + phase * 2)
                ),
            )
            for x in range(0, WIDTH + 21, 20)
        ]
        self.shape([(0, HEIGHT), *crest, (WIDTH + 20, HEIGHT)], colour)

    def peaks(self, base: float, tops: Sequence[Point], colour: Colour, snow: Colour | None = None) -> None:
        """Mountains with their tops at `tops`; snow lies on the side towards the light."""
        for x, y in tops:
            spread = (base - y) * 0.95
            self.shape([(x - spread, base), (x, y), (x + spread, base)], colour)
            if snow:
                fall = (base - y) * 0.38
                self.shape(
                    [
                        (x, y),
                        (x + fall * 0.92, y + fall),
                        (x + fall * 0.3, y + fall * 0.72),
                        (x - fall * 0.1, y + fall * 1.05),
                        (x - fall * 0.45, y + fall * 0.5),
                    ],
                    snow,
                )

    def ripples(self, top: float, count: int, colour: Colour, widest: float = 260) -> None:
        """Light on water: short strokes that grow towards the viewer."""
        for _ in range(count):
            depth = self.random.random() ** 0.7
            y, length = top + depth * (HEIGHT - top), (0.2 + depth) * widest * self.random.uniform(0.3, 1)
            x = self.random.uniform(-100, WIDTH)
            self.line([(x, y), (x + length, y)], 1.5 + depth * 4, colour)

    def overprint(self, colour: Colour, offset: Point, points: Sequence[Point]) -> None:
        """A shape multiplied over what is there, as a second ink slightly out of register."""
        corners = [((x + offset[0]) * SCALE, (y + offset[1]) * SCALE) for x, y in points]
        left, top = (math.floor(min(axis)) for axis in zip(*corners, strict=True))
        right, bottom = (math.ceil(max(axis)) + 1 for axis in zip(*corners, strict=True))
        below = self.image.crop((left, top, right, bottom))
        layer = Image.new("RGB", below.size, "white")
        ImageDraw.Draw(layer).polygon([(x - left, y - top) for x, y in corners], fill=colour)
        self.image.paste(ImageChops.multiply(below, layer), (left, top))

    def save(self, path: Path, *, turned: int = 0) -> None:
        """Scales down, prints in other inks and mirrored where `turned`, lays grain over it, and writes a JPEG."""
        small = self.image.reduce(SCALE)
        if turned:
            hue, saturation, value = ImageOps.mirror(small).convert("HSV").split()
            hue = hue.point([(level + turned * 256 // 360) % 256 for level in range(256)])
            small = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
        grained = ImageChops.overlay(small, _grain())
        path.parent.mkdir(parents=True, exist_ok=True)
        Image.blend(small, grained, 0.7).save(path, "JPEG", quality=86, optimize=True)


# How far the grain goes from the middle grey at most, of 128.
_ROUGHNESS = 26


@cache
def _grain() -> Image.Image:
    size = (WIDTH // 2, HEIGHT // 2)
    rough = Image.frombytes("L", size, random.Random(1).randbytes(size[0] * size[1]))
    tile = rough.point([128 + (level - 128) * _ROUGHNESS // 128 for level in range(256)])
    grain = tile.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).filter(ImageFilter.GaussianBlur(0.4))
    return Image.merge("RGB", (grain, grain, grain))
