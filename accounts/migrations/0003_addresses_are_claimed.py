"""An unconfirmed address is a claim that several may make: else the refusal of a second told everybody who has an account."""

import django.db.models.functions.text
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

import accounts.models.user


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0002_alert_subscription")]

    operations = [
        AddIndexConcurrently(
            model_name="user",
            index=models.Index(django.db.models.functions.text.Lower("email"), name="user_by_email"),
        ),
        migrations.RemoveConstraint(model_name="user", name="user_email_unique"),
        migrations.AlterModelManagers(
            name="user", managers=[("objects", accounts.models.user.UserManager())]
        ),
    ]
