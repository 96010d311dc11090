"""Who was once called so is looked up wherever a comment mentions somebody."""

import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0009_languages")]

    operations = [
        AddIndexConcurrently(
            model_name="name",
            index=models.Index(django.db.models.functions.text.Lower("name"), name="name_by_name"),
        ),
    ]
