"""An alert to 10,000 subscribers by two workers, of which one is killed in the middle and followed by another. By itself and on
demand: `make bench MEASURE=alerts`.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from accounts.models import AlertSubscription, User
from articles.alerts import subscribers_of
from articles.models import Alert, AlertChoice, Section
from benchmarks import content
from benchmarks.table import line

SUBSCRIBERS = 10_000
KILLED_AT = 3_000


def measure_alerts() -> Iterator[str]:
    """Lines of the table."""
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    article = content.article(1, slug="alerted")
    _subscribe()
    begun = time.monotonic()
    count = subscribers_of(article).count()
    yield line(f"counting {count:,} of {SUBSCRIBERS:,} subscribers", f"{_since(begun) * 1000:.0f} ms", "")
    editor = User.objects.create_superuser("chief-of-bench")
    begun = time.monotonic()
    alert, _is_new = Alert.objects.send(article, by=editor, subject=article.headline, text="Now.")
    yield line("  addressing them", f"{_since(begun) * 1000:.0f} ms", "")
    begun, workers = time.monotonic(), [_worker(), _worker()]
    _wait_for(alert, KILLED_AT)
    workers[0].send_signal(signal.SIGKILL)
    workers.append(_worker())
    # What the killed worker held is due again when its lease ends, minutes later: that isn't waited for.
    _wait_for(alert, count - 50)
    taken = _since(begun)
    for worker in workers:
        worker.terminate()
        worker.wait()
    got = _recipients()
    yield line(f"  {len(got):,} mails by two workers", f"{len(got) / taken:,.0f}/s, {taken:.0f} s", "")
    yield line(
        "  who got two, a worker being killed", f"{sum(1 for mails in got.values() if mails > 1)}", "0"
    )


def _subscribe() -> None:
    """Half of them take everything, half have chosen all sections, one by one."""
    readers = User.objects.bulk_create(
        [User(username=f"told{n}", email=f"told{n}@example.com", looks=None) for n in range(SUBSCRIBERS)],
        1000,
    )
    subscriptions = AlertSubscription.objects.bulk_create(
        [
            AlertSubscription(reader=reader, email=reader.email, confirmed_at=timezone.now())
            for reader in readers
        ],
        1000,
    )
    choosy = subscriptions[::2]
    AlertChoice.objects.bulk_create(
        [AlertChoice(subscription=subscription, takes_all=False) for subscription in choosy], 1000
    )
    places, sections = AlertChoice.sections.through, list(Section.objects.all())
    places.objects.bulk_create(
        [places(alertchoice_id=one.pk, section_id=section.pk) for one in choosy for section in sections], 1000
    )


def _worker() -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "manage.py", "db_worker", "--no-startup-delay"])


def _wait_for(alert: Alert, sent: int, patience: float = 900) -> None:
    deadline = time.monotonic() + patience
    while Alert.objects.with_progress().get(pk=alert.pk).sent < sent and time.monotonic() < deadline:
        time.sleep(0.25)


def _recipients() -> Counter[str]:
    """How many mails each subscriber has."""
    return Counter(
        text.partition("\nTo: ")[2].partition("\n")[0]
        for text in (path.read_text() for path in (Path(settings.VAR_DIR) / "mail").glob("*"))
        if text
    )


def _since(begun: float) -> float:
    return time.monotonic() - begun
