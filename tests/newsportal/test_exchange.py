"""Load and dump: what goes in comes out, once, and what is broken is named."""

from __future__ import annotations

import json
from io import BytesIO, StringIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from articles.models import Announcement, Article, Edition, Photo
from comments.bursts import hold_bursts
from comments.models import Comment, Discussion, Vote, VoteHold
from comments.recount import recount
from newsportal.exchange.people import stand_ins
from tests.factories import ModeratorFactory, UserFactory
from tests.newsportal.exchanging import dump, load, picture
from tests.seed import SEED

pytestmark = pytest.mark.django_db

THREAD = {
    "section": "harbour",
    "headline": "The ferry sails again",
    "published_at": "2026-03-01T08:00:00+09:00",
    "topics": ["Ferries", "港"],
    "authors": ["Ada Wills", "森 葵"],
    "body": ["One & two.", "“Three.”"],
    "comments": [
        {
            "id": "b",
            "parent": "a",
            "author": "noor",
            "body": "> First\n\nNo.",
            "votes": {"ken": -1, "mio": 1},
        },
        {
            "id": "a",
            "author": "ken",
            "time": "2026-03-01T09:00:00+09:00",
            "picked": "2026-03-02T09:00:00+09:00",
            "body": "First",
            "votes": {"noor": 1},
        },
        {"id": "c", "parent": "b", "author": "海", "body": "深い", "votes": {}, "state": "hidden"},
        {"id": 4, "parent": "c", "author": None, "body": "From one who left", "votes": {}},
    ],
}


def test_a_dump_loaded_into_an_empty_site_dumps_the_same(tmp_path: Path) -> None:
    (tmp_path / "ferry.jpg").write_bytes(picture())
    with_photo = {
        **THREAD,
        "headline": "With a picture",
        "photo": {"caption": "A ferry", "credit": "Staff", "file": "ferry.jpg"},
    }
    load(tmp_path, THREAD, with_photo, json.loads(SEED.read_text()))
    first = dump()
    for model in (Vote, Comment, Discussion, Article, Photo, Announcement, User):
        if model is Comment:
            Comment.objects.update(parent=None, root=None, depth=0)
        model.objects.all().delete()
    (tmp_path / "dump.jsonl").write_text(first)
    call_command("load", str(tmp_path / "dump.jsonl"), stdout=StringIO())
    assert dump() == first
    assert first.count("data:image/jpeg") == 1 and recount() == []


def test_loading_again_changes_nothing(tmp_path: Path) -> None:
    load(tmp_path, THREAD, json.loads(SEED.read_text()))
    before = dump(), Edition.objects.get().version, list(Discussion.objects.values_list("version", flat=True))
    load(tmp_path, THREAD, json.loads(SEED.read_text()))
    assert before == (
        dump(),
        Edition.objects.get().version,
        list(Discussion.objects.values_list("version", flat=True)),
    )


def test_votes_that_wait_or_were_set_aside_come_out_and_in_again_and_count_no_more_than_before(
    tmp_path: Path,
) -> None:
    load(tmp_path, THREAD)
    comment = Comment.objects.get(key="a")
    for reader in UserFactory.create_batch(2, date_joined=timezone.now()):
        comment.vote(by=reader, value=-1)
    aside = Comment.objects.get(key="b")
    hold = aside.vote(by=UserFactory(date_joined=timezone.now()), value=-1)
    assert hold
    hold.set_aside(by=ModeratorFactory(), reason="a ring")
    taken_back = UserFactory(date_joined=timezone.now())
    aside.vote(by=taken_back, value=1)
    aside.vote(by=taken_back, value=0)
    first = dump()
    assert first.count('"held"') == 2 and taken_back.username not in first
    Vote.objects.all().delete()
    VoteHold.objects.all().delete()
    (tmp_path / "dump.jsonl").write_text(first)
    for _again in range(2):
        call_command("load", str(tmp_path / "dump.jsonl"), stdout=StringIO())
        assert dump() == first and recount() == []
        assert sorted(VoteHold.objects.values_list("state", "words")) == [
            ("aside", "a ring"),
            ("waiting", ""),
        ]


def test_a_thread_comes_in_with_its_places_authors_times_and_votes(tmp_path: Path) -> None:
    load(tmp_path, THREAD)
    a, b, c, d = (Comment.objects.get(key=key) for key in ("a", "b", "c", "4"))
    assert (b.parent, c.parent, d.root, d.depth) == (a, b, a, 3)
    assert (a.up, a.down, b.up, b.down) == (1, 0, 1, 1)
    assert a.author is not None and a.author.username == "ken" and not a.author.has_usable_password()
    assert c.state == "hidden" and d.author is None
    assert a.created_at.isoformat() == "2026-03-01T00:00:00+00:00"
    assert [one.picked_at.isoformat() for one in (a, b) if one.picked_at] == ["2026-03-02T00:00:00+00:00"]
    assert [author.name for author in Article.objects.get().ordered_authors] == ["Ada Wills", "森 葵"]
    assert recount() == []


def test_counted_votes_of_nobody_in_particular_are_cast_by_stand_ins(tmp_path: Path) -> None:
    load(tmp_path, json.loads(SEED.read_text()))
    given = [
        (comment["score"], comment["up"], comment["down"])
        for comment in json.loads(SEED.read_text())["comments"]
    ]
    assert list(Comment.objects.order_by("id").values_list("score", "up", "down")) == given
    assert recount() == [] and User.objects.filter(is_stand_in=True).exists()
    assert not User.objects.exclude(is_stand_in=True).exists()


def test_votes_that_were_loaded_together_are_no_burst(tmp_path: Path) -> None:
    comments = [
        {"id": number, "author": "Wrote all", "body": f"No. {number}", "up": 5} for number in range(6)
    ]
    load(tmp_path, {"headline": "Harbour", "section": "politics", "body": ["Text."], "comments": comments})
    assert hold_bursts(timezone.now()) == 0
    assert set(Comment.objects.values_list("up", "down")) == {(5, 0)}


def test_what_was_posted_since_is_left_alone(tmp_path: Path) -> None:
    load(tmp_path, THREAD)
    discussion = Discussion.objects.get()
    discussion.post(by=User.objects.get(username="ken"), text="And now?")
    Comment.objects.get(key="a").hide(by=ModeratorFactory(), reason="spam")
    load(tmp_path, THREAD)
    assert discussion.comments.count() == 5 and Comment.objects.get(key="a").state == "hidden"


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ({}, "section must be a text"),
        ({"section": "harbour"}, "headline must be a text"),
        ({"section": "admin", "headline": "x"}, "address of another page"),
        ({"section": "harbour", "headline": "!!!"}, "needs a slug"),
        ({"section": "harbour", "headline": "x" * 201}, "at most 200"),
        ({"section": "harbour", "headline": "a\x00"}, "NUL"),
        ({"section": "harbour", "headline": "x", "published_at": "yesterday"}, "must be a time"),
        ({"section": "harbour", "headline": "x", "published_at": "2026-13-45T00:00:00Z"}, "must be a time"),
        ({"section": "harbour", "headline": "x", "body": 7}, "body must be"),
        ({"section": "harbour", "headline": "x", "comments": [7]}, "list of objects"),
        ({"section": "harbour", "headline": "x", "comments": [{"body": ""}]}, "1 to 10000"),
        ({"section": "harbour", "headline": "x", "comments": [{"body": "x" * 10_001}]}, "1 to 10000"),
        ({"section": "harbour", "headline": "x", "comments": [{"body": "x", "parent": "9"}]}, "isn't there"),
        (
            {"section": "harbour", "headline": "x", "comments": [{"id": 1, "parent": 1, "body": "x"}]},
            "answers itself",
        ),
        (
            {
                "section": "harbour",
                "headline": "x",
                "comments": [{"id": 1, "parent": 2, "body": "x"}, {"id": 2, "parent": 1, "body": "y"}],
            },
            "answers itself",
        ),
        (
            {
                "section": "harbour",
                "headline": "x",
                "comments": [{"id": 1, "body": "x"}, {"id": "1", "body": "y"}],
            },
            "same id",
        ),
        ({"section": "harbour", "headline": "x", "comments": [{"body": "x", "votes": {"a": 2}}]}, "1 or -1"),
        (
            {"section": "harbour", "headline": "x", "comments": [{"body": "x", "votes": {"a": True}}]},
            "1 or -1",
        ),
        (
            {
                "section": "harbour",
                "headline": "x",
                "comments": [{"body": "x", "author": "a", "votes": {"a": 1}}],
            },
            "author votes",
        ),
        ({"section": "harbour", "headline": "x", "comments": [{"body": "x", "up": -1}]}, "number from 0"),
        (
            {
                "section": "harbour",
                "headline": "x",
                "comments": [{"body": "x", "votes": {"a": 1}, "held": [{"voters": ["b"]}]}],
            },
            "one of the comment's votes",
        ),
        ({"section": "harbour", "headline": "x", "photo": {"file": "none.jpg"}}, "photo:"),
        ({"section": "harbour", "headline": "x", "photo": {"image": "data:image/png;base64,AAAA"}}, "photo:"),
        ([], "JSON object"),
    ],
)
def test_a_bad_record_is_named_and_the_rest_loads(tmp_path: Path, broken: Any, reason: str) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text(
        json.dumps(THREAD) + "\n" + json.dumps(broken) + "\n" + json.dumps({**THREAD, "headline": "Third"})
    )
    said = StringIO()
    with pytest.raises(CommandError, match="1 could not be loaded"):
        call_command("load", str(file), stdout=StringIO(), stderr=said)
    assert said.getvalue().startswith("line 2: ") and reason in said.getvalue()
    assert Article.objects.count() == 2


def test_a_list_an_object_and_standard_input_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "Loaded 2 articles" in load(tmp_path, THREAD, {**THREAD, "headline": "Second"}, lines=False)
    typed = json.dumps({**THREAD, "headline": "Third"}, indent=2).encode()
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(typed)))
    call_command("load", "-", stdout=StringIO())
    assert Article.objects.count() == 3


GOOD, SECOND = ({**THREAD, "headline": headline} for headline in ("Good", "Second"))
BAD = {"section": "harbour"}
HALF = '{"section": "harbour", "headline": }'


def lines_of(*records: Any, **form: Any) -> str:
    return "\n".join(record if isinstance(record, str) else json.dumps(record, **form) for record in records)


def a_list(*records: Any, indent: int | None = None) -> str:
    inner = ",\n".join(lines_of(record, indent=indent) for record in records)
    return f"[\n{inner}\n]"


@pytest.mark.parametrize(
    ("text", "told", "loaded"),
    [
        (lines_of(GOOD, BAD, SECOND), "line 2: headline must be a text", 2),
        ("\n\n" + lines_of(BAD, GOOD), "line 3: headline must be a text", 1),
        ("\n" + lines_of(BAD, indent=2), "line 2: headline must be a text", 0),
        (lines_of(GOOD, BAD, indent=1), f"line {lines_of(GOOD, indent=1).count('\n') + 2}: headline must", 1),
        (a_list(GOOD, BAD, SECOND), "line 3, record 2: headline must be a text", 2),
        (json.dumps([GOOD, BAD, SECOND]), "line 1, record 2: headline must be a text", 2),
        (
            json.dumps([GOOD, BAD, SECOND], indent=2),
            f"line {json.dumps([GOOD], indent=2).count('\n') + 1}, record 2: headline must",
            2,
        ),
        (lines_of(GOOD, HALF, SECOND), "line 2: not JSON: Expecting value (column 36)", 2),
        (lines_of(HALF, GOOD, SECOND), "line 1: not JSON: Expecting value (column 36)", 2),
        (lines_of(GOOD, '{"a": "\udc80"}', SECOND), "line 2: not UTF-8 at byte 8", 2),
        (
            a_list(GOOD, HALF, SECOND),
            "line 3: not JSON: Expecting value (column 36); nothing behind it was read",
            1,
        ),
        (f"[\n{lines_of(GOOD)}\n{lines_of(SECOND)}\n]", "line 3: not JSON: Expecting ',' delimiter", 1),
        (json.dumps(GOOD, indent=2)[:-1] + ',\n"x":\n}', "not JSON: Expecting value", 0),
        (json.dumps(GOOD, indent=2).replace("[", "[\n[[", 1), "not JSON: Expecting", 0),
        ("[" * 100_000, "line 1: not JSON: Nested too deeply (column 2)", 0),
        (f"[\n{'9' * 5000}]", "line 2: not JSON: Exceeds the limit", 0),
    ],
)
def test_what_is_wrong_is_one_sentence_with_the_line_that_it_stands_in(
    tmp_path: Path, text: str, told: str, loaded: int
) -> None:
    file = tmp_path / "in.json"
    file.write_bytes(text.encode(errors="surrogateescape"))
    said = StringIO()
    with pytest.raises(CommandError, match="1 could not be loaded"):
        call_command("load", str(file), stdout=StringIO(), stderr=said)
    assert told in said.getvalue() and said.getvalue().startswith("line ")
    assert said.getvalue().count("\n") == 1
    assert Article.objects.count() == loaded


def test_it_says_what_it_changed_and_what_was_there_already(tmp_path: Path) -> None:
    first, second = load(tmp_path, THREAD), load(tmp_path, THREAD)
    assert first == "Loaded 1 article with 4 comments and 3 votes.\n"
    assert second == "1 article was there already, nothing changed.\n"
    more = {
        **THREAD,
        "comments": [*THREAD["comments"], {"id": "e", "author": "ken", "body": "Late", "up": 2}],
    }
    third = load(tmp_path, more, {**THREAD, "headline": "Next", "comments": []})
    assert third == ("Loaded 1 article. 1 article was there already; added to it: 1 comment and 2 votes.\n")


def test_a_score_that_its_votes_do_not_come_to_is_said(tmp_path: Path) -> None:
    comments = [
        {"id": 1, "body": "x", "up": 3, "down": 1, "score": 2},
        {"id": 2, "body": "y", "up": 3, "down": 1, "score": 5},
        {"id": 3, "body": "z", "votes": {"ken": 1}, "score": "many"},
    ]
    said = load(tmp_path, {"section": "harbour", "headline": "x", "comments": comments})
    assert said.splitlines() == [
        "line 1: comment 2: score is 2 by its votes, not 5 as given",
        "line 1: comment 3: score is 1 by its votes, not 'many' as given",
        "Loaded 1 article with 3 comments and 9 votes.",
    ]


@pytest.mark.parametrize("text", ["", "{", "not json"])
def test_a_file_that_is_no_json_gets_a_sentence(tmp_path: Path, text: str) -> None:
    file = tmp_path / "in.json"
    file.write_text(text)
    with pytest.raises(CommandError):
        call_command("load", str(file), stdout=StringIO(), stderr=StringIO())


def test_who_has_another_name_since_the_dump_is_still_who_wrote_it(tmp_path: Path) -> None:
    load(tmp_path, THREAD)
    ken = User.objects.get(username="ken")
    ken.rename("Kenneth", by=ModeratorFactory())
    load(tmp_path, {**THREAD, "slug": "another", "headline": "Another"})
    assert {comment.author for comment in Comment.objects.filter(text="First")} == {ken}
    assert ken.votes.count() == 2 and not User.objects.filter(username="ken").exists()
    load(tmp_path, THREAD)
    assert Comment.objects.count() == 8 and recount() == []


def test_a_reader_may_be_called_almost_like_a_stand_in() -> None:
    stand_ins(["reader-1"])
    assert UserFactory(username="reader1").pk


def test_corrections_come_out_and_in_again_as_they_were(tmp_path: Path) -> None:
    corrections = [
        {"time": "2026-03-02T08:00:00+09:00", "words": "One.\n\nTwo."},
        {"time": "2026-03-03T08:00:00+09:00", "words": "橋。", "by": "wren", "thanks_to": "mio"},
    ]
    load(tmp_path, {**THREAD, "corrections": corrections})
    first = dump()
    assert json.loads(first)["corrections"] == corrections
    assert json.loads(first)["updated_at"] == "2026-03-03T08:00:00+09:00"
    Comment.objects.update(parent=None, root=None, depth=0)
    for model in (Vote, Comment, Discussion, Article, User):
        model.objects.all().delete()
    (tmp_path / "dump.jsonl").write_text(first)
    for _again in range(2):
        call_command("load", str(tmp_path / "dump.jsonl"), stdout=StringIO())
        assert dump() == first


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ("wrong", "corrections must be a list"),
        ([{"words": "One."}], "correction 1: time must be"),
        ([{"time": "2026-03-02T08:00:00+09:00"}], "correction 1: words must be a text"),
        ([{"time": "2026-03-02T08:00:00+09:00", "words": "x" * 1001}], "at most 1000"),
        ([{"time": "2026-03-02T08:00:00+09:00", "words": "x", "by": "a/b"}], "correction 1: by must be"),
    ],
)
def test_a_wrong_correction_is_named(tmp_path: Path, given: Any, why: str) -> None:
    file, said = tmp_path / "in.json", StringIO()
    file.write_text(json.dumps({**THREAD, "corrections": given}))
    with pytest.raises(CommandError, match="1 could not be loaded"):
        call_command("load", str(file), stdout=StringIO(), stderr=said)
    assert why in said.getvalue() and not Article.objects.exists()
