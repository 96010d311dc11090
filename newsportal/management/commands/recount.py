"""`manage.py recount`: proves or repairs the totals that the triggers keep."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.recount import recount

SHOWN = 20


class Command(BaseCommand):
    help = "Counts votes, replies and comments anew and repairs the totals that are wrong; with --check only tells."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit with 1 where a total is wrong"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        wrong = recount(repair=not check)
        for what, pk, kept, counted in wrong[:SHOWN]:
            self.stdout.write(f"{what} of {pk}: {kept} kept, {counted} counted")
        if len(wrong) > SHOWN:
            self.stdout.write(f"… and {len(wrong) - SHOWN} more")
        if not wrong:
            self.stdout.write("All totals are right.")
        elif check:
            raise CommandError(f"{len(wrong)} totals are wrong. `manage.py recount` repairs them.")
        else:
            self.stdout.write(f"Repaired {len(wrong)} totals.")
