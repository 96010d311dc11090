"""Votes that wait, as a dump holds them: they come in as they were, and wait no longer than they would have."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from comments.bursts import HISTORY, MEETINGS, TOGETHER, hold_bursts
from comments.models import Comment, Vote, VoteHold

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(tmp_path: Path) -> list[VoteHold]:
    """The holds of a record in which the same young accounts voted on several comments of one author."""
    voters = [f"young-{number}" for number in range(TOGETHER)]
    since = timezone.now().isoformat()
    comments = [
        {
            "id": number,
            "author": "Wrote all",
            "body": f"No. {number}",
            "votes": dict.fromkeys(voters, 1),
            "held": [{"reason": "young", "state": "waiting", "since": since, "voters": voters}],
        }
        for number in range(MEETINGS)
    ]
    record = {"headline": "Harbour", "section": "politics", "body": ["Text."], "comments": comments}
    file = tmp_path / "record.json"
    file.write_text(json.dumps(record))
    call_command("load", str(file), stdout=StringIO())
    return list(VoteHold.objects.order_by("pk"))


def test_held_votes_that_were_loaded_together_are_no_burst_and_wait_as_before(loaded: list[VoteHold]) -> None:
    assert hold_bursts(timezone.now()) == 0
    assert list(VoteHold.objects.order_by("pk").values_list("pk", "reason", "ends_at")) == [
        (hold.pk, "young", hold.ends_at) for hold in loaded
    ]
    assert Vote.objects.filter(counts=False).count() == TOGETHER * MEETINGS
    assert set(Comment.objects.values_list("up", "down")) == {(0, 0)}


def test_held_votes_that_were_loaded_are_as_old_as_the_others_of_their_record(loaded: list[VoteHold]) -> None:
    assert not Vote.objects.filter(cast_at__gt=timezone.now() - HISTORY).exists()
