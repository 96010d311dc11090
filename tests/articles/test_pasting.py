"""What is pasted or typed past the editor comes out as what an article holds, and nothing else; how long it is."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles import body
from articles.models import Article
from articles.reading import length
from tests.articles.desk_form import change_page, opened
from tests.articles.photos import in_text, photo
from tests.articles.word import WORD
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db


def test_words_own_html_keeps_its_marks_and_loses_the_rest() -> None:
    clean = body.cleaned(WORD)
    for kept in ("The harbour</h2>", "<strong>old</strong>", "<em>left</em>", "Forty passengers", "<td>"):
        assert kept in clean
    for gone in ("Mso", "mso", "style", "o:p", "font", "Word", "<p></p>", "<p>&nbsp;</p>"):
        assert gone not in clean


def test_text_of_the_web_keeps_its_paragraphs() -> None:
    html = "<div class='c'><div>One <b>two</b></div><div><i>three</i></div><h1>Four</h1><h5>Five</h5></div>"
    assert (
        body.cleaned(html) == "<p>One <strong>two</strong></p><p><em>three</em></p><h2>Four</h2><h3>Five</h3>"
    )


@pytest.mark.parametrize(
    "frame",
    [
        "<iframe width=1 src='https://video.example/embed/7' allowfullscreen></iframe>",
        '<embed type="x" src="https://video.example/embed/7">',
        '<video controls src="https://video.example/embed/7">no</video>',
    ],
)
def test_what_would_be_framed_is_a_link_and_on_the_page_a_card(client: Client, frame: str) -> None:
    clean = body.cleaned(f"<p>Before.</p>{frame}")
    assert '<a href="https://video.example/embed/7" rel="noopener">' in clean and "frame" not in clean
    page = client.get(ArticleFactory(body=clean).get_absolute_url()).text
    assert '<p class="link-card">' in page and "<span>video.example</span>" in page


def test_a_frame_of_something_else_than_the_web_is_nothing() -> None:
    assert (
        body.cleaned(
            "<iframe src='javascript:alert(1)'></iframe><iframe srcdoc='<script>x</script>'></iframe>"
        )
        == ""
    )


def test_a_link_within_words_is_no_card() -> None:
    html = '<p>See <a href="https://a.example/">this</a>.</p>'
    assert body.with_cards(html) == html


def test_pictures_of_this_site_stay_and_others_go() -> None:
    own = '<figure><img src="/media/photos/a.webp" alt="A pier"><figcaption>The pier.</figcaption></figure>'
    assert body.cleaned(own) == own
    for foreign in ("https://spy.example/1.gif", "//spy.example/1.gif", "data:image/png;base64,AA"):
        assert "img" not in body.cleaned(f'<p>a<img src="{foreign}" alt="x" onerror="y()"></p>')


@pytest.mark.parametrize("alt", ["", ' alt=""', ' alt=" "'])
def test_a_picture_needs_words_for_those_who_cannot_see_it(alt: str) -> None:
    article, editor = ArticleFactory(), signed_in(EditorFactory())
    form = opened(editor, article) | {
        "body": f'<p>a</p><figure><img src="/media/a.webp"{alt}></figure>',
        "_save": "",
    }
    page = editor.post(change_page(article), form)
    assert page.status_code == 200 and "Say what each picture in the text shows" in words(page.text)
    assert not Article.objects.get().body.count("img")


def test_a_picture_that_the_library_does_not_have_is_refused_and_one_that_stood_there_before_stays() -> None:
    gone, editor = photo(), signed_in(EditorFactory())
    gone.remove()
    article = ArticleFactory(body=in_text(gone))
    sent = opened(editor, article) | {"headline": "As it stood", "_save": ""}
    assert editor.post(change_page(article), sent).status_code == 302
    other = ArticleFactory()
    page = editor.post(change_page(other), opened(editor, other) | {"body": in_text(gone), "_save": ""})
    assert page.status_code == 200 and "A picture in the text isn't in the library." in words(page.text)
    spare = photo()
    sent = opened(editor, other) | {"body": f'<p><img src="{spare.src}" alt="x"></p>', "_save": ""}
    assert "isn't in the library" in words(editor.post(change_page(other), sent).text)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", (0, 0, 0)),
        ("<p>The editor's e-mail of 3.5 kB.</p><p>End&nbsp;here</p>", (8, 0, 1)),
        ("<p>" + "word " * 239 + "</p>", (239, 0, 2)),
        ("<p>橋は1978年に開通した。</p>", (1, 8, 1)),
    ],
)
def test_how_long_a_text_is(html: str, found: tuple[int, int, int]) -> None:
    assert tuple(length(html)) == found


def test_readers_are_told_of_a_text_that_takes_minutes(client: Client) -> None:
    long: Any = ArticleFactory(body="<p>" + "word " * 1000 + "</p>")
    assert "5 minutes to read" in words(client.get(long.get_absolute_url()).text)
    assert "to read" not in words(client.get(ArticleFactory().get_absolute_url()).text)
