"""What a process keeps in memory of its database, dropped where a test has another database under the same versions."""

from django.core.cache import caches

from newsportal import chrome, reads, stored_pages
from newsportal.pages import article


def forget() -> None:
    stored_pages.store.clear()
    chrome.forget()
    article._kept.clear()
    reads.tally.clear()
    caches["template_fragments"].clear()
