"""Pictures come into the library several at a time, and from an article's form; each is taken or refused by itself."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from articles.models import Article, Photo
from tests.articles.desk_form import change_page, opened
from tests.articles.photos import LIBRARY, file, jpeg, photo, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db
UPLOAD = f"{LIBRARY}upload/"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory(username="Wren"))


def test_several_come_at_once_and_a_bad_one_keeps_none_out(editor: Client) -> None:
    files = [
        upload(name="one.jpg"),
        SimpleUploadedFile("two.svg", b"<svg/>"),
        upload(file("PNG"), "three.png"),
    ]
    page = words(editor.post(UPLOAD, {"pictures": files}, follow=True).text)
    assert (
        "2 pictures were added." in page and "“two.svg”: This file is not a picture that can be read." in page
    )
    names = Photo.objects.values_list("original_name", "uploaded_by__username")
    assert sorted(names) == [("one.jpg", "Wren"), ("three.png", "Wren")]


def test_the_list_that_was_opened_to_choose_from_stays_that(editor: Client) -> None:
    assert 'action="/admin/articles/photo/upload/?_popup=1"' in editor.get(LIBRARY, {"_popup": "1"}).text
    assert editor.post(f"{UPLOAD}?_popup=1", {"pictures": [upload()]})["Location"] == f"{LIBRARY}?_popup=1"


def test_none_is_told_to_choose_one(editor: Client) -> None:
    assert "Choose pictures first." in words(editor.post(UPLOAD, follow=True).text)


def as_script(client: Client, *files: Any) -> Any:
    return client.post(UPLOAD, {"pictures": files}, headers={"Accept": "application/json"})


def test_a_script_is_told_what_the_library_has_of_it(editor: Client) -> None:
    answer = as_script(editor, upload(name="pier.jpg"))
    made = Photo.objects.get()
    assert answer.status_code == 200
    assert answer.json() == {
        "id": made.pk,
        "name": "pier.jpg",
        "thumbnail": made.image.url,
        "src": made.image.url,
        "width": 800,
        "height": 500,
        "alt": "",
        "caption": "",
        "credit": "",
        "url": f"{LIBRARY}{made.pk}/change/",
    }


def test_a_script_is_told_why_not(editor: Client) -> None:
    answer = as_script(editor, SimpleUploadedFile("a.svg", b"<svg/>"))
    assert answer.status_code == 422 and answer.json()["said"].startswith("This file is not a picture")
    assert as_script(editor).json()["said"] == "Choose pictures first."


def test_whoever_may_not_add_photos_uploads_none() -> None:
    moderator = signed_in(ModeratorFactory())
    assert as_script(moderator, upload()).status_code == 403 and not Photo.objects.exists()


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


def save(editor: Client, article: Article, **changed: Any) -> Any:
    form = opened(editor, article)
    for name in [name for name in form if name in ("photo_file", "pictures")]:
        del form[name]
    return editor.post(change_page(article), form | {"_save": ""} | changed)


def test_a_picture_goes_with_the_articles_form(editor: Client, article: Article) -> None:
    assert save(editor, article, photo_file=upload(), photo_alt="A pier").status_code == 302
    article.refresh_from_db()
    assert article.photo == Photo.objects.get() and article.photo.alt == "A pier"
    assert article.photo.uploaded_by and article.photo.uploaded_by.username == "Wren"
    assert article.photo.thumbnail in editor.get(change_page(article)).text


def test_without_words_it_is_asked_for_them_and_is_in_the_library_meanwhile(
    editor: Client, article: Article
) -> None:
    page = save(editor, article, photo_file=upload(), headline="Another")
    assert page.context["adminform"].form.errors == {
        "photo_alt": ["Say what the picture shows, for those who can't see it."]
    }
    made = Photo.objects.get()
    assert f'value="{made.pk}"' in page.text and 'value="Another"' in page.text
    article.refresh_from_db()
    assert article.photo is None
    assert save(editor, article, photo=made.pk, photo_alt="A pier").status_code == 302
    made.refresh_from_db()
    assert made.alt == "A pier" and Photo.objects.count() == 1


def test_what_is_no_picture_is_refused_beside_the_box_and_the_article_keeps_what_it_has(
    editor: Client, article: Article
) -> None:
    Article.objects.filter(pk=article.pk).update(photo=photo())
    refused = SimpleUploadedFile("a.svg", b"<svg/>")
    page = save(editor, article, photo_file=refused, headline="Another")
    assert "photo_file" in page.context["adminform"].form.errors and 'value="Another"' in page.text
    assert Photo.objects.count() == 1


def test_words_that_a_photo_has_are_not_written_over_from_an_article(
    editor: Client, article: Article
) -> None:
    told = photo(alt="A pier at dawn")
    assert save(editor, article, photo=told.pk, photo_alt="Something else").status_code == 302
    told.refresh_from_db()
    assert told.alt == "A pier at dawn"


@pytest.mark.parametrize("button", ["_publish", "_save"])
def test_a_silent_picture_that_is_there_is_asked_for_words_before_readers_see_it(
    editor: Client, button: str
) -> None:
    draft = ArticleFactory(photo=photo(alt=""), state="draft", published_at=None)
    form = opened(editor, draft)
    form.pop("photo_file", None)
    form.pop("pictures", None)
    answer = editor.post(change_page(draft), form | {button: ""})
    draft.refresh_from_db()
    assert (answer.status_code, draft.state) == ((200, "draft") if button == "_publish" else (302, "draft"))


def test_what_the_file_says_of_itself_is_enough(editor: Client, article: Article) -> None:
    packet = (
        b'<x:xmpmeta xmlns:x="adobe:ns:meta/" xmlns:c="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/">'
        b"<c:AltTextAccessibility>Gulls</c:AltTextAccessibility></x:xmpmeta>"
    )
    assert save(editor, article, photo_file=upload(jpeg(xmp=packet))).status_code == 302
    assert Photo.objects.get().alt == "Gulls"
