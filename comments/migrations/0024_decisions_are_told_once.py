"""What holds for notifications, of which there are many, made beside their traffic."""

from django.contrib.postgres.operations import AddConstraintNotValid, ValidateConstraint
from django.db import migrations, models
from django.db.models import Q

ONCE = models.UniqueConstraint(
    fields=["statement", "words"], condition=Q(statement__isnull=False), name="decision_told_once"
)
OF_SOMETHING = models.CheckConstraint(
    condition=Q(kind="decision", statement__isnull=False) | ~Q(kind="decision") & Q(comment__isnull=False),
    name="notified_of_something",
)


class Migration(migrations.Migration):
    # An index is made beside the traffic by no transaction.
    atomic = False

    dependencies = [("comments", "0023_statements_of_reasons")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.AddConstraint("notification", ONCE)],
            database_operations=[
                migrations.RunSQL(
                    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS decision_told_once"
                    " ON comments_notification (statement_id, words) WHERE statement_id IS NOT NULL",
                    "DROP INDEX CONCURRENTLY IF EXISTS decision_told_once",
                )
            ],
        ),
        AddConstraintNotValid("notification", OF_SOMETHING),
        ValidateConstraint("notification", "notified_of_something"),
    ]
