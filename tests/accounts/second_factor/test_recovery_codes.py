"""Recovery codes: shown once, used once, gone with the last factor."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import FACTORS, SECOND, is_in, log_in, recovery_codes, set_up_app

pytestmark = pytest.mark.django_db


def test_recovery_codes_are_shown_once_and_can_be_saved(client: Client, reader: User) -> None:
    set_up_app(client)
    page = client.get(f"{FACTORS}recovery-codes/")
    codes = re.findall(r"<li>(\d{8})</li>", page.text)
    assert len(set(codes)) == 10
    assert re.search(r'download="recovery-codes.txt"\s+href="data:text/plain', page.text)
    assert recovery_codes(client) == []
    assert client.get(f"{FACTORS}recovery-codes/download/").status_code == 403


def test_a_recovery_code_works_once(client: Client, reader: User) -> None:
    set_up_app(client)
    code = recovery_codes(client)[3]
    for expected in (True, False):
        entrant = Client()
        log_in(entrant, reader)
        entrant.post(SECOND, {"code": f"{code[:4]} {code[4:]}"})
        assert is_in(entrant) is expected


def test_new_recovery_codes_end_the_old_ones(client: Client, reader: User) -> None:
    set_up_app(client)
    old = recovery_codes(client)
    client.post(f"{FACTORS}recovery-codes/generate/")
    new = recovery_codes(client)
    assert len(new) == 10 and not set(old) & set(new)


def test_the_last_factor_takes_the_recovery_codes_with_it(client: Client, reader: User) -> None:
    set_up_app(client)
    client.post(f"{FACTORS}totp/deactivate/")
    assert not Authenticator.objects.exists()
    client.post("/accounts/logout/")
    log_in(client, reader)
    assert is_in(client)
