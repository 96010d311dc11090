"""An authenticator app, as on a phone: the six digits of RFC 6238, computed apart from the site's own code."""

import base64
import hmac
import struct
import time


def code(secret: str, at: float | None = None) -> str:
    """What the app shows `at` that time, in seconds since 1970; now, if left out."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    offset = digest[-1] & 15
    number = struct.unpack(">I", digest[offset : offset + 4])[0] & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
