"""What lies on the disk for a photo: what pages name, and a day later nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client

from articles.models import Photo
from articles.photo_files import GRACE
from tests.articles.photos import LIBRARY, in_text, jpeg, photo, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory
from tests.worker import work

pytestmark = pytest.mark.django_db
WORDS = {"alt": "A pier", "caption": "", "credit": "", "focus_x": 50, "focus_y": 50}


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def there(names: set[str]) -> set[str]:
    return {name for name in names if default_storage.exists(name)}


def after_grace() -> None:
    work(later=GRACE + timedelta(minutes=1))


def change(editor: Client, changed: Photo, **typed: object) -> Photo:
    assert editor.post(f"{LIBRARY}{changed.pk}/change/", WORDS | typed).status_code == 302
    work()
    return Photo.objects.get(pk=changed.pk)


def test_what_was_cut_around_another_point_goes_after_a_day_and_the_widths_stay(editor: Client) -> None:
    moved = photo()
    before = moved.files
    now = change(editor, moved, focus_x=10).files
    assert there(before | now) == before | now
    # The shapes alone are others; a text that was sent with its widths names what is there.
    assert {name.rpartition(".")[2] for name in before - now} == {"jpg"} and len(before - now) == 3
    after_grace()
    assert there(before | now) == now


def test_a_point_that_moves_back_keeps_its_files(editor: Client) -> None:
    moved = photo()
    before = moved.files
    away = change(editor, moved, focus_x=10).files
    assert change(editor, moved, focus_x=50).files == before
    after_grace()
    assert there(before | away) == before


def test_an_exchanged_picture_goes_with_its_sizes(editor: Client) -> None:
    exchanged = photo()
    before = exchanged.files
    now = change(editor, exchanged, image=upload(jpeg((900, 600)))).files
    assert now.isdisjoint(before) and there(before) == before
    after_grace()
    assert there(before | now) == now


def test_a_picture_that_a_text_names_stays_when_the_photo_has_another(editor: Client) -> None:
    exchanged = photo()
    before = exchanged.files
    ArticleFactory(body=in_text(exchanged))
    assert "texts keep the picture" in words(editor.get(f"{LIBRARY}{exchanged.pk}/change/").text)
    change(editor, exchanged, image=upload(jpeg((900, 600))))
    after_grace()
    assert there(before) == {exchanged.image.name}


def test_what_was_deleted_goes_after_a_day(editor: Client) -> None:
    spare, other = photo(), photo()
    editor.post(f"{LIBRARY}{spare.pk}/delete/", {"post": "yes"})
    work()
    assert there(spare.files) == spare.files
    after_grace()
    assert not there(spare.files) and there(other.files) == other.files


@pytest.mark.django_db(transaction=True)
def test_what_is_undone_deletes_nothing(editor: Client) -> None:
    spare = photo()
    with transaction.atomic():
        spare.remove()
        transaction.set_rollback(True)
    after_grace()
    kept = Photo.objects.get()
    assert there(kept.files) == kept.files


def test_a_deleted_picture_that_a_load_brought_back_stays() -> None:
    spare = photo()
    name = spare.image.name
    spare.remove()
    Photo.objects.create(image=name)
    after_grace()
    assert default_storage.exists(name)


def test_the_library_says_which_sizes_cant_be_made(editor: Client) -> None:
    photo()
    lost = photo("lost.jpg")
    Photo.objects.filter(pk=lost.pk).update(sizes_made=False, sizes_tries=5)
    sentence = "Its sizes can't be made"
    for page in (LIBRARY, f"{LIBRARY}{lost.pk}/change/"):
        assert words(editor.get(page).text).count(sentence) == 1
    found = editor.get(LIBRARY, {"sizes": "given_up"}).context["cl"].queryset
    assert [one.pk for one in found] == [lost.pk]
