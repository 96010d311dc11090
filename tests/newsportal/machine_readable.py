"""What pages say to machines."""

from __future__ import annotations

import json
import re
from typing import Any


def linked_data(html: str) -> list[dict[str, Any]]:
    return [
        json.loads(data)
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    ]
