"""The accounts that are there claim the looks of their names: staff before readers, readers before stand-ins, and of two that
look the same the older one. Some at a time, so that nobody who registers meanwhile waits."""

from itertools import batched

from django.db import migrations

BATCH = 2000


def claim(apps, schema_editor):
    from accounts.models import Name

    users = apps.get_model("accounts", "User").objects.filter(looks=None)
    ordered = users.order_by("-is_staff", "is_stand_in", "pk").values_list("pk", "username")
    for batch in batched(list(ordered), BATCH):
        Name.objects.claim(dict(batch))


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("accounts", "0005_names_that_stay")]

    operations = [migrations.RunPython(claim, migrations.RunPython.noop)]
