"""What of a request nobody has read, as where it was refused for its size, is read and dropped before it is answered: the
connection would otherwise be reset while the browser still sends, and the answer be lost with it.

nginx does so by itself (`lingering_close`); this is for where the application stands alone.
"""

from __future__ import annotations

from typing import Any

from newsportal.upload_limit import MOST

# What is smaller fits into the buffers of the connection.
_SMALL = 64 * 1024


def drop_unread(environ: dict[str, Any]) -> None:
    """Read the rest of the request. Not of one that says it is larger than anything that we take: it could go on for ever."""
    length = environ.get("CONTENT_LENGTH", "")
    if not length.isdigit() or not _SMALL < int(length) <= MOST:
        return
    try:
        while environ["wsgi.input"].read(_SMALL):
            pass
    except OSError:
        # Whoever sent it has gone.
        return
