"""An agency's stories in ninjs and NewsML-G2: taken, brought up to date, corrected in the open, and taken off where it kills them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Correction, Origin, Photo
from tests.articles.photos import with_iptc
from tests.factories import EditorFactory, UserFactory
from tests.newsportal.exchanging import picture
from tests.newsportal.imports import agencies
from tests.newsportal.imports.bringing import Said, bring_in, dump

pytestmark = pytest.mark.django_db

type Send = Callable[..., Said]


@pytest.fixture(params=["ninjs", "newsml"])
def send(request: pytest.FixtureRequest, tmp_path: Path) -> Send:
    """Brings in a version of the same story in either format, in an editor's name."""
    by = EditorFactory().username

    def ninjs(version: int = 1, *, dry_run: bool = False, **said: str) -> Said:
        given: dict[str, Any] = {"pubstatus": said.get("status", "usable"), "ednote": said.get("note")}
        if "headline" in said:
            given["headlines"] = [{"value": said["headline"]}]
        file = agencies.ninjs(tmp_path / "a.json", version, **given)
        return bring_in("ninjs", file, by=by, dry_run=dry_run)

    def newsml(version: int = 1, *, dry_run: bool = False, **said: str) -> Said:
        return bring_in(
            "newsml",
            agencies.newsml(tmp_path / "a.xml", agencies.item(version, **said)),
            by=by,
            dry_run=dry_run,
        )

    return ninjs if request.param == "ninjs" else newsml


def test_a_story_comes_in_with_all_that_it_says_once(send: Send) -> None:
    said = send()
    article = Article.objects.get()
    assert (article.headline, article.standfirst) == ("The ferry sails again", "In short.")
    assert article.body.strip() == "<p>It left at <strong>dawn</strong>.</p>" and article.is_public
    assert article.ordered_authors[0].name == "Ada Wills" and article.source_line == "© Harbour Agency 2024"
    assert [topic.name for topic in article.topics.all()] == ["Boats"] and article.section.slug == "news"
    assert not said.lines and not said.error
    before = dump()
    assert "nothing changed" in send().out and dump() == before


def test_a_new_version_brings_it_up_to_date_and_an_old_one_changes_nothing(send: Send) -> None:
    send(2)
    assert send(3, headline="The ferry sails at noon").out.strip() == "Changed 1 article."
    assert "nothing changed" in send(1, headline="Too old").out
    article = Article.objects.get()
    assert (
        article.headline == "The ferry sails at noon"
        and article.changed_at
        and not article.corrections.exists()
    )
    assert article.versions.count() == 2 and article.versions.first().history_user.is_staff


def test_a_correction_is_shown_as_one(send: Send, client: Client) -> None:
    send()
    send(2, headline="The ferry sails at noon", note="CORRECTS the time of the ferry.")
    send(3, headline="The ferry sails at one", note="CORRECTION: It sails at one.")
    told = list(Correction.objects.order_by("pk").values_list("words", flat=True))
    assert told == ["CORRECTS the time of the ferry.", "It sails at one."]
    assert "CORRECTS the time" in client.get("/news/the-ferry-sails-again/").content.decode()


def test_a_note_to_editors_is_no_correction(send: Send) -> None:
    send()
    send(2, headline="The ferry sails at noon", note="Adds a quote; incorrectly sent twice.")
    assert not Correction.objects.exists()


def test_a_kill_takes_it_off_with_the_next_answer_and_no_version_brings_it_back(
    send: Send, client: Client
) -> None:
    send()
    assert client.get("/news/the-ferry-sails-again/").status_code == 200
    said = send(2, status="canceled")
    assert "killed" in said.lines and client.get("/news/the-ferry-sails-again/").status_code == 410
    send(1)
    assert "an editor decides" in send(3).lines
    assert client.get("/news/the-ferry-sails-again/").status_code == 410


def test_what_is_killed_before_it_came_never_comes(send: Send) -> None:
    send(2, status="canceled")
    said = send(1)
    assert (
        not Article.objects.exists() and Origin.objects.count() == 1 and "killed before it came" in said.lines
    )


def test_what_editors_have_written_stays_and_is_named_and_the_rest_is_brought_up_to_date(send: Send) -> None:
    send()
    Article.objects.update(standfirst="Ours.")
    said = send(2, headline="The ferry sails at noon")
    article = Article.objects.get()
    assert (article.headline, article.standfirst) == (
        "The ferry sails at noon",
        "Ours.",
    ) and "not taken" not in said.lines
    Article.objects.update(headline="Our own")
    assert "its new headline not taken" in send(3, headline="Another").lines
    assert "its new headline not taken" in send(4, headline="And another").lines
    assert Article.objects.get().headline == "Our own"


def test_what_is_withheld_is_a_draft_until_it_is_released(send: Send) -> None:
    send(status="withheld")
    send(2, status="withheld", headline="The ferry sails at noon")
    held = Article.objects.get()
    assert (held.state, held.headline) == ("draft", "The ferry sails at noon")
    send(3)
    assert Article.objects.get().is_public
    send(4, status="withheld")
    assert Article.objects.get().state == "unpublished"


def test_a_dry_run_changes_nothing(send: Send) -> None:
    send()
    before = dump(), Origin.objects.get().version
    assert "killed" in send(2, status="canceled", dry_run=True).lines
    assert (dump(), Origin.objects.get().version) == before


def test_nobody_in_particular_changes_nothing(tmp_path: Path) -> None:
    bring_in("ninjs", agencies.ninjs(tmp_path / "a.json"))
    killed = agencies.ninjs(tmp_path / "a.json", 2, pubstatus="canceled")
    assert "--by" in bring_in("ninjs", killed).lines
    assert "may not publish" in bring_in("ninjs", killed, by=UserFactory().username).error
    assert "Nobody here is called" in bring_in("ninjs", killed, by="nobody").error
    assert Article.objects.get().is_public


def test_an_embargo_is_kept_to_the_second(tmp_path: Path) -> None:
    bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", embargoed="2999-01-01T00:00:00Z"))
    assert Article.objects.get().is_scheduled


def test_a_picture_that_lies_beside_comes_along_and_other_kinds_do_not(tmp_path: Path) -> None:
    (tmp_path / "ferry.jpg").write_bytes(picture())
    association = {
        "type": "picture",
        "name": "main",
        "descriptions": [{"value": "A ferry"}],
        "by": "Mio",
        "renditions": [
            {"href": "thumb.jpg", "width": 10},
            {"href": "https://cdn.example/x/ferry.jpg", "width": 900},
        ],
    }
    bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", associations=[association]))
    photo = Article.objects.get().photo
    assert photo and (photo.caption, photo.credit) == ("A ferry", "Mio") and photo.image
    said = bring_in("ninjs", agencies.ninjs(tmp_path / "b.json", uri="urn:b", type="video"))
    assert "only text is taken" in said.lines


def test_what_the_file_of_a_picture_says_fills_what_the_agency_left_empty(tmp_path: Path) -> None:
    (tmp_path / "ferry.jpg").write_bytes(with_iptc((2, 120, b"Gulls over the pier"), (2, 80, b"Ada Byron")))
    for uri, told, expected in (
        ("urn:a", {}, ("Gulls over the pier", "Ada Byron")),
        ("urn:b", {"descriptions": [{"value": "A ferry"}]}, ("A ferry", "Ada Byron")),
        ("urn:c", {"by": "Mio"}, ("Gulls over the pier", "Mio")),
    ):
        association = {"type": "picture", "renditions": [{"href": "ferry.jpg", "width": 900}], **told}
        bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", uri=uri, associations=[association]))
        photo = Photo.objects.latest("pk")
        assert (photo.caption, photo.credit) == expected, uri


def test_ninjs_1_is_read_too(tmp_path: Path) -> None:
    older = {
        "headlines": None,
        "bodies": None,
        "descriptions": None,
        "by": None,
        "subjects": None,
        "infosources": None,
    }
    new = {
        "headline": "Old & new",
        "body_text": "One.\n\nTwo < three.",
        "byline": "Mio",
        "subject": [{"name": "Boats"}],
        "description_text": "Short",
    }
    bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", **older, **new))
    article = Article.objects.get()
    assert (article.headline, article.body, article.standfirst) == (
        "Old & new",
        "<p>One.</p>\n<p>Two &lt; three.</p>",
        "Short",
    )


def test_a_message_with_many_items_says_of_each_what_is_not_taken(tmp_path: Path) -> None:
    nitf = (
        '<inlineXML contenttype="application/nitf+xml"><nitf xmlns="http://iptc.org/std/NITF/2006-10-18/"><body><body.head/>'
        "<body.content><hl2>Head</hl2><p>It left.</p></body.content></body></nitf></inlineXML>"
    )
    plain = '<inlineData contenttype="text/plain">One &lt; two.\n\nThree.</inlineData>'
    begin, end = "<inlineXML", "</contentSet>"
    first, second = agencies.item(guid="urn:1"), agencies.item(guid="urn:2")
    first = first[: first.index(begin)] + nitf + first[first.index(end) :]
    second = second[: second.index(begin)] + plain + second[second.index(end) :]
    package = '<packageItem guid="urn:3" version="1"/>'
    picture_item = agencies.item(guid="urn:4", kind="picture")
    said = bring_in("newsml", agencies.newsml(tmp_path / "a.xml", first, second, package, picture_item))
    bodies = [article.body.strip() for article in Article.objects.order_by("pk")]
    assert bodies == ["<h2>Head</h2><p>It left.</p>", "<p>One &lt; two.</p>\n<p>Three.</p>"]
    assert "it is a package" in said.lines and "“picture”" in said.lines


def test_a_signal_of_correction_is_one_without_a_note_too(tmp_path: Path) -> None:
    by = EditorFactory().username
    bring_in("newsml", agencies.newsml(tmp_path / "a.xml", agencies.item()), by=by)
    bring_in("newsml", agencies.newsml(tmp_path / "a.xml", agencies.item(2, signal="sig:correction")), by=by)
    assert Correction.objects.get().words == "The agency has corrected this story."


@pytest.mark.parametrize("odd", [None, 7, "x", [], [None], {"a": 1}, True])
def test_odd_values_harm_nothing(odd: Any, tmp_path: Path) -> None:
    for name in (
        "headlines",
        "bodies",
        "by",
        "subjects",
        "associations",
        "versioncreated",
        "genres",
        "type",
        "keywords",
        "pubstatus",
        "uri",
    ):
        said = bring_in("ninjs", agencies.ninjs(tmp_path / "a.json", **{name: odd}))
        assert "Traceback" not in said.lines
