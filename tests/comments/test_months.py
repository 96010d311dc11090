"""What was decided is counted by month, kind, who decided and reason; published, and exported so that no cell is a formula."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments import appealing, months, rule_changes, sanctioning
from comments.models import ModerationMonth, Reason, Statement
from comments.models.telling import UNDO_FOR
from comments.spreadsheet import cell, sheet
from comments.undoing import undo
from tests.comments.pages import post_address, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db
OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


@pytest.fixture(autouse=True)
def _now(time_machine: Any) -> None:
    time_machine.move_to(datetime(2026, 11, 10, 3, tzinfo=UTC))


def counted() -> dict[tuple[str, str, str], int]:
    months.count_due(datetime(2026, 11, 20, tzinfo=UTC))
    rows = ModerationMonth.objects.get(month=NOVEMBER).rows
    return {(what, by, why): number for what, by, why, number in rows}


def test_decisions_are_counted_by_kind_by_rule_or_person_and_by_reason(mona: User) -> None:
    kelpie = UserFactory()
    for reason in ("Off the subject", "Off the subject: the weather", "My own words."):
        rest()
        CommentFactory(by=kelpie).hide(by=mona, reason=reason)
    sanctioning.impose_for(CommentFactory(), "ban", by=mona, reason="Insult or threat")
    rule_changes.list_words(["grebe"], "refuse", by=mona)
    rule_changes.list_words(["coot"], "hold", by=mona)
    client = Client()
    client.force_login(UserFactory())
    client.post(post_address(ArticleFactory()), {"text": "Such a grebe."})
    CommentFactory(text="Such a coot.").approve(by=mona)
    found = counted()
    assert found["hide", "person", "Off the subject"] == 2 and found["hide", "person", ""] == 1
    assert found["ban", "person", "Insult or threat"] == 1
    assert found["refuse", "words", ""] == 1 and found["hold", "words", ""] == 1


def test_what_was_undone_is_not_counted(mona: User) -> None:
    undo(CommentFactory().hide(by=mona, reason="x"), by=mona)  # type: ignore[arg-type]
    assert not [what for what, _by, _why in counted() if what == "hide"]


def test_reports_appeals_and_how_long_they_took_are_counted(mona: User, time_machine: Any) -> None:
    comment = CommentFactory()
    comment.report(by=UserFactory(), reason="spam")
    comment.report(by=UserFactory(), reason="abuse")
    CommentFactory().report(by=UserFactory(), reason="spam")
    time_machine.shift(timedelta(hours=3))
    comment.hide(by=mona, reason="x")
    work(UNDO_FOR)
    statement = Statement.objects.get()
    appeal = appealing.appeal(statement, by=statement.reader, words="x")
    time_machine.shift(timedelta(days=2))
    appeal.overturn(by=ModeratorFactory(), reason="x")
    found = counted()
    assert (found["report", "", "spam"], found["report", "", "abuse"]) == (2, 1)
    # With the restored comment the two that had led to its removal turn out rejected.
    assert found["report_rejected", "", ""] == 2 and ("report_upheld", "", "") not in found
    assert found["appeal", "", ""] == found["overturn", "", ""] == 1
    assert abs(found[months.APPEAL_TIME, "", ""] - 2 * 24 * 3600) < 60
    assert found["restore", "person", ""] == 1


def test_a_month_is_by_the_sites_clock_and_stays_as_it_was_counted(mona: User, time_machine: Any) -> None:
    # In Tokyo it is November already.
    time_machine.move_to(datetime(2026, 10, 31, 14, 59, tzinfo=UTC))
    comment = CommentFactory()
    comment.hide(by=mona, reason="x")
    time_machine.move_to(datetime(2026, 10, 31, 15, 1, tzinfo=UTC))
    CommentFactory().hide(by=mona, reason="y")
    months.count_due(datetime(2026, 11, 10, tzinfo=UTC))
    assert set(ModerationMonth.objects.values_list("month", flat=True)) == {OCTOBER, NOVEMBER}
    kept = ModerationMonth.objects.get(month=OCTOBER)
    assert kept.rows == [["hide", "person", "", 1]]
    ModerationMonth.objects.filter(month=OCTOBER).update(rows=[])
    months.count_due(datetime(2027, 1, 10, tzinfo=UTC))
    assert ModerationMonth.objects.get(month=OCTOBER).rows == []
    assert ModerationMonth.objects.count() == 4


def test_the_page_shows_them_to_everybody_and_the_footer_leads_there(client: Client, mona: User) -> None:
    CommentFactory().hide(by=mona, reason="Off the subject")
    counted()
    assert 'href="/moderation/"' in client.get("/").text
    shown = words(client.get("/moderation/").text)
    for part in ("November 2026", "Comments removed 1 0", "Off the subject 1", "Counted on"):
        assert part in shown
    japanese = words(client.get("/moderation/", headers={"accept-language": "ja"}).text)
    assert "2026年11月" in japanese and "記事と関係のない内容 1" in japanese


def test_without_any_the_page_says_so(client: Client) -> None:
    assert "Nothing is counted yet." in words(client.get("/moderation/").text)


def test_the_page_costs_the_same_for_a_year_as_for_a_month(client: Client) -> None:
    def cost(first: int, last: int) -> int:
        for month in range(first, last):
            ModerationMonth.objects.create(
                month=date(2025, month, 1), rows=[["hide", "person", "", 3]], counted_at="2026-01-01T00:00Z"
            )
        client.force_login(UserFactory())
        client.get("/moderation/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/moderation/")
        return len(queries)

    assert cost(1, 2) == cost(2, 12)


def test_the_export_has_every_month_a_number_a_line(client: Client, mona: User) -> None:
    Reason.objects.create(words="=HYPERLINK(1)")
    CommentFactory().hide(by=mona, reason="=HYPERLINK(1)")
    ModerationMonth.objects.create(
        month=OCTOBER, rows=[["report", "", "spam", 7]], counted_at="2026-11-01T00:00Z"
    )
    counted()
    answer = client.get("/moderation/decisions.csv")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "moderation.csv" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows[0] == ["month", "what", "decided by", "reason", "number"]
    assert rows[1] == ["2026-10", "report", "", "spam", "7"]
    assert ["2026-11", "hide", "person", "'=HYPERLINK(1)", "1"] in rows
    assert 'href="/moderation/decisions.csv"' in client.get("/moderation/").text


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", "\n1", " =1", "＝1", "＋1", "－1", "＠1", '"=1', "'=1"],
)
def test_no_cell_is_taken_for_a_formula(text: str) -> None:
    (row,) = csv.reader(io.StringIO(sheet([[text]]).removeprefix("\ufeff"), newline=""))
    assert row == ["'" + text]


def test_what_is_harmless_stays_as_it_is() -> None:
    assert [cell(value) for value in ("Off the subject", "a=b", "", 7, -7)] == [
        "Off the subject",
        "a=b",
        "",
        "7",
        "-7",
    ]
