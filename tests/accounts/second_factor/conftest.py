"""A reader who has set a second factor up, and a desk that asks for one."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import confirm, log_in, set_up_app
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def reader(client: Client) -> User:
    """Logged in by `client`, with an address that is confirmed."""
    user: User = UserFactory(username="ada", password=PASSWORD)
    confirm(user)
    log_in(client, user)
    return user


@pytest.fixture
def secret(client: Client, reader: User) -> str:
    """Of the reader's app; the client has logged out since."""
    found = set_up_app(client)
    client.post("/accounts/logout/")
    return found


@pytest.fixture
def required(settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
