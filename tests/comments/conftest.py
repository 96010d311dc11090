"""Mona and Moll, who decide, the browser that Mona is signed in with, and Kelpie, who has written."""

import pytest
from django.test import Client

from accounts.models import User
from comments.models import Comment
from tests.factories import CommentFactory, ModeratorFactory, UserFactory


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture
def moll() -> User:
    return ModeratorFactory(username="Moll")


@pytest.fixture
def desk(mona: User) -> Client:
    client = Client()
    client.force_login(mona)
    return client


@pytest.fixture
def kelpie() -> User:
    return UserFactory(username="Kelpie")


@pytest.fixture
def comment(kelpie: User) -> Comment:
    return CommentFactory(by=kelpie, text="What I think of it.")
