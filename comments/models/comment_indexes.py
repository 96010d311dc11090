"""The orders in which comments are walked: those of a thread, of an author, of the queues at the desk."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q

COMMENT_INDEXES: list[models.Index] = [
    models.Index(
        fields=["discussion", "id"],
        condition=Q(parent=None),
        name="comment_roots_by_time",
    ),
    models.Index(
        fields=["discussion", "-rank", "-id"],
        condition=Q(parent=None),
        name="comment_roots_best",
    ),
    models.Index(
        fields=["discussion", "-controversy", "-id"],
        condition=Q(parent=None),
        name="comment_roots_disputed",
    ),
    models.Index(
        fields=["discussion", "id"],
        condition=Q(picked_at__isnull=False),
        name="comment_picks",
    ),
    models.Index(
        fields=["discussion", "approved_at"],
        condition=Q(approved_at__isnull=False),
        name="comment_approved",
    ),
    models.Index(fields=["discussion", "id"], name="comment_by_time"),
    models.Index(fields=["parent", "id"], name="comment_replies"),
    models.Index(fields=["author", "-id"], name="comment_by_author"),
    # What waits at the desk, see queues.py: by time and by what its reports weigh, with what it is filtered by.
    models.Index(fields=["id"], include=["discussion"], condition=Q(state="held"), name="comment_held"),
    models.Index(
        fields=["-reports_weigh", "id"],
        include=["discussion"],
        condition=Q(state="held"),
        name="comment_held_heaviest",
    ),
    models.Index(
        fields=["id"],
        include=["discussion"],
        condition=Q(state="public", looked_at=None),
        name="comment_new",
    ),
    models.Index(
        fields=["id"],
        include=["discussion", "state"],
        condition=Q(open_reports__gt=0),
        name="comment_reported",
    ),
    models.Index(
        fields=["-reports_weigh", "id"],
        include=["discussion", "state"],
        condition=Q(open_reports__gt=0),
        name="comment_reported_heaviest",
    ),
    # The same of one discussion: for a section that has few of them.
    models.Index(fields=["discussion", "id"], condition=Q(state="held"), name="comment_held_in"),
    models.Index(
        fields=["discussion", "-reports_weigh", "id"],
        condition=Q(state="held"),
        name="comment_held_in_heaviest",
    ),
    models.Index(fields=["discussion", "id"], condition=Q(open_reports__gt=0), name="comment_reported_in"),
    models.Index(
        fields=["discussion", "-reports_weigh", "id"],
        condition=Q(open_reports__gt=0),
        name="comment_reported_in_heaviest",
    ),
    models.Index(fields=["discussion", "author"], condition=Q(state="held"), name="comment_held_of"),
    # A day's comments, which lie together: small, and renewed by no vote.
    BrinIndex(fields=["created_at"], autosummarize=True, name="comment_days"),
]
