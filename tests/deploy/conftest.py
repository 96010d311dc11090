"""The served portal that the tests of deploy/ share: prepared once, with one article, its picture and three accounts."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from newsportal import postgres
from tests.deploy.application import Application
from tests.deploy.site import Reader, Site
from tests.factories import PASSWORD
from tests.newsportal.machine import folder

ARTICLE = "/harbour/night-ferry/"
_MAKE_ACCOUNTS = f"""
from django.contrib.auth.models import Group
from accounts.models import User
from accounts.roles import EDITORS
User.objects.create_user("Kelpie", "kelpie@example.com", "{PASSWORD}")
User.objects.create_user("Marlow", "marlow@example.com", "{PASSWORD}")
User.objects.create_user("Editha", "editha@example.com", "{PASSWORD}", is_staff=True).groups.add(
    Group.objects.get(name=EDITORS))
"""


def content() -> dict[str, object]:
    """An article for `load`: with a picture, a comment and a vote."""
    picture = BytesIO()
    Image.linear_gradient("L").resize((1600, 900)).convert("RGB").save(picture, "JPEG")
    image = f"data:image/jpeg;base64,{base64.b64encode(picture.getvalue()).decode()}"
    return {
        "section": "harbour",
        "headline": "Night ferry",
        "published_at": "2026-03-01T08:00:00Z",
        "authors": ["Ada Wills"],
        "photo": {"caption": "The ferry at night", "credit": "Staff", "image": image},
        "body": ["It sails again."],
        "comments": [{"id": "a", "author": "ken", "body": "At last", "votes": {"mio": 1}}],
    }


@pytest.fixture(scope="package")
def application() -> Iterator[Application]:
    """Prepared as the README tells operators to, its database running; nothing serves yet."""
    with folder() as var_dir, postgres.running(var_dir):
        portal = Application(var_dir)
        portal.manage("prepare")
        (var_dir / "article.json").write_text(json.dumps(content()))
        portal.manage("load", str(var_dir / "article.json"))
        portal.manage("shell", "-v0", "-c", _MAKE_ACCOUNTS)
        portal.manage("db_worker", "--batch")
        yield portal


@pytest.fixture(scope="package")
def nginx(application: Application) -> Iterator[Site]:
    """nginx before the application, which may or may not be there."""
    site = Site(application.var_dir, application.port)
    with site.nginx():
        yield site


@pytest.fixture(scope="module")
def site(nginx: Site, application: Application) -> Iterator[Site]:
    """All of it."""
    with application.serving():
        yield nginx


@pytest.fixture
def outage(nginx: Site, application: Application) -> Iterator[ExitStack]:
    """nginx and, until the stack is closed, the application behind it."""
    with ExitStack() as serving:
        serving.enter_context(application.serving())
        yield serving


@pytest.fixture
def reader(site: Site) -> Reader:
    return Reader(site)


@pytest.fixture
def var_dir(application: Application) -> Path:
    return application.var_dir
