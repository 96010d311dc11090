from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('comments', '0011_line_of_more_votes'),
    ]

    operations = [
        # Nothing has counted in the table yet.
        migrations.RemoveIndex(
            model_name='pace',
            name='pace_oldest',
        ),
        migrations.RenameField(
            model_name='pace',
            old_name='began_at',
            new_name='ends_at',
        ),
        migrations.AddIndex(
            model_name='pace',
            index=models.Index(fields=['ends_at'], name='pace_over'),
        ),
    ]
