"""The reason chosen for a report is kept with its words, wherever one goes on."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from comments.models import Comment, Report
from tests.accounts.entrance import log_in
from tests.clients import signed_in
from tests.comments.pages import field, words
from tests.factories import PASSWORD, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def comment() -> Comment:
    return CommentFactory()


@pytest.fixture
def reader() -> Client:
    return signed_in(UserFactory(username="Kelpie"))


def form(comment: Comment) -> str:
    return f"/comments/{comment.pk}/report/"


def chosen(html: str) -> list[str]:
    return re.findall(r'name="reason"\s+value="(\w+)"\s+checked', html)


def keep(reader: Client, comment: Comment, reason: str, text: str = "Look at line two.") -> str:
    page = reader.get(form(comment)).text
    sent = {name: field(page, name) for name in ("key", "seen")}
    return reader.post(form(comment), sent | {"reason": reason, "words": text, "save": "1"}).text


def test_it_stands_in_the_form_when_one_comes_back(reader: Client, comment: Comment) -> None:
    assert chosen(keep(reader, comment, "abuse")) == ["abuse"]
    page = reader.get(form(comment)).text
    assert chosen(page) == ["abuse"] and "Look at line two." in words(page)


def test_the_last_one_chosen_is_kept_also_where_the_words_are_the_same(
    reader: Client, comment: Comment
) -> None:
    keep(reader, comment, "abuse")
    keep(reader, comment, "spam")
    assert chosen(reader.get(form(comment)).text) == ["spam"]


def test_what_the_address_names_goes_before_it(reader: Client, comment: Comment) -> None:
    keep(reader, comment, "abuse")
    assert chosen(reader.get(form(comment), {"reason": "spam"}).text) == ["spam"]


@pytest.mark.parametrize("reason", ["", "nonsense", "x" * 500, "abuse\x00"])
def test_what_is_no_reason_is_none(reader: Client, comment: Comment, reason: str) -> None:
    keep(reader, comment, reason)
    page = reader.get(form(comment)).text
    assert chosen(page) == [] and "Look at line two." in words(page)


def test_the_report_is_made_with_it_and_nothing_is_left(reader: Client, comment: Comment) -> None:
    keep(reader, comment, "abuse")
    page = reader.get(form(comment)).text
    sent = {name: field(page, name) for name in ("key", "seen", "base")}
    reader.post(form(comment), sent | {"reason": chosen(page)[0], "words": "Look at line two."})
    assert Report.objects.get().reason == "abuse"
    assert "Kept as a draft" not in words(reader.get(form(comment)).text)


def test_ones_data_say_which_it_was(client: Client, comment: Comment) -> None:
    log_in(client, UserFactory(password=PASSWORD))
    keep(client, comment, "abuse")
    answer: Any = client.post("/accounts/data/")
    [draft] = json.loads(b"".join(answer.streaming_content))["drafts"]
    assert (draft["act"], draft["reason"]) == ("report", "abuse")
