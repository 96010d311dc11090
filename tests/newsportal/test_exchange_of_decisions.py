"""A dump of everything has what was decided and why, to the letter: an empty site that loads it goes on where the first one was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.models import User
from comments import months
from comments.models import (
    Appeal,
    Comment,
    Discussion,
    Follow,
    ModerationEntry,
    ModerationMonth,
    Notification,
    Report,
    Sanction,
    Statement,
)
from comments.models.telling import UNDO_FOR
from comments.undoing import undo
from tests import as_migrated
from tests.comments.appeals import appealed, hidden
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest
from tests.newsportal.exchanging import everything, load, once_more, refused
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)

KEPT = (
    ModerationEntry,
    Sanction,
    Statement,
    Appeal,
    Report,
    Follow,
    Notification,
    ModerationMonth,
)


def a_site() -> None:
    mona: Any = ModeratorFactory(username="mona")
    other: Any = ModeratorFactory(username="moritz")
    author, reporter, fan = (UserFactory(username=name) for name in ("author", "reporter", "fan"))
    article, quiet = ArticleFactory(slug="a"), ArticleFactory(slug="quiet")
    Follow.objects.create(reader=fan, discussion=Discussion.objects.of(quiet))
    first = CommentFactory(article=article, by=author)
    Follow.objects.create(reader=fan, discussion=first.discussion)
    rest()
    reply = article.discussion.post(by=reporter, text="No, @author.", parent=first)
    reply.report(by=author, reason="abuse", words="He says no.")
    first.report(by=reporter, reason="spam", words="An advertisement.")
    statement = hidden(first, mona)
    appealed(statement).overturn(by=other, reason="It may stand.")
    work(UNDO_FOR)
    reply.hide(by=mona, reason="Insult or threat")
    undo(ModerationEntry.objects.latest("pk"), by=mona)
    Sanction.objects.warn(author, by=mona, reason="Be kind.")
    until = timezone.now() + timedelta(hours=3)
    Sanction.objects.suspend(author, by=mona, reason="Be kinder.", until=until, comment=first)
    Sanction.objects.latest("pk").lift(by=other)
    work(UNDO_FOR)
    months.count_due(timezone.now())


def rows(model: Any) -> list[dict[str, Any]]:
    """What is the same in the other site, whatever its own numbers are."""
    names = [field.name for field in model._meta.concrete_fields if not field.is_relation]
    names += [
        f"{field.name}__username" for field in model._meta.concrete_fields if field.related_model is User
    ]
    names += [f"{field.name}__key" for field in model._meta.concrete_fields if field.related_model is Comment]
    return list(model.objects.order_by("pk").values(*(set(names) - {"after", "network"})))


def test_all_that_was_decided_and_told_comes_with_its_numbers(tmp_path: Path) -> None:
    a_site()
    was = {model: rows(model) for model in KEPT}
    assert all(was.values()), [model for model in KEPT if not was[model]]
    undone = ModerationEntry.objects.exclude(undoes=None).values_list("pk", "undoes")
    links = list(undone)
    once_more(tmp_path)
    assert {model: rows(model) for model in KEPT} == was
    assert links and list(undone.all()) == links
    call_command("recount", "--check")
    assert Comment.objects.get(text="No, @author.").open_reports == 1


def test_the_site_goes_on_from_there(tmp_path: Path, client: Client) -> None:
    a_site()
    last = ModerationEntry.objects.latest("pk").pk
    once_more(tmp_path)
    author, mona = User.objects.get(username="author"), User.objects.get(username="mona")
    client.force_login(author)
    for statement in Statement.objects.filter(reader=author):
        assert client.get(f"/accounts/decisions/{statement.pk}/").status_code == 200
    told = set(Notification.objects.of(author).values_list("pk", flat=True))
    assert Sanction.objects.against(author).kind == "warn"
    Comment.objects.get(text="No, @author.").hide(by=mona, reason="Insult or threat")
    work(UNDO_FOR)
    assert ModerationEntry.objects.latest("pk").pk > last
    assert Report.objects.get(words="He says no.").told == "upheld"
    assert set(Notification.objects.of(author).values_list("pk", flat=True)) > told


def test_what_was_decided_since_stands(tmp_path: Path) -> None:
    a_site()
    first = everything()
    report = Report.objects.get(words="He says no.")
    report.comment.hide(by=User.objects.get(username="mona"), reason="Insult or threat")
    Notification.objects.earliest("pk").delete()
    was = everything()
    load(tmp_path, *first)
    assert everything() == was
    report.refresh_from_db()
    assert report.outcome == "upheld"


def test_a_site_with_a_log_of_its_own_takes_no_other(tmp_path: Path) -> None:
    a_site()
    log = [record for record in everything() if record.get("decided", {}).get("of") == "log"]
    as_migrated.restore()
    comment = CommentFactory(article=ArticleFactory(slug="a"))
    comment.hide(by=ModeratorFactory(username="mona"), reason="Spam")
    entry = ModerationEntry.objects.get()
    ModerationEntry.objects.bulk_create([ModerationEntry(pk=1, act="hide", actor=entry.actor)])
    log[0]["decided"]["rows"][0]["id"] = 1
    assert "decided: log: number 1 is another here" in refused(tmp_path, log[0])
    assert ModerationEntry.objects.count() == 2


def test_a_namesake_has_nothing_to_do_with_it(tmp_path: Path) -> None:
    a_site()
    first = everything()
    as_migrated.restore()
    UserFactory(username="author")
    load(tmp_path, *first)
    assert not Sanction.objects.exists() and not Statement.objects.exists()
    assert ModerationEntry.objects.filter(act="warn", reader=None, actor__username="mona").exists()


@pytest.mark.parametrize(
    ("decided", "told"),
    [
        (7, "decided must be an object"),
        ({"of": "votes"}, "of must be one of log, sanctions"),
        ({"of": "log", "rows": [7]}, "rows must be a list of objects"),
        ({"of": "log", "rows": [{"act": "hide"}]}, "each row has its number"),
        ({"of": "log", "rows": [{"id": 1, "odd": 1}]}, "log: 1: there is no odd"),
        ({"of": "log", "rows": [{"id": 1, "act": "praise", "created_at": "2026-11-30"}]}, "log: 1: act: "),
        ({"of": "log", "rows": [{"id": 1, "act": "hide", "before": 7}]}, "log: 1: before must be an object"),
        ({"of": "log", "rows": [{"id": 1, "comment": 7}]}, "a comment is the address"),
        ({"of": "appeals", "rows": [{"id": 1, "statement": [1]}]}, "appeals: statement must be a number"),
        ({"of": "log", "rows": [{"id": 1, "act": ["hide"]}]}, "log: 1: act must be a text or a number"),
        ({"of": "log", "people": {"a/b": ""}}, "people must be a name"),
        ({"of": "log", "people": {"ana": "soon"}}, "people: ana must be a time"),
        (
            {"of": "sanctions", "people": {"ana": ""}, "rows": [{"id": 1, "reader": "ana", "kind": "odd"}]},
            "sanctions: 1: kind: ",
        ),
        (
            {"of": "statements", "rows": [{"id": 1, "act": "hide", "told_at": "2026-11-30T00:00:00Z"}]},
            "statements: 1: entry is missing",
        ),
    ],
)
def test_what_is_no_decision_is_named_and_nothing_of_it_kept(
    decided: object, told: str, tmp_path: Path
) -> None:
    assert told in refused(tmp_path, {"decided": decided})
    assert not ModerationEntry.objects.exists() and not Sanction.objects.exists()
