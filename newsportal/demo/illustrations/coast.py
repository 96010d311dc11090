"""Harbours, hills and weather: what stands under the open sky."""

from __future__ import annotations

import math

from newsportal.demo.canvas import HEIGHT, WIDTH, Canvas


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
