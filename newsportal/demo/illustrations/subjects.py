"""What a story is about, close to: a vote, a chip, a stage, a game."""

from __future__ import annotations

import math

from newsportal.demo.canvas import HEIGHT, WIDTH, Canvas


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
