"""A reader's picture: what is made of a file, what of it is kept, and what is refused."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from accounts import pictures
from accounts.models import User
from tests.accounts.reader_pictures import PAGE, file, files, send, shown
from tests.comments.pages import words
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_the_page_is_private_and_cheap(client: Client, kelpie: User) -> None:
    send(client, file())
    for page in (PAGE, "/accounts/"):
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(page)
        assert answer["Cache-Control"] == "private, no-store"
        assert len(queries) <= 8
