"""Names have a look more where they have an i or an l, which are taken for each other, see accounts/readings.py: those that are
borne, or were, get it, as 0002 gives it.
"""

from importlib import import_module

from django.db import migrations

fill = import_module("accounts.migrations.0002_names_that_run_together").fill


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0002_names_that_run_together'),
    ]

    operations = [
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
