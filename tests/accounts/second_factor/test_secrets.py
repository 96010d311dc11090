"""The secrets of second factors: unreadable in the database, and readable for as long as the site keeps its keys."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import SECOND, is_in, log_in, set_up_app

pytestmark = pytest.mark.django_db


def test_secrets_are_not_readable_in_the_database(client: Client, reader: User) -> None:
    secret = set_up_app(client)
    kept = [str(row.data) for row in Authenticator.objects.all()]
    assert len(kept) == 2 and not any(secret in row for row in kept)


def test_secrets_outlive_a_change_of_the_secret_key(
    client: Client, reader: User, secret: str, settings: Any
) -> None:
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another, as after a deploy"
    log_in(client, reader)
    client.post(SECOND, {"code": authenticator_app.code(secret)})
    assert is_in(client)


def test_a_secret_that_cannot_be_read_fits_no_code(
    client: Client, reader: User, secret: str, settings: Any
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another, and the old one is gone", []
    log_in(client, reader)
    empty = base64.b32encode(b"").decode()
    for key in (secret, empty):
        page = client.post(SECOND, {"code": authenticator_app.code(key)})
        assert page.status_code == 200 and not is_in(client)
