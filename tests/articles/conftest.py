"""A writer, and a draft that they began."""

import pytest

from accounts.models import User
from articles.models import Article
from tests.factories import ArticleFactory, WriterFactory


@pytest.fixture
def pen() -> User:
    return WriterFactory(username="pen")


@pytest.fixture
def draft(pen: User) -> Article:
    return ArticleFactory(headline="The tide clock", state="draft", published_at=None, begun_by=pen)
