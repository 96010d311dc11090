"""The focal point is given in percent; whatever is cut is cut around it, and anew when it moves."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from PIL import Image

from articles.models import Photo
from tests.articles.photos import LIBRARY, photo, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def typed(across: Any, down: Any) -> dict[str, Any]:
    return {"alt": "A pier", "caption": "", "credit": "", "focus_x": across, "focus_y": down}


def move(editor: Client, moved: Photo, across: Any, down: Any) -> Photo:
    answer = editor.post(f"{LIBRARY}{moved.pk}/change/", typed(across, down))
    assert answer.status_code == 302
    moved = Photo.objects.get(pk=moved.pk)
    assert not moved.sizes_made and moved.shapes["square"] == moved.image.url
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    return Photo.objects.get(pk=moved.pk)


def middle(client: Client, address: str) -> str:
    """The colour in the middle of a picture that is red on the left and blue on the right."""
    data = b"".join(client.get(address).streaming_content)
    with Image.open(BytesIO(data)) as image:
        red, _green, blue = image.convert("RGB").getpixel((image.width // 2, image.height // 2))
    return "red" if red > blue else "blue"


def test_each_shape_is_cut_anew_around_where_it_moved_to(client: Client, editor: Client) -> None:
    moved = photo()
    before = moved.shapes
    ArticleFactory(slug="pier", photo=moved)
    for across, colour in ((0, "red"), (100, "blue")):
        moved = move(editor, moved, across, 30)
        assert moved.focus == (across, 30) and set(moved.shapes.values()).isdisjoint(before.values())
        assert middle(client, moved.shapes["square"]) == colour
        page = client.get("/harbour/pier/").text
        for shape in moved.shapes.values():
            assert shape in page
        assert f'property="og:image" content="http://127.0.0.1:8000{moved.shapes["wide"]}"' in re.sub(
            r"\s+", " ", page
        )


def test_pages_that_cut_a_picture_are_told_where_to(client: Client, editor: Client) -> None:
    moved = photo()
    ArticleFactory(slug="pier", photo=moved)
    for page in ("/", "/harbour/", "/harbour/pier/"):
        assert "at-x-" not in client.get(page).text
    move(editor, moved, 12, 99)
    for page in ("/", "/harbour/", "/harbour/pier/"):
        assert 'class="at-x-10 at-y-100"' in client.get(page).text


def test_a_focus_that_a_load_gave_finer_stays_when_something_else_is_changed(editor: Client) -> None:
    loaded = photo(ppoi="0.123x0.6667")
    editor.post(f"{LIBRARY}{loaded.pk}/change/", typed(12, 67) | {"caption": "Another"})
    loaded.refresh_from_db()
    assert (loaded.ppoi, loaded.caption, loaded.sizes_made) == ("0.123x0.6667", "Another", True)


def test_who_moved_it_while_sizes_were_made_gets_them_made_again() -> None:
    old = photo()
    Photo.objects.filter(pk=old.pk).update(ppoi="0.1x0.1", sizes_made=False)
    old.make_sizes()
    assert not Photo.objects.get(pk=old.pk).sizes_made


@pytest.mark.parametrize("across", ["", "-1", "101", "1e9", "left"])
def test_a_point_outside_is_refused_with_a_sentence(editor: Client, across: str) -> None:
    moved = photo()
    page = editor.post(f"{LIBRARY}{moved.pk}/change/", typed(across, 50))
    [said] = page.context["adminform"].form.errors["focus_x"]
    assert said in words(page.text)


def test_a_new_picture_may_come_with_its_point(editor: Client) -> None:
    editor.post(f"{LIBRARY}add/", typed(10, 20) | {"image": upload()})
    assert Photo.objects.get().ppoi == "0.1x0.2"
