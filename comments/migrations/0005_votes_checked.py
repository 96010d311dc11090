from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    # Nothing here locks the votes against voters.
    atomic = False

    dependencies = [
        ('comments', '0004_votes_that_wait'),
    ]

    operations = [
        ValidateConstraint(model_name='vote', name='vote_up_or_down'),
        ValidateConstraint(model_name='vote', name='vote_waits_for_a_reason'),
        AddIndexConcurrently(
            model_name='vote',
            index=models.Index(condition=models.Q(('network', ''), _negated=True), fields=['cast_at'], name='vote_with_network'),
        ),
    ]
