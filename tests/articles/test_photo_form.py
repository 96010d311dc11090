"""A photo's form says to each what they can do there, and no more."""

from __future__ import annotations

import pytest

from tests.articles.photos import LIBRARY, photo
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import EditorFactory, WriterFactory

pytestmark = pytest.mark.django_db
PRESS, EXCHANGE = "Press on what matters most.", "Another file comes in the place of this one"


def test_who_only_looks_at_a_photo_sees_it_and_is_asked_for_nothing() -> None:
    shown = photo()
    form = signed_in(WriterFactory()).get(f"{LIBRARY}{shown.pk}/change/").text
    assert f'src="{shown.src}"' in form
    # The script moves the point by boxes that are not there.
    assert PRESS not in words(form) and "desk/focus" not in form


def test_who_changes_it_is_told_what_a_press_and_another_file_do() -> None:
    form = signed_in(EditorFactory()).get(f"{LIBRARY}{photo().pk}/change/").text
    assert PRESS in words(form) and EXCHANGE in words(form) and "desk/focus" in form


@pytest.mark.parametrize("factory", [EditorFactory, WriterFactory])
def test_a_new_photo_takes_nothing_s_place(factory: type[EditorFactory]) -> None:
    form = signed_in(factory()).get(f"{LIBRARY}add/").text
    assert EXCHANGE not in words(form) and "desk/focus" in form
