"""`manage.py render`: comments as the present renderer shows them, after an update that changed it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from comments.rendering import render_old


class Command(BaseCommand):
    help = "Renders anew the comments that an earlier version of the portal has rendered. Runs beside the traffic."

    def handle(self, *args: Any, **options: Any) -> None:
        changed = sum(render_old())
        self.stdout.write(
            f"{changed} comments read otherwise now." if changed else "All comments read as before."
        )
