"""A comment that is held remembers that nobody has been told of it, whatever happens to it before it is let in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0013_taken_postboxes")]

    operations = [
        migrations.AddField(
            model_name="comment",
            name="untold",
            field=models.CharField(
                blank=True,
                choices=[("comment", "the comment"), ("change", "its last change")],
                db_default="",
                editable=False,
                max_length=8,
            ),
        ),
        # Those that wait now; of what was hidden since nobody knows it any more.
        migrations.RunSQL(
            "UPDATE comments_comment SET untold = 'comment' WHERE state = 'held' AND approved_at IS NULL",
            migrations.RunSQL.noop,
        ),
    ]
