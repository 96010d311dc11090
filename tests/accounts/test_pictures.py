"""A reader's picture: what is made of a file, what of it is kept, and what is refused."""

import io
import os
import re
import subprocess
import sys
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from struct import pack
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts import pictures
from accounts.models import User
from tests.comments.pages import words
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/accounts/picture/"


@pytest.fixture
def kelpie(client: Client) -> User:
    kelpie = UserFactory(username="Kelpie")
    client.force_login(kelpie)
    return kelpie


def file(kind: str = "JPEG", size: tuple[int, int] = (300, 200), mode: str = "RGB", **options: Any) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new(mode, size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def send(client: Client, data: bytes, name: str = "me.jpg") -> Any:
    return client.post(PAGE, {"picture": SimpleUploadedFile(name, data)})


def files(user: User) -> list[str]:
    folder = f"readers/{user.pk}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


def shown(user: User, size: int = 192) -> Image.Image:
    user.refresh_from_db()
    with default_storage.open(f"readers/{user.pk}/{user.picture}-{size}.webp") as stored:
        image = Image.open(io.BytesIO(stored.read()))
        image.load()
    return image


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_a_picture_becomes_square_webp_in_the_sizes_that_pages_show(
    client: Client, kelpie: User, kind: str
) -> None:
    answer = send(client, file(kind))
    assert answer.status_code == 303
    for size in pictures.SIZES:
        image = shown(kelpie, size)
        assert (image.format, image.size) == ("WEBP", (size, size))
    # The middle of it: as much red as blue.
    left, right = (shown(kelpie).convert("RGB").getpixel((x, 96)) for x in (20, 170))
    assert left[0] > 200 > left[2] and right[2] > 200 > right[0]


def test_it_stands_on_the_readers_page_in_its_size_and_nowhere_for_who_has_none(
    client: Client, kelpie: User
) -> None:
    assert '<span class="portrait" aria-hidden="true">K</span>' in client.get("/users/Kelpie/").text
    send(client, file())
    html = Client().get("/users/Kelpie/").text
    portrait = r'<img class="portrait"\s+src="([^"]+)"[^>]*\swidth="96"\s+height="96"\s+alt="">'
    address = re.search(portrait, html)
    assert address
    served = client.get(address[1])
    assert (served.status_code, served["Content-Type"]) == (200, "image/webp")
    served.close()
    assert f"{address[1].replace('-96', '-192')} 2x" in html


def test_nothing_of_the_file_is_kept_but_what_one_sees(client: Client, kelpie: User) -> None:
    exif = Image.Exif()
    exif[0x010E], exif[0x0110] = "Our garden", "A camera"
    exif.get_ifd(0x8825)[2] = (35.0, 41.0, 22.0)
    data = file(exif=exif, comment=b"taken at home") + b"<script>alert(1)</script><?php ?>"
    assert send(client, data).status_code == 303
    image = shown(kelpie)
    assert not image.getexif() and not set(image.info) & {"exif", "xmp", "icc_profile", "comment"}
    folder = Path(default_storage.path(f"readers/{kelpie.pk}"))
    stored = b"".join(path.read_bytes() for path in folder.iterdir())
    for trace in (b"garden", b"camera", b"home", b"script", b"php", b"Exif"):
        assert trace not in stored


def test_a_camera_that_was_held_upright_is_believed(client: Client, kelpie: User) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter: what is on the left in the file belongs to the top
    send(client, file(size=(200, 200), exif=exif))
    top, bottom = (shown(kelpie).convert("RGB").getpixel((96, y)) for y in (20, 170))
    assert top[0] > 200 and bottom[2] > 200


def test_what_can_be_seen_through_lies_on_white(client: Client, kelpie: User) -> None:
    image = Image.new("RGBA", (200, 200), (0, 0, 0, 0))
    out = io.BytesIO()
    image.save(out, "PNG")
    send(client, out.getvalue(), "me.png")
    assert min(shown(kelpie).convert("RGB").getpixel((96, 96))) > 250


def plain(mode: str, colour: Any, **options: Any) -> bytes:
    """A PNG of one colour."""
    out = io.BytesIO()
    Image.new(mode, (300, 300), colour).save(out, "PNG", **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "seen"),
    [
        (plain("I;16", 40_000), (156, 156, 156)),
        (plain("L", 50, transparency=50), (255, 255, 255)),
        (plain("RGB", (1, 2, 3), transparency=(1, 2, 3)), (255, 255, 255)),
        (plain("P", 0, transparency=0), (255, 255, 255)),
        (plain("RGB", (200, 40, 40), transparency=(1, 2, 3)), (200, 40, 40)),
    ],
    ids=["grey of 16 bits", "a grey for nothing", "a colour for nothing", "of a palette", "another colour"],
)
def test_pngs_of_rare_kinds_look_as_in_the_browser(
    client: Client, kelpie: User, data: bytes, seen: tuple[int, int, int]
) -> None:
    send(client, data, "me.png")
    assert all(
        abs(one - other) < 6
        for one, other in zip(shown(kelpie).convert("RGB").getpixel((96, 96)), seen, strict=True)
    )


def chunk(kind: bytes, data: bytes) -> bytes:
    return pack(">I", len(data)) + kind + data + pack(">I", zlib.crc32(kind + data))


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few kilobytes that says it has so many pixels, all of one colour."""
    head = pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


UNREADABLE = "not a picture that can be read"
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "SVG": (lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', UNREADABLE),
    "a page": (lambda: b"<!doctype html><script>alert(1)</script>", UNREADABLE),
    "a picture's head on a page": (lambda: b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", UNREADABLE),
    "GIF": (lambda: file("GIF"), UNREADABLE),
    "TIFF": (lambda: file("TIFF"), UNREADABLE),
    "half a JPEG": (lambda: file(size=(900, 900))[:2000], UNREADABLE),
    "half a PNG": (lambda: file("PNG", size=(900, 900))[:500], UNREADABLE),
    "a PNG without its pixels": (lambda: bomb(300, 300), UNREADABLE),
    "a bomb": (lambda: bomb(5000, 5000), "more than 16 million pixels"),
    "a bomb beyond Pillow's own counting": (lambda: bomb(20_000, 20_000), "more than 16 million pixels"),
    "a bomb beyond all counting": (lambda: bomb(60_000, 60_000), "more than 16 million pixels"),
    "nothing": (lambda: b"", "This file is empty"),
    "eleven megabytes": (lambda: file() + b"\0" * 11 * 1024 * 1024, "larger than 10 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_no_picture_to_show_is_refused_with_a_sentence_beside_the_field(
    client: Client, kelpie: User, what: str
) -> None:
    send(client, file())
    before = files(kelpie)
    make, sentence = REFUSED[what]
    answer = send(client, make(), "me.svg")
    assert answer.status_code == 422
    assert "field-errors" in answer.text and sentence in words(answer.text)
    assert files(kelpie) == before


def test_a_file_of_a_very_long_name_is_told_to_have_a_shorter_one(client: Client, kelpie: User) -> None:
    """Its name stands in a head of the form that may have so many letters; past that nothing of the form can be read."""

    def sent(name: str) -> Any:
        head = f'--x\r\nContent-Disposition: form-data; name="picture"; filename="{name}.jpg"\r\n'
        body = head.encode() + b"Content-Type: image/jpeg\r\n\r\n" + file() + b"\r\n--x--\r\n"
        return client.post(PAGE, body, content_type="multipart/form-data; boundary=x")

    assert sent("x" * 300).status_code == 303
    answer = sent("x" * 3000)
    assert answer.status_code == 400 and "give the file a shorter name" in words(answer.text)


@pytest.mark.parametrize("sent", [{}, {"picture": "words"}, {"picture": ""}])
def test_a_form_without_a_file_is_told_to_choose_one(client: Client, kelpie: User, sent: Any) -> None:
    answer = client.post(PAGE, sent)
    assert answer.status_code == 422 and "Choose a picture first." in words(answer.text)


def test_files_that_are_broken_anywhere_are_shown_or_refused_and_never_break_the_page(
    client: Client, kelpie: User
) -> None:
    for kind in ("JPEG", "PNG", "WEBP", "AVIF"):
        whole = file(kind, size=(40, 40))
        for place in range(0, len(whole), max(1, len(whole) // 25)):
            broken = whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :]
            assert send(client, broken).status_code in (303, 422), (kind, place)


def test_another_picture_takes_the_files_of_the_old_one_away(client: Client, kelpie: User) -> None:
    send(client, file())
    old = files(kelpie)
    send(client, file("PNG"))
    assert len(files(kelpie)) == len(pictures.SIZES) and not set(files(kelpie)) & set(old)


def test_a_removed_picture_is_gone_with_its_files_and_removing_again_changes_nothing(
    client: Client, kelpie: User
) -> None:
    send(client, file())
    for _ in range(2):
        assert "Your picture is gone." in words(client.post(PAGE, {"remove": "1"}, follow=True).text)
        assert files(kelpie) == []
    kelpie.refresh_from_db()
    assert kelpie.picture == "" and "<img" not in client.get("/users/Kelpie/").text


def test_of_two_that_are_sent_at_once_one_stays_with_its_files(kelpie: User) -> None:
    barrier = Barrier(2)

    def show(kind: str) -> None:
        try:
            mine = User.objects.get(pk=kelpie.pk)
            barrier.wait()
            mine.show_picture(ContentFile(file(kind), name="me"))
        finally:
            connection.close()

    for _ in range(5):
        with ThreadPoolExecutor(2) as threads:
            list(threads.map(show, ["JPEG", "PNG"]))
        assert shown(kelpie).size == (192, 192)
        assert files(kelpie) == sorted(f"{kelpie.picture}-{size}.webp" for size in pictures.SIZES)


def test_what_a_change_that_was_killed_left_is_swept_with_the_next(kelpie: User) -> None:
    default_storage.save(f"readers/{kelpie.pk}/left-96.webp", ContentFile(b"left"))
    kelpie.remove_picture()
    assert files(kelpie) == []


def test_what_was_taken_away_is_kept_by_nobody_for_longer_than_a_minute(client: Client, kelpie: User) -> None:
    send(client, file())
    kelpie.refresh_from_db()
    for address in (kelpie.picture_src, kelpie.picture_srcset.split()[2]):
        answer = client.get(address)
        assert b"".join(answer.streaming_content) and answer["Cache-Control"] == "public, max-age=60"
        again = {"If-Modified-Since": answer["Last-Modified"]}
        assert client.get(address, headers=again).status_code == 304
    client.post(PAGE, {"remove": "1"})
    assert client.get(address, headers=again).status_code == 404


def test_one_reader_cannot_touch_anothers(client: Client, kelpie: User) -> None:
    other = UserFactory()
    other.show_picture(ContentFile(file(), name="x.jpg"))
    send(client, file())
    client.post(PAGE, {"remove": "1"})
    assert len(files(other)) == len(pictures.SIZES)


def test_the_pages_of_who_has_closed_theirs_show_no_picture_to_others(client: Client, kelpie: User) -> None:
    send(client, file())
    client.post("/accounts/settings/", {"sort": "oldest", "mails": "never"})
    assert "<img" not in Client().get("/users/Kelpie/").text
    assert "<img" in client.get("/users/Kelpie/").text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_the_largest_picture_that_is_taken_needs_less_than_300_megabytes(tmp_path: Path, kind: str) -> None:
    side = int(pictures.MAX_PIXELS[kind] ** 0.5)
    # As costly as the format can be: all colours in full, see-through, in several passes.
    options = {
        "JPEG": {"progressive": True, "subsampling": 0},
        "WEBP": {"lossless": True, "method": 0},
        "AVIF": {"speed": 10, "subsampling": "4:4:4"},
        "PNG": {"compress_level": 1},
    }[kind]
    mode = "RGB" if kind == "JPEG" else "RGBA"
    path = tmp_path / "large"
    path.write_bytes(file(kind, size=(side, side), mode=mode, **options))
    measured = subprocess.run(
        [sys.executable, "-m", "tests.memory_of_a_picture", "accounts.pictures.encoded", path],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "newsportal.settings"},
    )
    assert int(measured.stdout) < 300


def test_the_page_is_private_and_cheap(client: Client, kelpie: User) -> None:
    send(client, file())
    for page in (PAGE, "/accounts/"):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer["Cache-Control"] == "private, no-store"
        assert len(queries) <= 8
