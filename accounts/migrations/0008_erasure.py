from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False  # the index is made while people write

    dependencies = [("accounts", "0007_pictures")]

    operations = [
        migrations.AddField(
            "user",
            "erasure_due_at",
            models.DateTimeField(editable=False, null=True, verbose_name="erased from"),
        ),
        migrations.AddField(
            "user",
            "erasure_removes",
            models.BooleanField(
                db_default=False,
                default=False,
                editable=False,
                verbose_name="erased with the words of the comments",
            ),
        ),
        AddIndexConcurrently(
            "user",
            models.Index(
                condition=models.Q(erasure_due_at__isnull=False),
                fields=["erasure_due_at"],
                name="user_to_be_erased",
            ),
        ),
    ]
