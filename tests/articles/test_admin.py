"""The editors' desk: write, illustrate, publish, schedule, take off; and what the desk won't take."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from articles.models import Article, Photo
from tests.articles.desk_form import ADD, seen, typed
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, EditorFactory, ModeratorFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(EditorFactory())
    return client


def picture(**save: Any) -> SimpleUploadedFile:
    out = BytesIO()
    Image.linear_gradient("L").convert("RGB").resize((800, 500)).save(out, "JPEG", **save)
    return SimpleUploadedFile("a.jpg", out.getvalue(), "image/jpeg")


def test_an_article_is_saved_as_a_draft_that_only_editors_see(editor: Client) -> None:
    assert editor.post(ADD, typed(_save="")).status_code == 302
    article = Article.objects.get()
    assert article.state == "draft" and [a.name for a in article.ordered_authors] == ["Zora", "Abel"]
    assert "Only editors" in editor.get("/harbour/bridge-open/").text
    assert Client().get("/harbour/bridge-open/").status_code == 404


def test_publishing_makes_it_public_at_once(editor: Client) -> None:
    editor.post(ADD, typed(_publish=""))
    page = Client().get("/harbour/bridge-open/")
    assert page.status_code == 200 and "<strong>open</strong>" in page.text


def test_scheduling_makes_it_public_at_its_time(editor: Client) -> None:
    at = timezone.localtime() + timedelta(days=1)
    editor.post(ADD, typed(_schedule="", publish_at_0=f"{at:%Y-%m-%d}", publish_at_1=f"{at:%H:%M:%S}"))
    article = Article.objects.get()
    assert article.is_scheduled and abs(article.published_at - at) < timedelta(seconds=2)
    assert Client().get("/harbour/bridge-open/").status_code == 404


@pytest.mark.parametrize("when", [("2020-01-01", "10:00:00"), ("", "")])
def test_a_schedule_in_the_past_is_refused_and_nothing_typed_is_lost(
    editor: Client, when: tuple[str, str]
) -> None:
    page = editor.post(ADD, typed(_schedule="", publish_at_0=when[0], publish_at_1=when[1]))
    assert page.status_code == 200 and page.context["adminform"].form.errors["publish_at"]
    assert "The bridge is open" in page.text and not Article.objects.exists()


def test_taking_it_off_is_seen_with_the_next_answer(editor: Client) -> None:
    article = ArticleFactory()
    assert Client().get(article.get_absolute_url()).status_code == 200
    url = f"/admin/articles/article/{article.pk}/change/"
    same = {"headline": article.headline, "slug": article.slug, "section": article.section_id}
    editor.post(url, typed(**same, seen=seen(editor, url), _unpublish=""))
    assert Client().get(article.get_absolute_url()).status_code == 410


def test_a_real_change_of_a_public_article_is_dated(editor: Client) -> None:
    article = ArticleFactory(body="<p>The first ferry left at dawn.</p>")
    url = f"/admin/articles/article/{article.pk}/change/"
    same = {
        "headline": article.headline,
        "slug": "another-address",
        "section": article.section_id,
        "standfirst": "",
    }
    editor.post(url, typed(**same, body=article.body, seen=seen(editor, url), _save=""))
    article.refresh_from_db()
    assert article.slug == "another-address" and article.updated_at is None
    changed = typed(**same, body="<p>It left at noon.</p>", seen=seen(editor, url), _save="")
    editor.post(url, changed | {"bylines-TOTAL_FORMS": 0})
    article.refresh_from_db()
    assert article.updated_at is not None


def test_what_a_body_may_not_hold_is_taken_out_on_the_server(editor: Client) -> None:
    dirty = '<p onclick="x()">a<script>alert(1)</script><img src=x onerror=y><a href="javascript:z">b</a></p>'
    editor.post(ADD, typed(body=dirty, _publish=""))
    assert Article.objects.get().body == '<p>a<a rel="noopener">b</a></p>'


def test_an_article_that_was_talked_about_cannot_be_deleted(editor: Client) -> None:
    article = CommentFactory().discussion.article
    assert editor.post(f"/admin/articles/article/{article.pk}/delete/", {"post": "yes"}).status_code == 403
    assert Article.objects.filter(pk=article.pk).exists()


def test_several_are_published_and_taken_off_from_the_list(editor: Client) -> None:
    articles = ArticleFactory.create_batch(3, state="draft", published_at=None)
    for action, state in (("publish_selected", "published"), ("unpublish_selected", "unpublished")):
        editor.post(
            "/admin/articles/article/", {"action": action, "_selected_action": [a.pk for a in articles]}
        )
        assert set(Article.objects.values_list("state", flat=True)) == {state}


def test_the_list_takes_the_same_queries_for_one_and_for_thirty(editor: Client) -> None:
    taken = []
    for count in (1, 29):
        ArticleFactory.create_batch(count, authors=[AuthorFactory()])
        with CaptureQueriesContext(connection) as queries:
            editor.get("/admin/articles/article/")
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_a_picture_comes_in_upright_and_without_its_secrets(editor: Client) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    upload = {
        "image": picture(exif=exif, comment=b"secret"),
        "alt": "Grey",
        "caption": "A",
        "credit": "B",
        "focus_x": "50",
        "focus_y": "50",
    }
    assert editor.post("/admin/articles/photo/add/", upload).status_code == 302
    photo = Photo.objects.get()
    # The picture of a draft can't be found by guessing its address.
    assert re.fullmatch(r"photos/\d{4}/\d\d/a-[0-9a-f]{12}\.jpeg", photo.image.name)
    with Image.open(photo.image.path) as image:
        assert not image.getexif() and "comment" not in image.info
        assert (image.width, image.height) == (photo.width, photo.height) == (500, 800)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
        ("a.jpg", b"not a picture at all"),
        ("a.jpg", b"\xff\xd8\xff\xe0 cut off"),
        ("a.gif", b"GIF89a" + b"\x00" * 20),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(editor: Client, name: str, content: bytes) -> None:
    page = editor.post(
        "/admin/articles/photo/add/",
        {"image": SimpleUploadedFile(name, content), "alt": "x", "focus_x": "50", "focus_y": "50"},
    )
    assert page.status_code == 200 and page.context["adminform"].form.errors["image"]
    assert not Photo.objects.exists()


def test_a_picture_needs_words_for_those_who_cannot_see_it(editor: Client) -> None:
    page = editor.post(
        "/admin/articles/photo/add/", {"image": picture(), "alt": "", "focus_x": "50", "focus_y": "50"}
    )
    assert "Say what the picture shows" in page.text


def test_a_moderator_can_neither_write_nor_publish() -> None:
    client, article = Client(), ArticleFactory(state="draft", published_at=None)
    client.force_login(ModeratorFactory())
    assert client.get(ADD).status_code == 403
    client.post("/admin/articles/article/", {"action": "publish_selected", "_selected_action": [article.pk]})
    client.post(f"/admin/articles/article/{article.pk}/change/", typed(_publish=""))
    article.refresh_from_db()
    assert article.state == "draft"


@pytest.mark.parametrize(("pk", "status"), [("abc", 302), ("9" * 30, 302), ("1_2", 302), ("%00", 400)])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_number_that_no_article_can_have_is_no_failure(
    editor: Client, pk: str, status: int, method: str
) -> None:
    """The desk says that there is none, and leads to its first page; NUL is in no address at all."""
    assert getattr(editor, method)(f"/admin/articles/article/{pk}/change/").status_code == status
