"""`python -m tests.accounts.tries NAME THREADS EACH`: a process of the site that gets many logins at once, with a wrong
password; prints how many of them were tried at all.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor

import django


def main(name: str, threads: int, each: int) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsportal.settings")
    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import override_settings

    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }

    def knock(_: int) -> int:
        pages = [
            Client(SERVER_NAME="localhost").post("/accounts/login/", {"login": name, "password": "wrong"})
            for _turn in range(each)
        ]
        connection.close()
        assert all(page.status_code == 200 for page in pages)
        return sum("Too many" not in page.text for page in pages)

    with override_settings(STORAGES=storages), ThreadPoolExecutor(threads) as pool:
        print("ready", flush=True)  # noqa: T201
        sys.stdin.readline()
        return sum(pool.map(knock, range(threads)))


if __name__ == "__main__":
    print(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])), flush=True)  # noqa: T201
