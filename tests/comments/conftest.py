"""Who decides: a moderator, and the browser that they are signed in with."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import ModeratorFactory


@pytest.fixture
def moderator() -> User:
    return ModeratorFactory()


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client
