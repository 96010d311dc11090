"""The queues in the order of what the reports of a comment weigh, in place of their number."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Indexes of the big table are made beside its traffic, which no transaction can do.
    atomic = False

    dependencies = [("comments", "0031_weight_of_what_waits")]

    operations = [
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['-reports_weigh', 'id'], include=('discussion',), name='comment_held_heaviest'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['-reports_weigh', 'id'], include=('discussion', 'state'), name='comment_reported_heaviest'),
        ),
        RemoveIndexConcurrently(
            model_name='comment',
            name='comment_held_most',
        ),
        RemoveIndexConcurrently(
            model_name='comment',
            name='comment_reported_most',
        ),
    ]
