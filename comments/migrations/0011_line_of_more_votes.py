import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0010_outcomes_of_reports")]

    operations = [
        migrations.AlterField(
            model_name="votingpolicy",
            name="line_votes",
            field=models.PositiveSmallIntegerField(
                default=25,
                validators=[django.core.validators.MinValueValidator(3)],
                verbose_name="votes before a comment can stand below the line",
            ),
        ),
    ]
