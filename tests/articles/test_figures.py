"""Pictures in the text: chosen from the library, sanitized with the text, and served in the widths that were made of them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import body
from articles.models import Photo
from tests.articles.desk_form import change_page, opened
from tests.articles.photos import LIBRARY, photo
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, WriterFactory

pytestmark = pytest.mark.django_db
CHOOSE = f"{LIBRARY}choose/"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


def figure(one: Photo, alt: str = "A pier", caption: str = "The pier at dawn") -> str:
    return f'<figure><img src="{one.image.url}" alt="{alt}"><figcaption>{caption}</figcaption></figure>'


def test_the_dialog_is_offered_what_the_library_finds(editor: Client) -> None:
    gulls, pier = photo("gulls.jpg", caption="Gulls", credit="Ada"), photo()
    Photo.objects.create(caption="Gulls whose picture hasn't come")
    assert [one["id"] for one in editor.get(CHOOSE).json()["photos"]] == [pier.pk, gulls.pk]
    [found] = editor.get(CHOOSE, {"q": "gulls"}).json()["photos"]
    assert found["src"] == gulls.image.url and (found["width"], found["height"]) == (800, 500)
    assert (found["caption"], found["credit"], found["thumbnail"]) == ("Gulls", "Ada", gulls.thumbnail)


@pytest.mark.parametrize(
    ("asked", "status"), [("x" * 5000, 200), ("%", 200), ("'", 200), ('"', 200), ("\\", 200), ("\0", 400)]
)
def test_any_search_is_answered(editor: Client, asked: str, status: int) -> None:
    assert editor.get(CHOOSE, {"q": asked}).status_code == status


def test_writers_may_choose_and_moderators_may_not() -> None:
    assert signed_in(WriterFactory()).get(CHOOSE).status_code == 200
    assert signed_in(ModeratorFactory()).get(CHOOSE).status_code == 403
    assert Client().get(CHOOSE).status_code == 302


def test_the_dialog_takes_the_same_queries_for_one_and_for_twenty(editor: Client) -> None:
    taken = []
    for count in (1, 19):
        for _ in range(count):
            photo()
        with CaptureQueriesContext(connection) as queries:
            editor.get(CHOOSE)
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_figure_goes_through_the_form_as_it_is(editor: Client) -> None:
    article, html = ArticleFactory(), f"<p>Before.</p>{figure(photo())}"
    form: dict[str, Any] = opened(editor, article)
    form.pop("photo_file", None)
    assert editor.post(change_page(article), form | {"body": html, "_save": ""}).status_code == 302
    article.refresh_from_db()
    assert article.body == html


def test_readers_get_it_in_the_width_of_their_screen(client: Client) -> None:
    shown = photo()
    article = ArticleFactory(body=figure(shown, alt="A &quot;pier&quot;"))
    page = client.get(article.get_absolute_url()).text
    [tag] = re.findall(r"<img[^>]*>", page[page.index('class="story-body"') : page.index("story-foot")])
    assert f'src="{shown.src}"' in tag and f'srcset="{shown.srcset}"' in tag and 'sizes="' in tag
    assert 'width="800" height="500"' in tag and 'loading="lazy"' in tag
    assert 'alt="A &quot;pier&quot;"' in tag
    for address in re.findall(r"/media/\S+\.webp", tag):
        answer = client.get(address)
        assert b"".join(answer.streaming_content).startswith(b"RIFF")


def test_until_the_worker_has_made_them_the_original_serves(client: Client) -> None:
    shown = photo()
    Photo.objects.update(sizes_made=False)
    page = client.get(ArticleFactory(body=figure(shown)).get_absolute_url()).text
    assert f'<img src="{shown.image.url}" width="800" height="500" alt="A pier" loading="lazy"' in page


def test_a_picture_that_is_no_photo_of_the_library_stays_as_it_is() -> None:
    html = '<p><img src="/media/photos/old.webp" alt="x"></p>'
    assert body.with_widths(html, []) == html == body.with_widths(html, [photo()])


def test_a_page_asks_for_its_pictures_once_and_one_without_any_never(client: Client) -> None:
    def asked(html: str) -> int:
        article = ArticleFactory(body=html)
        with CaptureQueriesContext(connection) as queries:
            client.get(article.get_absolute_url())
        return sum("articles_photo" in query["sql"] and "body" in query["sql"] for query in queries)

    few, many = figure(photo()), "".join(figure(photo()) for _ in range(20))
    client.get(ArticleFactory().get_absolute_url())
    assert asked(few) == asked(many)


def test_a_preview_and_an_editors_page_of_a_draft_have_it_too(editor: Client) -> None:
    shown = photo()
    draft = ArticleFactory(body=figure(shown), state="draft", published_at=None)
    assert shown.srcset in editor.get(draft.get_absolute_url()).text


@pytest.mark.parametrize("feed", ["/feed/", "/feed/atom/", "/feed/json/"])
def test_feeds_find_it_from_everywhere(client: Client, feed: str) -> None:
    shown = photo()
    ArticleFactory(body=figure(shown))
    assert f"http://127.0.0.1:8000{shown.image.url}" in client.get(feed).text
