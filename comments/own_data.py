"""What the discussions keep of a reader, for the file of all one's data: see accounts/own_data.py."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.own_data import Part, rows
from comments.models import (
    Appeal,
    Comment,
    CommentEdit,
    Draft,
    Follow,
    ModerationEntry,
    Mute,
    Notification,
    Premoderation,
    ReaderSettings,
    Report,
    Sanction,
    Statement,
    Visit,
    Vote,
)


def parts(user: User) -> list[Part]:
    return [
        Part(
            "settings",
            _("How you want the discussions, and of what you are told."),
            lambda: model_to_dict(ReaderSettings.objects.of(user), exclude=["reader"]),
        ),
        Part(
            "comments",
            _("What you wrote, with earlier wordings; “answers” is the comment that yours answers."),
            _comments(user),
        ),
        Part(
            "votes",
            _("Your votes: 1 up, -1 down; one that waits doesn't count yet."),
            _at_comments(Vote.objects.filter(voter=user), "value", "counts", at="cast_at"),
        ),
        Part(
            "reports",
            _("What you reported, why, and what became of it."),
            _at_comments(
                Report.objects.filter(reporter=user),
                "reason",
                "words",
                outcome="told",
                at="created_at",
            ),
        ),
        Part(
            "drafts",
            _("What you have typed and not yet sent."),
            _drafts(user),
        ),
        Part(
            "follows",
            _("The discussions that you follow, or no longer do."),
            _at_articles(Follow.objects.filter(reader=user), "is_on", since="created_at"),
        ),
        Part(
            "visits",
            _("The discussions that you have opened, when last, and the newest comment then."),
            _at_articles(Visit.objects.filter(reader=user), "seen", at="came_at"),
        ),
        Part(
            "mutes",
            _("Whom you have muted."),
            rows(Mute.objects.filter(reader=user), name="muted__username", since="created_at"),
        ),
        Part(
            "sanctions",
            _("What moderators decided about your writing here, why, and until when."),
            rows(
                Sanction.objects.filter(reader=user),
                "kind",
                "reason",
                "reason_ja",
                "at",
                "until",
                "read_at",
                "lifted_at",
                "is_undone",
            ),
        ),
        Part(
            "statements",
            _(
                "What you were told of decisions on you and on what you wrote, with your appeals and their outcome."
            ),
            _statements(user),
        ),
        Part(
            "decisions",
            _("What was decided here on your comments and on you, by a person or by the rule that is named."),
            _at_comments(
                ModerationEntry.objects.filter(reader=user).order_by("pk"), "act", "rule", at="created_at"
            ),
        ),
        Part(
            "moderation",
            _("What you decided as a moderator, and the reasons that you gave."),
            _at_comments(
                ModerationEntry.objects.filter(actor=user).exclude(act=ModerationEntry.Act.APPEAL),
                "act",
                "reason",
                at="created_at",
            ),
        ),
        Part(
            "premoderation",
            _("Whether a moderator reads your comments before they appear, since when, and why."),
            rows(Premoderation.objects.filter(reader=user), "reason", since="at"),
        ),
        Part(
            "notifications",
            _("What you were told here, and when you read it."),
            _at_comments(
                Notification.objects.filter(recipient=user),
                "kind",
                "words",
                "read_at",
                "mailed_at",
                at="created_at",
            ),
        ),
    ]


def _comments(user: User) -> Iterator[dict[str, Any]]:
    edits = CommentEdit.objects.filter(comment=OuterRef("pk")).order_by("pk")
    earlier = ArraySubquery(edits.values(json=JSONObject(text="text", replaced="replaced_at")))
    for row in rows(
        Comment.objects.filter(author=user).annotate(earlier=earlier),
        "text",
        "state",
        "up",
        "down",
        "earlier",
        number="pk",
        answers="parent_id",
        posted="created_at",
        edited="edited_at",
        picked="picked_at",
    ):
        yield {"address": _comment(row.pop("number")), **row, "answers": _comment(row["answers"])}


def _statements(user: User) -> Iterator[dict[str, Any]]:
    for row in rows(
        Statement.objects.filter(reader=user),
        "act",
        "count",
        "words",
        "words_ja",
        "text",
        "told_at",
        comment="entry__comment_id",
        appeal="appeal__words",
        appealed="appeal__made_at",
        outcome="appeal__told",
        answer="appeal__answer",
    ):
        if row["outcome"] == Appeal.Outcome.OPEN:
            # What is decided and not yet told can still be undone.
            row["answer"] = None
        yield {"comment": _comment(row.pop("comment")), **row}


def _drafts(user: User) -> Iterator[dict[str, Any]]:
    drafts = Draft.objects.filter(reader=user)
    for row in _at_articles(drafts, "act", "text", "comment_id", "base", saved="saved_at", of="article"):
        reason = {"reason": base} if (base := row.pop("base")) and row["act"] == Draft.Act.REPORT else {}
        yield {"comment": _comment(row.pop("comment_id")), **row, **reason}


def _at_comments(found: Any, *fields: str, **renamed: str) -> Iterator[dict[str, Any]]:
    for row in rows(found, "comment_id", *fields, **renamed):
        yield {"comment": _comment(row.pop("comment_id")), **row}


def _at_articles(
    found: Any, *fields: str, of: str = "discussion__article", **renamed: str
) -> Iterator[dict[str, Any]]:
    for row in rows(found, *fields, section=f"{of}__section__slug", slug=f"{of}__slug", **renamed):
        section, slug = row.pop("section"), row.pop("slug")
        yield {"article": f"{settings.SITE_URL}/{section}/{slug}/", **row}


def _comment(pk: int | None) -> str | None:
    return f"{settings.SITE_URL}/comments/{pk}/" if pk else None
