"""What is done before the portal serves, in a database of any age."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def test_a_database_in_the_midst_of_migrations_that_are_gone_is_told_the_way() -> None:
    MigrationRecorder(connection).record_unapplied("comments", "0032_queues_by_weight")
    with pytest.raises(CommandError, match="git checkout"):
        call_command("prepare", verbosity=0)


def test_a_database_that_had_them_all_one_by_one_goes_on() -> None:
    recorder = MigrationRecorder(connection)
    done = recorder.migration_qs.filter(app="comments")
    together = done.filter(name__contains="squashed")
    assert {name for _app, name in recorder.applied_migrations()} >= {"0001_initial", "0032_queues_by_weight"}
    together.delete()
    call_command("prepare", verbosity=0)
    assert together.exists()
