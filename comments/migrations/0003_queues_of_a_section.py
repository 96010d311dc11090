"""Indexes of what waits under each discussion, made beside the traffic: locking the comments would stop all who write."""

from typing import ClassVar

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

HELD, REPORTED = models.Q(("state", "held")), models.Q(("open_reports__gt", 0))


def _index(name: str, condition: models.Q, *fields: str) -> AddIndexConcurrently:
    index = models.Index(fields=["discussion", *fields], condition=condition, name=name)
    return AddIndexConcurrently(model_name="comment", index=index)


class Migration(migrations.Migration):
    atomic = False
    dependencies: ClassVar = [("comments", "0002_cast_vote")]
    operations: ClassVar = [
        _index("comment_held_in", HELD, "id"),
        _index("comment_held_in_heaviest", HELD, "-reports_weigh", "id"),
        _index("comment_reported_in", REPORTED, "id"),
        _index("comment_reported_in_heaviest", REPORTED, "-reports_weigh", "id"),
    ]
