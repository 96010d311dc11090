from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):
    """Built and looked through beside the writing that goes on."""

    atomic = False
    dependencies = [("articles", "0020_review")]

    operations = [
        AddIndexConcurrently(
            model_name='article',
            index=models.Index(condition=models.Q(('state', 'in_review')), fields=['id'], name='article_in_review'),
        ),
        AddIndexConcurrently(
            model_name='article',
            index=models.Index(condition=models.Q(('begun_by__isnull', False)), fields=['begun_by', '-created_at'], name='article_begun_by'),
        ),
        ValidateConstraint(model_name="article", name="article_state_known"),
    ]
