"""Accounts: one that somebody else knows the password of, and one that is signed in."""

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


@pytest.fixture
def kelpie(client: Client) -> User:
    """Signed in by `client`."""
    kelpie = UserFactory(username="Kelpie")
    client.force_login(kelpie)
    return kelpie
