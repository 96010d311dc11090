"""An account, and who got hold of its password."""

import pytest
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import confirm, log_in
from tests.accounts.theft import OLD
from tests.factories import PASSWORD, UserFactory


@pytest.fixture
def user() -> User:
    found: User = UserFactory(username="ada", email=OLD, password=PASSWORD)
    confirm(found)
    return found


@pytest.fixture
def thief(user: User) -> Client:
    """Somebody who knows the password."""
    client = Client()
    log_in(client, user)
    return client
