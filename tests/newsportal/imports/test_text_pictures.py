"""Pictures in the text of a post come along from the folder of pictures, each in a figure; which don't, and why, is said."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from PIL import Image

from articles.models import Article, BodyPicture, Photo
from tests.newsportal.imports import wxr
from tests.newsportal.imports.bringing import bring_in, dump
from tests.newsportal.imports.ghost_export import write as write_ghost

pytestmark = pytest.mark.django_db
THERE = "https://old.example/wp-content/uploads"


@pytest.fixture
def uploads(tmp_path: Path) -> Path:
    """The folder of pictures, with a ferry, a gull and a pier, each of another colour, and one that is none."""
    folder = tmp_path / "uploads"
    (folder / "2024/05").mkdir(parents=True)
    for name, colour in (("2024/05/ferry.jpg", "navy"), ("2024/05/gull.png", "white"), ("pier.jpg", "brown")):
        Image.new("RGB", (640, 400), colour).save(folder / name)
    (folder / "broken.jpg").write_bytes(b"GIF89a")
    return folder


def bring(tmp_path: Path, uploads: Path | None, body: str, **options: Any) -> Any:
    items = [
        wxr.post(1, body=body),
        wxr.attachment(51, "2024/05/ferry.jpg", caption="A ferry", alt="White ship"),
        wxr.attachment(52, "2024/05/gull.png", caption="Ours & theirs"),
    ]
    return bring_in("wordpress", wxr.write(tmp_path / "a.xml", *items), pictures=uploads, **options)


def shape(html: str) -> str:
    """The body with the names of its pictures for their addresses."""
    return re.sub(r'src="/media/photos/\d{4}/\d\d/(\w+)-[0-9a-f]{12}\.jpg"', r'src="\1"', html)


@pytest.mark.parametrize(
    ("body", "made"),
    [
        (
            (
                f'<!-- wp:image {{"id":51}} --><figure class="wp-block-image"><a href="{THERE}/2024/05/ferry.jpg">'
                f'<img src="{THERE}/2024/05/ferry-300x188.jpg" alt=""/></a><figcaption>At <em>dawn</em></figcaption></figure>'
                "<!-- /wp:image -->"
            ),
            '<figure><img src="ferry" alt="White ship"><figcaption>At <em>dawn</em></figcaption></figure>',
        ),
        (
            f'One <img class="alignleft" src="{THERE}/pier.jpg" alt="A &quot;pier&quot;"> two',
            '<figure><img src="pier" alt="A &quot;pier&quot;"></figure><p>One  two</p>',
        ),
        (
            f'[caption id="x" width="30"]<img src="{THERE}/pier.jpg" /> Our pier[/caption]',
            '<figure><img src="pier" alt=""><figcaption>Our pier</figcaption></figure>',
        ),
        (
            'Before\n\n[gallery columns="2" ids="51,52"]\n\nAfter',
            (
                '<p>Before</p>\n<figure><img src="ferry" alt="White ship"><figcaption>A ferry</figcaption></figure>\n'
                '<figure><img src="gull" alt=""><figcaption>Ours &amp; theirs</figcaption></figure>\n<p>After</p>'
            ),
        ),
        (
            (
                '<!-- wp:gallery --><figure class="wp-block-gallery"><figure class="wp-block-image">'
                f'<img src="{THERE}/pier.jpg"></figure><figure><img src="{THERE}/2024/05/gull.png"><figcaption>One</figcaption>'
                "</figure><figcaption>Both</figcaption></figure><!-- /wp:gallery -->"
            ),
            (
                '<figure><img src="pier" alt=""></figure><figure><img src="gull" alt=""><figcaption>One</figcaption></figure>'
                "<p>Both</p>"
            ),
        ),
    ],
    ids=["a block", "within a paragraph", "a caption", "a gallery of numbers", "a gallery of blocks"],
)
def test_each_stands_in_a_figure_of_its_own(tmp_path: Path, uploads: Path, body: str, made: str) -> None:
    said = bring(tmp_path, uploads, body)
    article = Article.objects.get()
    assert shape(article.body) == made and said.lines == ""
    assert BodyPicture.objects.filter(article=article).count() == made.count("<img")


def test_a_page_shows_it_in_its_widths_and_the_library_knows_it(
    tmp_path: Path, uploads: Path, client: Client
) -> None:
    bring(tmp_path, uploads, f'<p>One</p><img src="{THERE}/2024/05/ferry.jpg">')
    photo = Photo.objects.get()
    assert (photo.alt, photo.original_name, photo.width) == ("White ship", "ferry.jpg", 640)
    assert (
        f'src="{photo.image.url}" width="640" height="400" alt="White ship"'
        in client.get("/harbour/story-1/").text
    )
    assert b"".join(client.get(photo.image.url).streaming_content).startswith(b"\xff\xd8")


def test_one_file_in_several_texts_is_one_photo_and_two_of_one_name_are_two(
    tmp_path: Path, uploads: Path
) -> None:
    text = f'<img src="{THERE}/2024/05/ferry.jpg">'
    items = [wxr.post(number, body=text) for number in (1, 2)]
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", *items), pictures=uploads)
    before = dump()
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", *items), pictures=uploads)
    assert (Photo.objects.count(), BodyPicture.objects.count(), dump()) == (1, 2, before)
    Image.new("RGB", (640, 400), "red").save(uploads / "2024/05/ferry.jpg")
    bring_in("wordpress", wxr.write(tmp_path / "b.xml", wxr.post(3, body=text)), pictures=uploads)
    assert Photo.objects.count() == 2


def test_what_is_not_taken_is_named_and_the_text_comes_without_it(tmp_path: Path, uploads: Path) -> None:
    body = (
        f'<p>One</p><img src="{THERE}/gone.jpg"><img src="{THERE}/broken.jpg"><img src="../../etc/passwd">'
        f'<a href="https://elsewhere.example/"><img src="{THERE}/pier.jpg"></a>'
        '[gallery ids="51,99"]'
    )
    for dry_run in (True, False):
        said = bring(tmp_path, uploads, body, dry_run=dry_run)
        for told in (
            f"picture in the text not taken: {THERE}/gone.jpg isn't in the folder of pictures",
            "picture in the text not taken: broken.jpg: ",
            "picture in the text not taken: ../../etc/passwd isn't in the folder of pictures",
            "picture in the text not taken: number 99 of a gallery isn't in the folder of pictures",
            "1 link around a picture not taken",
        ):
            assert told in said.lines
        assert len(said.lines.splitlines()) == 5 and not said.error
        assert dry_run != Photo.objects.exists()
        assert dry_run == (not list(Path(settings.MEDIA_ROOT).rglob("pier-*")))
    assert re.findall('src="(.*?)"', shape(Article.objects.get().body)) == ["pier", "ferry"]


def test_without_a_folder_each_post_says_how_many_it_lacks(tmp_path: Path) -> None:
    said = bring(tmp_path, None, f'<figure><img src="{THERE}/a.jpg"></figure><img src="{THERE}/b.jpg">')
    assert "2 pictures in the text not taken" in said.lines and Article.objects.get().body == ""


def test_ghosts_cards_come_along_too(tmp_path: Path, uploads: Path) -> None:
    there = "__GHOST_URL__/content/images/size/w600/2024/05"
    html = (
        f'<figure class="kg-card kg-image-card"><img src="{there}/ferry.jpg" class="kg-image" alt="Ship" loading="lazy">'
        '</figure><figure class="kg-card kg-gallery-card"><div class="kg-gallery-container"><div class="kg-gallery-row">'
        f'<div class="kg-gallery-image"><img src="{there}/ferry.jpg" alt=""></div><div class="kg-gallery-image">'
        f'<img src="{there}/gull.png" alt=""></div></div></div><figcaption>Both</figcaption></figure>'
    )
    said = bring_in("ghost", write_ghost(tmp_path / "a.json", {"html": html}), pictures=uploads)
    assert shape(Article.objects.get().body) == (
        '<figure><img src="ferry" alt="Ship"></figure><figure><img src="ferry" alt=""></figure>'
        '<figure><img src="gull" alt=""><figcaption>Both</figcaption></figure>'
    )
    assert said.lines == "" and Photo.objects.count() == 2
