"""The page on which alerts are chosen."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.test import Client

from accounts.models import User
from tests.comments.pages import words
from tests.factories import UserFactory

PAGE = "/accounts/alerts/"


def unconfirmed(**fields: Any) -> User:
    """A reader who registered by e-mail and hasn't confirmed the address yet."""
    reader = UserFactory(**fields)
    EmailAddress.objects.create(user=reader, email=reader.email, verified=False, primary=True)
    return reader


def told(client: Client, **fields: Any) -> str:
    """What the page says after the form was sent; whatever isn't given stays at the defaults."""
    answer = client.post(PAGE, {"pace": "breaking", **fields}, follow=True)
    return words(answer.text)
