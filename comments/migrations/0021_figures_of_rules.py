"""What rules did, for the figures of how often they are overturned."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Made beside the log's traffic, which no transaction can do.
    atomic = False

    dependencies = [("comments", "0020_rules_as_one_list")]

    operations = [
        AddIndexConcurrently(
            model_name="moderationentry",
            index=models.Index(
                condition=models.Q(("act__in", ["hold", "refuse"])), fields=["rule", "-id"], name="entry_by_rule"
            ),
        ),
    ]
