"""The folder of a wire: whole files are taken once, broken ones refused with a report, and what is on its way is waited for."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from articles.models import Article, Section
from newsportal.imports import watching
from newsportal.imports.item import Options
from newsportal.periodic import registered
from newsportal.tasks import take_wire
from tests.factories import EditorFactory
from tests.newsportal.imports import agencies
from tests.newsportal.imports.harmful import HARMFUL
from tests.newsportal.imports.wires import names, settled, wire

pytestmark = pytest.mark.django_db


def test_each_whole_file_is_taken_once_in_the_order_of_time(tmp_path: Path) -> None:
    agencies.newsml(tmp_path / "a.xml", agencies.item(2, headline="The ferry sails at noon"))
    settled(agencies.ninjs(tmp_path / "b.json"))
    said, error = wire(tmp_path)
    assert not error and "2 files taken, 0 refused." in said
    assert Article.objects.get().headline == "The ferry sails at noon"
    assert names(tmp_path) == ["refused", "taken"] and names(tmp_path / "taken") == [
        "a.xml",
        "a.xml.txt",
        "b.json",
    ]
    agencies.ninjs(tmp_path / "b.json")
    wire(tmp_path)
    assert "b-2.json" in names(tmp_path / "taken") and Article.objects.count() == 1


@pytest.mark.parametrize("name", ["a.json", "a.xml"])
def test_a_file_that_is_cut_in_half_is_refused_and_nothing_of_it_stays(name: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if name == "a.xml":
        agencies.newsml(file, agencies.item(guid="urn:1"), agencies.item(guid="urn:2"))
    else:
        agencies.ninjs(file)
    file.write_bytes(file.read_bytes()[: -file.stat().st_size // 4])
    _said, error = wire(settled(file).parent)
    assert f"Refused: {name}" in error and names(tmp_path / "refused") == [name, f"{name}.txt"]
    assert "nothing of it was taken: line" in (tmp_path / "refused" / f"{name}.txt").read_text()
    assert not Article.objects.exists() and not Section.objects.exists()


def test_what_is_still_being_written_is_left_for_the_next_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = agencies.ninjs(tmp_path / "a.json")
    whole = file.read_bytes()
    file.write_bytes(whole[:100])

    def more(seconds: float) -> None:
        assert 0 < seconds <= watching.SETTLED
        file.write_bytes(whole)

    monkeypatch.setattr(watching.time, "sleep", more)
    assert "On their way still: a.json." in wire(tmp_path)[0] and not Article.objects.exists()
    wire(tmp_path)
    assert Article.objects.count() == 1 and names(tmp_path / "taken") == ["a.json"]


def test_a_file_that_is_taken_away_meanwhile_keeps_no_other_off_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text("{")
    later = agencies.ninjs(tmp_path / "b.json")
    os.utime(later, (time.time() + 1,) * 2)
    monkeypatch.setattr(watching.time, "sleep", lambda seconds: (tmp_path / "a.json").unlink())
    said, error = wire(tmp_path)
    assert not error and "1 file taken, 0 refused." in said and Article.objects.count() == 1
    assert names(tmp_path) == ["refused", "taken"]


@pytest.mark.parametrize("xml", HARMFUL.values(), ids=HARMFUL)
def test_an_xml_bomb_is_refused_with_a_sentence(xml: str, tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(xml.replace("{file}", "file:///etc/passwd"))
    settled(tmp_path / "a.xml")
    assert "Refused: a.xml" in wire(tmp_path)[1]
    assert "entities are never resolved" in (tmp_path / "refused/a.xml.txt").read_text()


def test_of_a_whole_file_with_one_bad_story_the_others_are_taken(tmp_path: Path) -> None:
    items = [
        agencies.item(guid="urn:1"),
        agencies.item(guid="urn:2", headline=""),
        agencies.item(guid="urn:3"),
    ]
    agencies.newsml(tmp_path / "a.xml", *items)
    wire(tmp_path)
    assert Article.objects.count() == 2
    assert "headline must be a text" in (tmp_path / "refused/a.xml.txt").read_text()


def test_links_hidden_unfinished_and_other_files(tmp_path: Path) -> None:
    outside = agencies.ninjs(tmp_path / "outside.json")
    folder = tmp_path / "wire"
    folder.mkdir()
    (folder / "link.json").symlink_to(outside)
    for name in (".hidden.json", "a.json.part", "picture.jpg"):
        (folder / name).write_text("x")
    settled_other = folder / "notes.doc"
    settled_other.write_text("x")
    settled(settled_other)
    assert "Refused: notes.doc" in wire(folder)[1]
    assert names(folder) == [".hidden.json", "a.json.part", "link.json", "picture.jpg", "refused", "taken"]


def test_two_at_once_take_turns(tmp_path: Path) -> None:
    with watching._alone(tmp_path), pytest.raises(watching.BusyError):
        watching.take_folder(tmp_path, Options(), by=EditorFactory(), say=lambda line: None)


def test_without_a_folder_or_an_editor_it_is_a_sentence(tmp_path: Path) -> None:
    assert "Say in whose name" in wire(tmp_path, by="")[1]
    assert "can't be read" in wire(tmp_path / "nowhere")[1]


def test_where_a_folder_is_set_the_worker_takes_what_lies_there(tmp_path: Path, settings: Any) -> None:
    assert "newsportal.tasks.take_wire" not in registered()
    settings.WIRE_FOLDER, settings.WIRE_BY, settings.WIRE_DRAFT = (
        str(tmp_path),
        EditorFactory().username,
        True,
    )
    assert "newsportal.tasks.take_wire" in registered()
    agencies.ninjs(tmp_path / "a.json")
    take_wire.func()
    assert Article.objects.get().state == "draft" and names(tmp_path / "taken") == ["a.json"]
