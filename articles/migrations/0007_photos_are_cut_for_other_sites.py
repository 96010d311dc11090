"""The worker makes the sizes of all photos again, with the shapes that are cut for other sites."""

from __future__ import annotations

from typing import Any

from django.db import migrations


def _make_again(apps: Any, schema_editor: Any) -> None:
    apps.get_model("articles", "Photo").objects.filter(sizes_made=True).update(sizes_made=False)


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_former_addresses")]

    operations = [migrations.RunPython(_make_again, migrations.RunPython.noop)]
