"""`python -m tests.memory_of_a_picture accounts.pictures.encoded FILE`: tells the megabytes that a process had at most in which
this function took the file."""

import sys
from importlib import import_module
from pathlib import Path

import django
from django.core.files.base import File

django.setup()

module, _, function = sys.argv[1].rpartition(".")
with Path(sys.argv[2]).open("rb") as opened:
    getattr(import_module(module), function)(File(opened))
# The kernel's own mark of high water; that of `resource` is the parent's where that was larger.
high_water = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
sys.stdout.write(f"{int(high_water.split()[1]) // 1024}")
