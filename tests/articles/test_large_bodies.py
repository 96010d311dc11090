"""A body as large, or with marks as deep in each other, as one can be made: cleaned in little time, or refused with a sentence."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from django.test import Client

from articles import body
from articles.models import Article
from articles.nesting import MOST_DEPTH, is_too_deep
from tests.articles.desk_form import change_page, opened
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory

# Of each as many as there is room for.
PIECES = [
    *(
        "<div>",
        "<iframe src=https:",
        "<img ",
        '<p><a href="https://a">',
        "<b>x</b>",
        "<p>&nbsp;",
        "<!--",
        "<a \"'",
    ),
    *("<figure>", "<figure></figure>", "<blockquote><p>", "<ul><li>", "<li>", "<dd><li>", "<table><tr><td>"),
    *(
        "<figure><!--</figure>-->",
        '<figure title="</figure>">',
        "<figure><table></figure></table>",
        "<i><b></i></b>",
        "<table><caption></table>",
        "<table ",
        "<table><tr><th></table>",
        "<table><tr><th>x<td>y</table>",
    ),
]
DEEP = [
    "<b>",
    "<ul><li>",
    "<ol><li><p>x",
    "<table><tr><td>",
    "<dd><li>",
    "<figure><!--</figure>-->",
    '<figure title="</figure>">',
    "<figure><table></figure></table>",
    "<FIGURE></x>",
]
FLAT = [
    "<p>x",
    "<ul><li>x<li>y</ul>",
    "<li>x",
    "<br>",
    "<img src='/x'>",
    "<dt>x<dd>y",
    "<b>x</b>",
    "<i class='<b>'>x</i>",
]
TABLES = ["<tr><td>x<td>y", "<tr><th>x</th><td>y</td></tr>", "<tbody><tr><td>x", "<thead><tr><th>x<tbody>"]


@pytest.mark.parametrize("piece", PIECES)
def test_the_largest_body_takes_little_time(piece: str) -> None:
    html = (piece * (body.MAX_LENGTH // len(piece) + 1))[: body.MAX_LENGTH]
    began = time.process_time()
    with suppress(body.TooDeepError, body.TooLongError):
        clean = body.cleaned(html)
        body.with_cards(clean)
        body.without_pictures(clean, ["/media/x.jpg"])
    assert time.process_time() - began < 2


@pytest.mark.parametrize("piece", DEEP)
def test_no_order_of_marks_hides_how_deep_they_are(piece: str) -> None:
    assert is_too_deep(piece * (MOST_DEPTH + 1))
    assert not is_too_deep(piece * 5)


@pytest.mark.parametrize(
    "html", [*(piece * 1000 for piece in FLAT), *(f"<table>{piece * 1000}</table>" for piece in TABLES)]
)
def test_a_long_text_isnt_deep_for_lacking_its_ends(html: str) -> None:
    assert not is_too_deep(html)


def test_what_grows_past_the_most_is_refused_at_once() -> None:
    letters = "<b>x</b>" * (body.MAX_LENGTH // 8)
    with pytest.raises(body.TooLongError):
        body.cleaned(letters)


@pytest.mark.django_db
def test_the_form_says_so_and_keeps_what_was_typed() -> None:
    article: Article = ArticleFactory(body="<p>As it was.</p>")
    finch: Client = signed_in(EditorFactory(username="finch"))
    deep = "<blockquote>" * (MOST_DEPTH + 1) + "Old words"
    told = finch.post(change_page(article), opened(finch, article) | {"body": deep, "_save": ""})
    assert told.status_code == 200 and "The body's marks stand too deep in each other." in words(told.text)
    assert "Old words" in told.text
    article.refresh_from_db()
    assert article.body == "<p>As it was.</p>"
