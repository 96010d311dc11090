"""Streets, shops and roofs of the town."""

from __future__ import annotations

import math

from newsportal.demo.canvas import HEIGHT, WIDTH, Canvas


def parliament(seed: str) -> Canvas:
    c = Canvas(seed, ["#24324a", "#2d3f5c", "#3a5272", "#5a7390"])
    c.disc(400, 260, 90, "#f1e6c8")
    c.disc(440, 240, 84, "#2d3f5c")
    c.box(280, 560, 1040, 240, "#e7d9b8")
    for x in range(320, 1300, 75):
        c.box(x, 590, 30, 190, "#c7b48b")
        c.box(x + 40, 620, 22, 110, "#f2b552" if c.random.random() < 0.55 else "#3a4a62")
    c.shape([(240, 560), (800, 440), (1360, 560)], "#d8c79f")
    c.box(690, 330, 220, 120, "#e7d9b8")
    c.draw.pieslice((1360, 300, 1840, 1000), 180, 360, fill="#3f8a82")
    c.box(792, 110, 16, 70, "#c7b48b")
    c.shape([(808, 112), (890, 132), (808, 152)], "#c23b2c")
    for step in range(6):
        c.box(200 - step * 34, 800 + step * 34, 1200 + step * 68, 34, ["#b6a27a", "#cbb98f"][step % 2])
    for x in (130, 1470):
        c.box(x - 4, 560, 8, 250, "#1a2435")
        c.disc(x, 550, 22, "#f6d98a")
    return c


def night_market(seed: str) -> Canvas:
    c = Canvas(seed, ["#1d1a34", "#29234a", "#38305e"])
    for x in range(-40, WIDTH, 170):
        height = c.random.uniform(220, 460)
        c.box(x, 620 - height, 160, height + 60, "#15122a")
        for _ in range(14):
            c.box(
                x + c.random.randrange(16, 130, 26),
                640 - height + c.random.randrange(10, 200, 34),
                14,
                18,
                c.random.choice(["#f2c14e", "#3a3360", "#e98a5b"]),
            )
    for row in range(3):
        droop = [
            (x, 190 + row * 90 + 60 * math.sin(math.pi * (x % 800) / 800)) for x in range(0, WIDTH + 1, 40)
        ]
        c.line(droop, 3, "#0f0d1f")
        for x, y in droop[1::2]:
            c.disc(x, y + 26, 23, c.random.choice(["#f2c14e", "#e8563f", "#f4e2b8", "#e98a5b"]))
    for number, x in enumerate(range(20, WIDTH, 320)):
        c.box(x, 700, 280, 180, ["#5a2a2f", "#27474f", "#4a3b5e", "#6a4a2b", "#2f4a3a"][number % 5])
        for stripe in range(7):
            c.shape(
                [
                    (x - 10 + stripe * 43, 640),
                    (x + 33 + stripe * 43, 640),
                    (x + 30 + stripe * 41, 720),
                    (x - 4 + stripe * 42, 720),
                ],
                ["#e8563f", "#f4e2b8"][stripe % 2],
            )
        c.box(x + 20, 760, 240, 14, "#f2c14e")
        for bowl in range(4):
            c.draw.pieslice(
                ((x + 30 + bowl * 58) * 2, 1470, (x + 76 + bowl * 58) * 2, 1550), 0, 180, fill="#f4e2b8"
            )
    c.box(0, 880, WIDTH, 120, "#120f22")
    for _ in range(40):
        head = c.random.uniform(0, WIDTH)
        c.disc(head, 880, 24, "#0c0a18")
        c.box(head - 26, 894, 52, 110, "#0c0a18")
    return c


def umbrellas(seed: str) -> Canvas:
    c = Canvas(seed, ["#8fa3a8", "#8fa3a8"])
    for drop in range(0, WIDTH, 8):
        x, y = float(drop), c.random.uniform(-100, HEIGHT)
        c.line([(x, y), (x - 22, y + 90)], 2, "#b4c3c4")
    colours = ["#c23b2c", "#e0b25a", "#23405e", "#f1ebdb", "#3f7f78", "#6b3550", "#1d2a33"]
    for row in range(5):
        for column in range(6):
            x, y = (
                column * 290 + (row % 2) * 140 + c.random.uniform(-30, 30),
                row * 215 + 70 + c.random.uniform(-25, 25),
            )
            radius, colour = c.random.uniform(105, 150), c.random.choice(colours)
            c.disc(x + 18, y + 26, radius, "#70868c")
            corners = [
                (x + radius * math.cos(a * math.tau / 8), y + radius * math.sin(a * math.tau / 8))
                for a in range(9)
            ]
            c.shape(corners, colour)
            for a in range(8):
                if a % 2:
                    c.overprint("#dcdcdc", (0, 0), [(x, y), corners[a], corners[a + 1]])
            c.disc(x, y, 8, "#14181b")
    return c


def bakery(seed: str) -> Canvas:
    c = Canvas(seed, ["#f0d9b5", "#f0d9b5"])
    c.box(0, 760, WIDTH, 240, "#7a4a32")
    c.box(140, 150, 1320, 640, "#5a2f22")
    c.box(180, 190, 1240, 560, "#f9e6b8")
    for shelf in range(3):
        y = 350 + shelf * 180
        c.box(180, y, 1240, 18, "#8a5a3a")
        x = 210.0
        while x < 1330:
            width = c.random.uniform(90, 190)
            c.draw.pieslice(
                (x * 2, (y - 90) * 2, (x + width) * 2, (y + 90) * 2),
                180,
                360,
                fill=c.random.choice(["#c98242", "#b56a34", "#d99b57", "#a4572a"]),
            )
            for cut in range(3):
                c.line(
                    [(x + width * (0.28 + cut * 0.2), y - 62), (x + width * (0.2 + cut * 0.2), y - 30)],
                    6,
                    "#f3d9a4",
                )
            x += width + c.random.uniform(14, 40)
    for stripe in range(14):
        c.shape(
            [
                (100 + stripe * 100, 70),
                (200 + stripe * 100, 70),
                (206 + stripe * 100, 230),
                (94 + stripe * 100, 230),
            ],
            ["#c23b2c", "#fbf3e0"][stripe % 2],
        )
        c.disc(150 + stripe * 100, 230, 53, ["#c23b2c", "#fbf3e0"][stripe % 2])
    c.box(790, 190, 20, 560, "#5a2f22")
    return c


def rooftops(seed: str) -> Canvas:
    c = Canvas(seed, ["#f7cfa9", "#f3b795", "#dd9488"])
    c.disc(420, 300, 120, "#fff0d0")
    for layer, (colour, roof) in enumerate(
        [("#b98a94", "#a5737f"), ("#8c6a80", "#744f6a"), ("#4e4263", "#37304f")]
    ):
        x, base = -40.0, 640 + layer * 130
        while x < WIDTH:
            width, height = c.random.uniform(110, 220), c.random.uniform(120, 330)
            c.box(x, base - height, width, HEIGHT, colour)
            c.shape(
                [
                    (x - 12, base - height),
                    (x + width / 2, base - height - c.random.uniform(40, 110)),
                    (x + width + 12, base - height),
                ],
                roof,
            )
            for window in range(int(width // 55)):
                for floor in range(int(height // 90)):
                    if c.random.random() < 0.5:
                        c.box(
                            x + 22 + window * 52,
                            base - height + 34 + floor * 78,
                            22,
                            34,
                            c.random.choice(["#ffe2a0", roof, "#ffe2a0"]),
                        )
            x += width + c.random.uniform(0, 16)
    c.line([(0, 330), (700, 380), (WIDTH, 300)], 3, "#37304f")
    for x in (520, 575, 640, 1020, 1060):
        c.shape([(x, 362), (x + 20, 348), (x + 44, 366), (x + 20, 372)], "#37304f")
    return c
