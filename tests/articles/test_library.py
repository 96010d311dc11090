"""The picture library at the desk: found by words and use, who added what, where each stands; what stands somewhere stays."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import BodyPicture, FrontPageSlot, Photo
from articles.photo_files import GRACE
from tests.articles.photos import LIBRARY, in_text, photo, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory
from tests.worker import run

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory(username="Wren"))


def listed(editor: Client, **asked: str) -> list[Photo]:
    return list(editor.get(LIBRARY, asked).context["cl"].result_list)


def test_each_is_shown_with_its_words_its_size_and_who_added_it_when(editor: Client) -> None:
    form = {"image": upload(name="DSC_0042.JPG"), "alt": "Grey gulls", "caption": "Gulls", "credit": "Ada"}
    assert editor.post(f"{LIBRARY}add/", form | {"focus_x": "50", "focus_y": "50"}).status_code == 302
    page = editor.get(LIBRARY).text
    made = Photo.objects.get()
    assert made.thumbnail in page and f"{timezone.localtime(made.uploaded_at):%Y-%m-%d %H:%M} · Wren" in page
    assert all(said in words(page) for said in ("DSC_0042.JPG", "800 × 500", "Ada")) and "Nowhere" in words(
        page
    )


@pytest.mark.parametrize("asked", ["gulls", "ada", "grey", "dsc_0042"])
def test_it_is_found_by_caption_credit_alternative_text_and_file_name(editor: Client, asked: str) -> None:
    photo("other.jpg")
    found = photo("DSC_0042.JPG", caption="Gulls", credit="Ada", alt="Grey birds")
    assert listed(editor, q=asked) == [found]


def test_those_without_alternative_text_and_those_that_are_unused_are_told_apart(editor: Client) -> None:
    silent, head, body, spare = photo(alt=""), photo(), photo(), photo()
    ArticleFactory(photo=head, body=in_text(body), state="draft", published_at=None)
    assert listed(editor, alt="without") == [silent]
    assert listed(editor, alt="with") == [spare, body, head]
    assert listed(editor, use="used") == [body, head]
    assert listed(editor, use="unused") == [spare, silent]
    assert "Alternative text is missing" in words(editor.get(LIBRARY, {"alt": "without"}).text)


def test_it_says_where_each_stands(editor: Client) -> None:
    used = photo()
    first = ArticleFactory(headline="The ferry", photo=used)
    second = ArticleFactory(headline="The bridge", body=in_text(used))
    FrontPageSlot.objects.create(article=first, position=1)
    for page in (LIBRARY, f"{LIBRARY}{used.pk}/change/"):
        html = editor.get(page).text
        assert (
            f'<a href="/admin/articles/article/{first.pk}/change/">The ferry</a> (on the front page)' in html
        )
        assert f'<a href="/admin/articles/article/{second.pk}/change/">The bridge</a> (in the text)' in html


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(editor: Client) -> None:
    taken = []
    for count in (1, 29):
        for _ in range(count):
            used = photo()
            ArticleFactory(photo=used, body=in_text(used))
        with CaptureQueriesContext(connection) as queries:
            editor.get(LIBRARY)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_of_a_photo_that_stands_everywhere_the_list_names_the_latest(editor: Client) -> None:
    used = photo()
    articles = [ArticleFactory(photo=used) for _ in range(5)]
    page = words(editor.get(LIBRARY).text)
    assert [article.headline in page for article in articles] == [
        False,
        False,
        True,
        True,
        True,
    ] and "…" in page


def test_what_stands_in_a_text_is_known_however_the_text_was_changed() -> None:
    one, other = photo(), photo()
    article = ArticleFactory(body=in_text(one, one))
    assert [row.photo for row in BodyPicture.objects.all()] == [one]
    type(article).objects.filter(pk=article.pk).update(body=in_text(other))
    assert [row.photo for row in BodyPicture.objects.all()] == [other]
    type(article).objects.filter(pk=article.pk).update(body="<p>None.</p>")
    assert not BodyPicture.objects.exists()


@pytest.mark.parametrize("place", ["head", "text"])
def test_what_is_used_is_not_deleted_and_the_page_says_where_it_stands(editor: Client, place: str) -> None:
    used, spare = photo(), photo()
    fields: dict[str, Any] = {"photo": used} if place == "head" else {"body": in_text(used)}
    ArticleFactory(headline="The ferry", **fields)
    for sent in (None, {"post": "yes"}):
        url = f"{LIBRARY}{used.pk}/delete/"
        page = words((editor.post(url, sent) if sent else editor.get(url)).text)
        assert "used, so it can't be deleted" in page and "The ferry" in page
    both = {"action": "delete_selected", "_selected_action": [used.pk, spare.pk], "post": "yes"}
    page = words(editor.post(LIBRARY, both).text)
    assert "Nothing was deleted" in page and "The ferry" in page
    assert Photo.objects.count() == 2
    with pytest.raises(ProtectedError):
        used.remove()


@pytest.mark.parametrize("way", ["its own page", "the list"])
@pytest.mark.django_db(transaction=True)
def test_what_is_not_used_is_deleted_with_its_files(editor: Client, way: str) -> None:
    spare = photo()
    names = [
        spare.image.name,
        spare.src.removeprefix("/media/"),
        spare.shapes["wide"].removeprefix("/media/"),
    ]
    assert all(default_storage.exists(name) for name in names)
    if way == "its own page":
        editor.post(f"{LIBRARY}{spare.pk}/delete/", {"post": "yes"})
    else:
        chosen = {"action": "delete_selected", "_selected_action": [spare.pk], "post": "yes"}
        editor.post(LIBRARY, chosen)
    assert not Photo.objects.exists()
    run(later=GRACE + timedelta(minutes=1))
    assert not any(default_storage.exists(name) for name in names)
