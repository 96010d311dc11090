"""`manage.py recount`: proves or repairs the totals that the triggers keep."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comments.recount import Wrong, recount, repair

SHOWN = 20


class Command(BaseCommand):
    help = "Counts votes, replies and comments anew and repairs the totals that are wrong; with --check only tells."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit with 1 where a total is wrong"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        wrong, left = (recount(), []) if check else repair()
        self._tell(wrong)
        if check and wrong:
            raise CommandError(f"{len(wrong)} totals are wrong. `manage.py recount` repairs them.")
        if left:
            raise CommandError(
                f"{len(left)} of {len(wrong)} can't be repaired by counting: no trigger writes them, "
                "so the rows were changed by hand. Look at each."
            )
        self.stdout.write(f"Repaired {len(wrong)} totals." if wrong else "All totals are right.")

    def _tell(self, wrong: list[Wrong]) -> None:
        for one in wrong[:SHOWN]:
            self.stdout.write(f"{one.what} of {one.pk}: {one.kept} kept, {one.counted} counted")
        if len(wrong) > SHOWN:
            self.stdout.write(f"… and {len(wrong) - SHOWN} more")
