"""What waits at the desk, in the orders in which it is looked through; and the log by the words of its reasons."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.operations import AddIndexConcurrently, TrigramExtension
from django.db import migrations, models
from django.db.models.functions import Upper


class Migration(migrations.Migration):
    # Indexes of the big table are made beside its traffic, which no transaction can do.
    atomic = False

    dependencies = [("comments", "0017_decisions_that_can_be_undone")]

    operations = [
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['id'], include=('discussion',), name='comment_held'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('state', 'held')), fields=['-open_reports', 'id'], include=('discussion',), name='comment_held_most'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('looked_at', None), ('state', 'public')), fields=['id'], include=('discussion',), name='comment_new'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['id'], include=('discussion', 'state'), name='comment_reported'),
        ),
        AddIndexConcurrently(
            model_name='comment',
            index=models.Index(condition=models.Q(('open_reports__gt', 0)), fields=['-open_reports', 'id'], include=('discussion', 'state'), name='comment_reported_most'),
        ),
        # A trusted extension: the owner of the database may make it.
        TrigramExtension(),
        AddIndexConcurrently(
            model_name='moderationentry',
            index=GinIndex(OpClass(Upper('reason'), name='gin_trgm_ops'), name='entry_by_words'),
        ),
    ]
