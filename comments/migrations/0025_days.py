"""A day's comments, reports and entries of the log are found without reading all the others."""

from django.contrib.postgres.indexes import BrinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations


class Migration(migrations.Migration):
    # Indexes of big tables are made beside their traffic, which no transaction can do.
    atomic = False

    dependencies = [("comments", "0024_decisions_are_told_once")]

    operations = [
        AddIndexConcurrently(
            model_name=model,
            index=BrinIndex(fields=["created_at"], autosummarize=True, name=name),
        )
        for model, name in (
            ("comment", "comment_days"),
            ("report", "report_days"),
            ("moderationentry", "entry_days"),
        )
    ]
