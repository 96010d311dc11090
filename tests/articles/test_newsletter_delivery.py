"""Newsletters by real workers that are killed in mid-batch: it goes on where it was, and nobody gets two."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.models import Alert, NewsletterIssue
from articles.models.newsletter_issue import NotSendableError
from tests.articles.delivering import LATER, file_worker, recipients, written
from tests.articles.issues import all_choose, issue_of
from tests.articles.subscribers import many, progress
from tests.factories import EditorFactory
from tests.newsportal.machine import until
from tests.worker import run

pytestmark = pytest.mark.django_db(transaction=True)


def test_workers_that_are_killed_in_mid_batch_leave_nobody_with_two(tmp_path: Path) -> None:
    many(300)
    all_choose()
    issue, editor = issue_of(), EditorFactory()
    alert = issue.send(by=editor)
    for killed_at in (30, 110, 200):
        with file_worker(tmp_path):
            assert until(lambda least=killed_at: written(tmp_path) >= least, 60)
        # An editor who finds it unfinished can't begin it anew.
        with pytest.raises(NotSendableError):
            NewsletterIssue.objects.get(pk=issue.pk).send(by=editor)
    assert written(tmp_path) < 300, "none was killed before the end"
    run()
    # The task that killed three workers waits longer each time.
    run(LATER * 5)
    got = recipients()
    assert set(got.values()) == {1}
    # What a worker had noted and not yet handed over when it was killed is lost, one mail each; nobody else is left out.
    assert len(got) >= 300 - 3
    assert progress(alert) == (300, 300, 0) and Alert.objects.exclude(issue=None).count() == 1
