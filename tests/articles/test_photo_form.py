"""A photo's form says to each what they can do there, and no more."""

from __future__ import annotations

import pytest

from articles.models import Article
from tests.articles.photos import LIBRARY, TYPED, in_text, photo
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, WriterFactory

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


@pytest.mark.parametrize("where", ["head", "text"])
def test_what_stands_somewhere_keeps_a_picture_or_gets_another(where: str) -> None:
    shown = photo()
    place = {"photo": shown} if where == "head" else {"body": in_text(shown)}
    article = ArticleFactory(**place)
    editor, name = signed_in(EditorFactory()), shown.image.name
    told = editor.post(f"{LIBRARY}{shown.pk}/change/", TYPED | {"image-clear": "on"})
    assert "This photo is used, so it needs a picture." in words(told.text)
    shown.refresh_from_db()
    assert shown.image.name == name
    Article.objects.filter(pk=article.pk).update(photo=None, body="")
    assert editor.post(f"{LIBRARY}{shown.pk}/change/", TYPED | {"image-clear": "on"}).status_code == 302
    shown.refresh_from_db()
    assert not shown.image
