"""What is made to harm, or merely wrong, is a line in the report: nothing else is lost, and the folder of a wire goes on."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article
from comments.models import Comment
from newsportal.imports import watching
from newsportal.imports.bodies import plain_body
from newsportal.imports.text_pictures import PictureFolder, TextPictures
from newsportal.imports.values import any_time
from tests.factories import ArticleFactory
from tests.newsportal.imports import agencies, disqus_export, ghost_export, wxr
from tests.newsportal.imports.bringing import bring_in
from tests.newsportal.imports.wires import names, settled, wire

pytestmark = pytest.mark.django_db

# Each took a pattern that reads on to the end from every beginning some minutes.
BOMBS = {
    "captions": "[caption]" * 40_000,
    "captions that never close": "[caption " * 40_000,
    "galleries": "[gallery" * 40_000,
    "embeds": "[embed " * 40_000,
    "frames": "<iframe>" * 40_000,
    "forms": "<form " * 40_000,
    "comments": "<!--" * 40_000,
    "what is empty": "<p>" * 40_000 + "</p>" * 40_000,
    "figures": "<figure>" * 20_000 + "</figure>" * 20_000,
    "captions of figures": "<figure>" + "<figcaption>" * 40_000 + "</figure>",
    "links": "<a " + 'href="" ' * 40_000,
    "pictures": "<img " + 'src="" ' * 40_000,
    "numbers of galleries": "[gallery " + 'ids="1 ' * 40_000 + "]",
}


@pytest.mark.parametrize("body", BOMBS.values(), ids=BOMBS)
def test_no_body_takes_long(body: str, tmp_path: Path) -> None:
    begun = time.process_time()
    plain_body(body, is_classic=True)
    plain_body(body, is_classic=True, pictures=TextPictures(PictureFolder(tmp_path, "/uploads/", {})))
    assert time.process_time() - begun < 5


def test_what_is_taken_out_of_a_body_is_that_and_no_more() -> None:
    body = (
        "<p>a</p><!-- x --><iframe src=x>no words</iframe><p>b</p><IFRAME>c</iframe >"
        '[caption id="1"]<img src=x> Words[/caption]<p>d</p><object><p>never closed</p><!-- neither'
    )
    assert plain_body(body)[0] == (
        "<p>a</p><p>b</p>\n\n<figure><figcaption>Words</figcaption></figure>\n\n"
        "<p>d</p><object><p>never closed</p><!-- neither"
    )


def test_times_that_never_were_are_lines_and_their_articles_come(tmp_path: Path) -> None:
    comments = (
        wxr.comment(1, date_gmt="2024-02-30 07:00:00"),
        wxr.comment(2, date_gmt="9999-12-31 23:59:59"),
    )
    posts = [
        wxr.post(1, slug="one", post_date_gmt="2024-02-30 07:00:00", comments=comments),
        wxr.post(2, slug="two", post_date_gmt="0001-01-01 00:00:00"),
        wxr.post(3, slug="three", post_date_gmt="0000-00-00 00:00:00"),
    ]
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", *posts))
    assert Article.objects.count() == 3 and Comment.objects.count() == 2 and not said.error
    assert said.lines.count("is no time that there was") == 4


@pytest.mark.parametrize(
    "text", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2024-02-30", "9" * 5000]
)
def test_a_time_outside_the_years_that_are_taken_is_none(text: str) -> None:
    assert any_time(text) is None


def test_an_embargo_that_cannot_be_read_publishes_nothing(tmp_path: Path) -> None:
    said = bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", embargoed="2024-02-30T00:00:00Z"))
    assert Article.objects.get().state == "draft" and "its embargo" in said.lines


def test_ghosts_odd_orders_and_times(tmp_path: Path) -> None:
    order = [
        {"post_id": "p1", "tag_id": "t1", "sort_order": "x"},
        {"post_id": "p1", "tag_id": "t2", "sort_order": 1},
    ]
    file = ghost_export.write(tmp_path / "a.json", {"published_at": "2024-02-30T00:00:00Z"}, posts_tags=order)
    said = bring_in("ghost", file)
    assert Article.objects.count() == 1 and "is no time that there was" in said.lines


def test_a_thread_whose_link_is_none_keeps_no_other_from_coming(tmp_path: Path) -> None:
    ArticleFactory(slug="story-1")
    threads = [
        disqus_export.thread(1, "http://[::1"),
        disqus_export.thread(2, "https://old.example/harbour/story-1/"),
    ]
    file = disqus_export.write(
        tmp_path / "a.xml", *threads, disqus_export.post(1, 1), disqus_export.post(2, 2)
    )
    said = bring_in("disqus", file)
    assert Comment.objects.get().key == "disqus-2" and "comment not taken" in said.lines


def test_half_a_character_in_a_story_stops_no_wire(tmp_path: Path) -> None:
    file = settled(agencies.ninjs(tmp_path / "a.json", headlines=[{"role": "main", "value": "\ud800Ferry"}]))
    settled(agencies.ninjs(tmp_path / "b.json", uri="urn:\udfff"))
    settled(agencies.ninjs(tmp_path / "c.json", uri="urn:c", by="\ud800Ada"))
    assert "\\ud800" in file.read_text()
    wire(tmp_path)
    assert Article.objects.order_by("pk")[0].headline == "Ferry"
    assert names(tmp_path / "refused") == ["b.json", "b.json.txt"]
    assert "half a character" in (tmp_path / "refused/b.json.txt").read_text()


def test_a_fault_that_one_file_finds_keeps_no_other_from_coming(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_given: object) -> None:
        raise UnicodeEncodeError("utf-8", "x", 0, 1, "which nobody thought of")

    settled(agencies.ninjs(tmp_path / "a.json"))
    settled(agencies.newsml(tmp_path / "b.xml", agencies.item(guid="urn:b")))
    monkeypatch.setitem(watching._READERS, ".json", fault)
    wire(tmp_path)
    assert Article.objects.count() == 1 and names(tmp_path / "taken") == ["b.xml"]
    assert "which nobody thought of" in (tmp_path / "refused/a.json.txt").read_text()


def test_of_fifty_with_a_bad_one_the_others_come_with_each_remark_once(tmp_path: Path) -> None:
    twice = (wxr.comment(7), wxr.comment(7))
    posts = [
        wxr.post(n, slug=f"story-{n}", comments=twice if n == 5 else (), status="publish")
        for n in range(1, 21)
    ]
    posts.append(wxr.post(30, slug="feed"))
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", *posts))
    assert Article.objects.count() == 19
    assert said.lines.count("have the same id") == 1 and said.lines.count("choose another") == 1
    assert said.error == "2 could not be taken; each is named above."


def peak_of(act: Callable[[], Any]) -> int:
    """Bytes that Python held at most while it was done."""
    tracemalloc.start()
    try:
        act()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def gigabyte(file: Path, head: bytes, tail: bytes = b"") -> Path:
    """A file of that size, which takes none on the disk, nor time to write."""
    with file.open("wb") as writing:
        writing.write(head)
        writing.truncate(1_000_000_000)
        writing.seek(0, 2)
        writing.write(tail)
    return file


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (b"", "line 1: more than 180,000,000 bytes in one line"),
        (b"{}\n", "line 2: more than 180,000,000 bytes in one line"),
        (b'[\n{"headline":\n"', "the file: what goes over several lines has more than 80,000,000 bytes"),
    ],
)
def test_a_gigabyte_that_is_no_record_is_refused_with_a_sentence_and_little_memory(
    tmp_path: Path, head: bytes, told: str
) -> None:
    file, said = gigabyte(tmp_path / "in.json", head), StringIO()

    def act() -> None:
        with pytest.raises(CommandError, match="could not be loaded"):
            call_command("load", str(file), stdout=StringIO(), stderr=said)

    assert peak_of(act) < 200_000_000
    assert told in said.getvalue()


def test_what_stands_behind_a_line_that_is_too_long_comes_in(tmp_path: Path) -> None:
    record = b'\n{"section": "harbour", "headline": "The bridge is open"}\n'
    file = gigabyte(tmp_path / "in.jsonl", b"{}\n", record)
    with pytest.raises(CommandError, match="2 could not be loaded"):
        call_command("load", str(file), stdout=StringIO(), stderr=StringIO())
    assert Article.objects.get().headline == "The bridge is open"


@pytest.mark.parametrize("head", [b'{"db":[{"data":{"posts":[{"title":"', b'{"db":[{"x":"'])
def test_a_post_of_a_gigabyte_is_refused_with_a_sentence_and_little_memory(
    tmp_path: Path, head: bytes
) -> None:
    file = tmp_path / "ghost.json"
    file.write_bytes(head + b"word " * 20_000_000)
    said: list[str] = []
    assert peak_of(lambda: said.append(bring_in("ghost", file).error)) < 200_000_000
    assert "something in it has more than 64,000,000 bytes" in said[0]
