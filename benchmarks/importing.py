"""A WordPress export of 10,000 articles with 200,000 comments, brought in. By itself and on demand: `make bench MEASURE=import`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import psutil
from django.core.management import call_command
from django.db import connection

from benchmarks.table import line

ARTICLES, COMMENTS = int(os.environ.get("BENCH_ARTICLES", "10000")), 20

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><wp:wxr_version>1.2</wp:wxr_version>
"""


def measure_import() -> Iterator[str]:
    """Lines of the table: the time of the command, what of it was its own CPU (the rest is the database's, and waiting for the disk),
    and the most memory that it had; then the same file again."""
    call_command("prepare", verbosity=0)
    connection.close()
    file = Path(os.environ["VAR_DIR"]) / "export.xml"
    with file.open("w", encoding="utf-8") as out:
        out.write(_HEAD)
        for number in range(ARTICLES):
            out.write(_post(number))
        out.write("</channel></rss>")
    what = f"{ARTICLES:,} articles, {ARTICLES * COMMENTS:,} comments ({file.stat().st_size // 2**20} MB)"
    for times in (what, "  the same again"):
        seconds, spent, most = _run(file)
        told = f"{seconds:.0f} s ({spent:.0f} s CPU), {most // 2**20} MB"
        yield line(times, told, "at most 180 s and 500 MB")


def _run(file: Path) -> tuple[float, float, int]:
    """Seconds, those of CPU, and the most bytes that the command held of the memory."""
    begun, spent, most = time.perf_counter(), 0.0, 0
    command = [sys.executable, "manage.py", "import", "wordpress", str(file)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        watched = psutil.Process(process.pid)
        while process.poll() is None:
            most = max(most, watched.memory_info().rss)
            spent = sum(watched.cpu_times()[:2])
            time.sleep(0.1)
    if process.returncode:
        raise RuntimeError(f"the import ended with {process.returncode}")
    return time.perf_counter() - begun, spent, most


def _post(number: int) -> str:
    words = " ".join(f"word{(number * 31 + k * k) % 4000} and" for k in range(250))
    body = escape(f"<p>{words}</p>\n" * 2)
    comments = "".join(
        _comment(number * 100 + k, number * 100 + k - 1 if k % 3 else 0) for k in range(1, COMMENTS + 1)
    )
    return (
        f"<item><title>Story number {number}</title><link>https://old.example/2024/05/{number}/</link><dc:creator>ada</dc:creator>"
        f"<guid>https://old.example/?p={number}</guid><content:encoded>{body}</content:encoded><wp:post_id>{number}</wp:post_id>"
        f"<wp:post_date_gmt>2024-05-{number % 28 + 1:02} 07:00:00</wp:post_date_gmt><wp:comment_status>open</wp:comment_status>"
        f"<wp:post_name>story-{number}</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        f'<category domain="category">Part {number % 5}</category><category domain="post_tag">Topic {number % 97}</category>'
        f"{comments}</item>\n"
    )


def _comment(number: int, parent: int) -> str:
    return (
        f"<wp:comment><wp:comment_id>{number}</wp:comment_id><wp:comment_author>Reader {number * 7 % 3001}</wp:comment_author>"
        f"<wp:comment_date_gmt>2024-06-01 08:00:00</wp:comment_date_gmt><wp:comment_approved>1</wp:comment_approved>"
        f"<wp:comment_content>What I think of it, {number}, in some more words than that.</wp:comment_content>"
        f"<wp:comment_parent>{parent}</wp:comment_parent></wp:comment>"
    )
