"""`python -m tests.accounts.memory_of_a_picture FILE`: tells the megabytes that a process had at most which encoded it."""

import sys
from pathlib import Path

import django
from django.core.files.base import File

django.setup()

from accounts import pictures  # noqa: E402

with Path(sys.argv[1]).open("rb") as opened:
    pictures.encoded(File(opened))
# The kernel's own mark of high water; that of `resource` is the parent's where that was larger.
high_water = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
sys.stdout.write(f"{int(high_water.split()[1]) // 1024}")
