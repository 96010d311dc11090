"""What a report weighs, and the network it came from, for a day."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # The index is made beside the traffic, which no transaction can do.
    atomic = False

    dependencies = [("comments", "0025_days")]

    operations = [
        migrations.AddField(
            model_name="report",
            name="weight",
            field=models.FloatField(
                db_default=1,
                default=1,
                editable=False,
                help_text="By how often its reader had been right until then: see weighing.py.",
                verbose_name="weight",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="network",
            field=models.CharField(
                blank=True,
                db_default="",
                editable=False,
                help_text="A keyed hash of the reader's network, kept for a day, by which brigades are found.",
                max_length=16,
            ),
        ),
        AddIndexConcurrently(
            model_name="report",
            index=models.Index(
                condition=models.Q(("network", ""), _negated=True),
                fields=["created_at"],
                name="report_with_network",
            ),
        ),
    ]
