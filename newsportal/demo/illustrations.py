"""The demo's illustrations: one function a motif, drawn with few colours; what an article asks for is its motif's name."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from newsportal.demo.canvas import HEIGHT, WIDTH, Canvas

Motif = Callable[[str], Canvas]


def harbour(seed: str) -> Canvas:
    c = Canvas(seed, ["#f3c98b", "#f0b073", "#e8935f", "#d9744f"])
    c.disc(1080, 470, 150, "#fbe7bd")
    c.hills(560, 40, 1.3, "#a9564a", 0.4)
    c.box(0, 610, WIDTH, 390, "#2d4a57")
    c.ripples(625, 110, "#e8a06a")
    for x, height in ((180, 430), (430, 350), (690, 300)):
        c.box(x, 610 - height, 16, height, "#1c2f38")
        c.box(x + 90, 610 - height, 16, height, "#1c2f38")
        c.box(x - 60, 610 - height, 330, 16, "#1c2f38")
        c.shape([(x + 8, 610 - height - 90), (x + 270, 610 - height), (x + 24, 610 - height)], "#1c2f38")
        c.line([(x + 210, 620 - height), (x + 210, 720 - height)], 4, "#1c2f38")
        c.box(x + 180, 720 - height, 60, 36, "#b8432f")
    for row in range(3):
        for column in range(9 - row * 2):
            c.box(
                120 + column * 82 + row * 60,
                580 - row * 38,
                76,
                34,
                ["#b8432f", "#e0b25a", "#3d6f78", "#7c3b3a"][c.random.randrange(4)],
            )
    c.shape([(930, 640), (1480, 640), (1420, 720), (980, 720)], "#7c2f2c")
    c.box(1270, 540, 120, 100, "#f4e3c4")
    c.box(1300, 490, 40, 50, "#b8432f")
    return c


def snow_train(seed: str) -> Canvas:
    c = Canvas(seed, ["#b9cfd8", "#cbdde2", "#dde9ea", "#eef3f1"])
    c.peaks(640, [(260, 210), (640, 120), (1100, 250), (1430, 170)], "#6f93a6", "#f8faf7")
    c.peaks(700, [(60, 420), (900, 380), (1320, 430)], "#4f7488")
    c.hills(740, 30, 1.1, "#e9f0ef", 1.0)
    for x in range(20, WIDTH, 90):
        y, size = 715 + c.random.uniform(-30, 40), c.random.uniform(50, 100)
        for tier in range(3):
            c.shape(
                [
                    (x - size * 0.36, y - tier * size * 0.3),
                    (x, y - size * 0.62 - tier * size * 0.3),
                    (x + size * 0.36, y - tier * size * 0.3),
                ],
                "#28505b",
            )
    c.box(0, 806, WIDTH, 14, "#324852")
    c.shape([(250, 800), (1290, 800), (1420, 780), (1360, 700), (1290, 672), (250, 672)], "#c23b2c")
    c.box(250, 742, 1130, 14, "#f4ead6")
    for x in range(290, 1240, 74):
        c.box(x, 694, 50, 34, "#20343c")
    c.shape([(1290, 690), (1345, 704), (1380, 742), (1290, 742)], "#20343c")
    c.hills(880, 24, 0.8, "#fbfcfa", 2.2)
    for _ in range(220):
        c.disc(c.random.uniform(0, WIDTH), c.random.uniform(0, HEIGHT), c.random.uniform(1.5, 5), "#ffffff")
    return c


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


def terraces(seed: str) -> Canvas:
    c = Canvas(seed, ["#f6e7c1", "#f3d79b", "#ecc57c"])
    c.disc(1180, 240, 110, "#e4764a")
    c.peaks(520, [(300, 260), (760, 200), (1330, 310)], "#b7a36b")
    for level, colour in enumerate(
        ["#8fa15a", "#7b944f", "#a8b765", "#5f7f46", "#8aa056", "#496b3c", "#6d8c4a", "#3a5a35"]
    ):
        c.hills(500 + level * 66, 26 + level * 3, 1.2 + 0.17 * level, colour, level * 1.1)
    for _ in range(26):
        x, y = c.random.uniform(40, WIDTH), c.random.uniform(560, 940)
        c.line([(x, y), (x, y - 34)], 4, "#2c3a25")
        c.disc(x, y - 42, 10, "#f6e7c1")
    c.box(1090, 470, 130, 70, "#7a3c2c")
    c.shape([(1064, 474), (1155, 404), (1246, 474)], "#4a241d")
    return c


def circuit(seed: str) -> Canvas:
    c = Canvas(seed, ["#0f2c33", "#0f2c33"])
    for _ in range(70):
        x, y = c.random.randrange(0, WIDTH, 40), c.random.randrange(0, HEIGHT, 40)
        points = [(x, y)]
        for _ in range(4):
            dx, dy = c.random.choice([(120, 0), (0, 120), (80, 80), (-80, 80), (0, -120)])
            points.append((points[-1][0] + dx, points[-1][1] + dy))
        colour = c.random.choice(["#1f5a5f", "#2c7a78", "#c58a3d", "#1f5a5f"])
        c.line(points, 6, colour)
        c.disc(*points[0], 11, colour)
        c.disc(*points[-1], 11, colour)
    for side in range(12):
        y = 290 + side * 36
        c.box(490, y, 620, 14, "#d9a441")
    for side in range(16):
        c.box(520 + side * 36, 240, 14, 520, "#d9a441")
    c.box(540, 270, 520, 460, "#e9e2cf")
    c.box(600, 330, 400, 340, "#17393f")
    c.ring(800, 500, 110, 18, "#e4764a")
    c.disc(800, 500, 54, "#e9e2cf")
    c.disc(582, 312, 14, "#e4764a")
    return c


def concert_hall(seed: str) -> Canvas:
    c = Canvas(seed, ["#3b1e2b", "#3b1e2b"])
    for number in range(9):
        radius = 900 - number * 86
        c.disc(800, 1010, radius, ["#5a2a36", "#6e3340"][number % 2])
    for row in range(7):
        for seat in range(9 + row * 4):
            angle = math.pi * (1.08 + 0.84 * seat / (8 + row * 4))
            radius = 330 + row * 84
            x, y = 800 + radius * math.cos(angle), 1010 + radius * math.sin(angle)
            c.disc(x, y, 19, ["#d9a06b", "#e9cfa6", "#b86b52", "#f3e3c7"][c.random.randrange(4)])
    c.disc(800, 1040, 250, "#d8a24a")
    c.shape([(690, 960), (930, 960), (900, 830), (760, 800)], "#201016")
    c.shape([(690, 830), (900, 740), (920, 760), (760, 850)], "#201016")
    c.disc(640, 930, 30, "#201016")
    for x in (300, 550, 800, 1050, 1300):
        c.shape([(x - 20, 0), (x + 20, 0), (x + 90, 300), (x - 90, 300)], "#4a2431")
        c.disc(x, 30, 34, "#f6dfa2")
    return c


def pitch(seed: str) -> Canvas:
    c = Canvas(seed, ["#2f7a4a", "#2f7a4a"])
    for stripe in range(0, WIDTH, 200):
        c.box(stripe, 0, 100, HEIGHT, "#37874f")
    white = "#f3f1e2"
    for x in (60.0, 800.0, 1540.0):
        c.box(x - 4, 60, 8, 880, white)
    for y in (60, 940):
        c.box(60, y - 4, 1480, 8, white)
    c.ring(800, 500, 150, 8, white)
    c.disc(800, 500, 12, white)
    for side, way in ((60, 1), (1540, -1)):
        x = float(side)
        c.line([(x, 280), (x + way * 230, 280), (x + way * 230, 720), (x, 720)], 8, white)
        c.line([(x, 390), (x + way * 90, 390), (x + way * 90, 610), (x, 610)], 8, white)
    for team in ("#c9302c", "#f4c542"):
        for _ in range(10):
            px, py = c.random.uniform(180, 1420), c.random.uniform(130, 870)
            c.shape([(px, py + 8), (px + 130, py + 62), (px + 118, py + 80), (px - 6, py + 22)], "#235f39")
            c.disc(px, py, 24, team)
            c.disc(px, py, 12, "#2a1a14")
    c.disc(930, 420, 13, "#ffffff")
    return c


def wind_farm(seed: str) -> Canvas:
    c = Canvas(seed, ["#cfe3e6", "#dceae6", "#e9efe2", "#f5f0d9"])
    c.disc(360, 330, 120, "#f7d774")
    c.box(0, 640, WIDTH, 360, "#3f7f93")
    c.ripples(650, 130, "#8fbfc4")
    for x, y, size in (
        (1400, 640, 0.5),
        (1130, 645, 0.62),
        (820, 655, 0.8),
        (500, 680, 1.05),
        (210, 660, 0.7),
        (1290, 720, 1.3),
    ):
        top = y - 400 * size
        c.shape(
            [(x - 9 * size, y + 60), (x - 4 * size, top), (x + 4 * size, top), (x + 9 * size, y + 60)],
            "#fbfaf3",
        )
        turn = c.random.uniform(0, math.tau)
        for blade in range(3):
            a = turn + blade * math.tau / 3
            tip = (x + 210 * size * math.cos(a), top + 210 * size * math.sin(a))
            side = (x + 40 * size * math.cos(a + 0.35), top + 40 * size * math.sin(a + 0.35))
            c.shape([(x, top), side, tip], "#ffffff")
            c.line([(x, top), tip], 2 * size, "#6aa0ab")
        c.disc(x, top, 12 * size, "#d9573c")
    c.shape([(560, 860), (760, 860), (730, 900), (590, 900)], "#d9573c")
    c.box(640, 810, 60, 50, "#fbfaf3")
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


def lighthouse(seed: str) -> Canvas:
    c = Canvas(seed, ["#173042", "#1f4054", "#2d5668", "#44707c"])
    c.shape([(1004, 262), (0, 60), (0, 330)], "#f3dc9a")
    c.shape([(1004, 262), (WIDTH, 150), (WIDTH, 330)], "#7f8f78")
    c.box(0, 690, WIDTH, 310, "#122a39")
    c.ripples(700, 100, "#3f6c7c")
    c.shape([(700, 780), (820, 640), (960, 600), (1130, 620), (1290, 720), (1420, 800)], "#0c1a24")
    c.shape([(930, 630), (964, 300), (1044, 300), (1078, 630)], "#f1ebdb")
    for level in range(3):
        y, inset = 360 + level * 96, 31 - level * 9.5
        c.shape(
            [(930 + inset, y), (1078 - inset, y), (1078 - inset + 5, y + 46), (930 + inset - 5, y + 46)],
            "#c23b2c",
        )
    c.box(948, 288, 112, 14, "#0c1a24")
    c.box(968, 226, 72, 64, "#fbe9a8")
    c.shape([(956, 228), (1004, 176), (1052, 228)], "#c23b2c")
    for x in (150, 380, 1350):
        c.shape([(x, 820), (x + 120, 820), (x + 96, 850), (x + 20, 850)], "#e7d9b8")
        c.shape([(x + 58, 812), (x + 58, 700), (x + 120, 806)], "#e4764a")
    return c


def ballot(seed: str) -> Canvas:
    c = Canvas(seed, ["#e8ddc4", "#e8ddc4"])
    for number in range(11):
        c.shape(
            [
                (number * 170 - 200, 0),
                (number * 170 - 110, 0),
                (number * 170 + 190, HEIGHT),
                (number * 170 + 100, HEIGHT),
            ],
            "#e0d2b2",
        )
    c.shape([(420, 520), (1180, 520), (1240, 950), (360, 950)], "#23405e")
    c.shape([(420, 520), (540, 430), (1060, 430), (1180, 520)], "#35597d")
    c.box(640, 464, 320, 22, "#122334")
    c.shape([(668, 474), (650, 120), (900, 96), (936, 474)], "#fbf7ec")
    for row in range(3):
        c.ring(720, 200 + row * 84, 22, 6, "#23405e")
        c.box(764, 190 + row * 84, 110, 12, "#9aa7b2")
    c.line([(702, 282), (718, 304), (752, 252)], 12, "#c23b2c")
    c.shape(
        [(930, 470), (1010, 250), (1130, 190), (1600, 100), (1600, 320), (1180, 360), (1030, 470)], "#c98d67"
    )
    c.shape([(1300, 140), (1600, 70), (1600, 350), (1320, 345)], "#8a3b32")
    c.disc(800, 730, 96, "#e8ddc4")
    star = [
        (800 + radius * math.cos(turn), 730 + radius * math.sin(turn))
        for number, radius in enumerate([62, 25] * 5)
        for turn in [number * math.tau / 10 - math.pi / 2]
    ]
    c.overprint("#d9573c", (8, 6), star)
    return c


def telescope(seed: str) -> Canvas:
    c = Canvas(seed, ["#0d1230", "#141a42", "#1e2558", "#343a74"])
    for number in range(26):
        c.ring(980, 640, 60 + number * 44, 2.2, c.random.choice(["#5d66a8", "#8e95c9", "#d9c98f", "#3b4488"]))
    for _ in range(160):
        c.disc(c.random.uniform(0, WIDTH), c.random.uniform(0, 720), c.random.uniform(1, 4.5), "#f6efd2")
    c.hills(800, 40, 0.9, "#0a0d22", 0.7)
    c.box(300, 640, 330, 170, "#d9d4c4")
    c.draw.pieslice((600, 900, 1260, 1660), 180, 360, fill="#efeadb")
    c.shape([(452, 640), (560, 470), (620, 500), (520, 640)], "#0d1230")
    c.shape([(500, 590), (650, 400), (690, 430), (548, 625)], "#c9773b")
    c.box(300, 700, 330, 12, "#b5ae98")
    c.box(440, 740, 50, 70, "#f2c14e")
    c.shape([(1130, 830), (1150, 700), (1210, 690), (1230, 830)], "#060818")
    c.disc(1180, 668, 26, "#060818")
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


def runners(seed: str) -> Canvas:
    c = Canvas(seed, ["#c85a3c", "#c85a3c"])
    for lane in range(9):
        c.line([(-60, 40 + lane * 128), (WIDTH + 60, 150 + lane * 110)], 7, "#f3e3cc")
    for lane, colour in enumerate(["#23405e", "#f4c542", "#f3f1e2", "#2f6f5a", "#7b2d43"]):
        x, y = 250 + lane * 240 + c.random.uniform(-60, 60), 250 + lane * 118
        c.overprint(
            "#b9a79a", (0, 0), [(x - 20, y + 150), (x + 220, y + 178), (x + 200, y + 200), (x - 30, y + 172)]
        )
        c.line([(x - 70, y + 130), (x - 10, y + 96), (x + 4, y + 40)], 26, "#3a211b")
        c.line([(x + 90, y + 150), (x + 60, y + 92), (x + 8, y + 50)], 26, "#3a211b")
        c.shape([(x - 24, y + 60), (x + 44, y + 48), (x + 34, y - 64), (x - 20, y - 56)], colour)
        c.line([(x + 14, y - 48), (x + 72, y - 4), (x + 110, y - 50)], 18, "#8a5a44")
        c.line([(x - 4, y - 44), (x - 62, y - 4), (x - 50, y + 44)], 18, "#8a5a44")
        c.disc(x + 26, y - 98, 30, "#8a5a44")
    return c


MOTIFS: dict[str, Motif] = {
    motif.__name__: motif
    for motif in (
        harbour, snow_train, parliament, terraces, circuit, concert_hall, pitch, wind_farm, night_market, lighthouse, ballot,
        telescope, umbrellas, bakery, rooftops, runners,
    )
}  # fmt: skip


def draw(motif: str, seed: str, path: Path, *, turned: int = 0) -> None:
    """Draws `motif` to `path`. Another seed gives another picture of the same kind; `turned` (degrees of hue) prints it
    in other inks, and mirrored."""
    MOTIFS[motif](seed).save(path, turned=turned)
