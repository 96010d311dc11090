from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built beside the writing that goes on."""

    atomic = False
    dependencies = [("articles", "0008_corrections")]

    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(
                condition=models.Q(state="published", updated_at__isnull=False),
                fields=["-updated_at"],
                name="article_last_changed",
            ),
        ),
    ]
