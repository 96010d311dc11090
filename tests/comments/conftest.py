"""Mona, who decides, the browser that she is signed in with, and Kelpie, who writes."""

import pytest
from django.test import Client

from accounts.models import User
from tests.factories import ModeratorFactory, UserFactory


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture
def desk(mona: User) -> Client:
    client = Client()
    client.force_login(mona)
    return client


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie")
