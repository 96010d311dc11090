"""Passwords of those who have a second factor: never changed by the password's owner alone."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import User
from tests import authenticator_app
from tests.accounts.entrance import FACTORS, log_in, set_up_app
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

CHANGE = "/accounts/password/change/"


def test_the_password_is_not_changed_by_itself_where_there_is_a_factor(client: Client, reader: User) -> None:
    thief, new = Client(), f"{PASSWORD}-new"
    log_in(thief, reader)
    secret = set_up_app(client)
    typed = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    answer = thief.post(CHANGE, typed)
    assert answer["Location"] == CHANGE
    asked = thief.get(CHANGE)["Location"]
    assert asked.startswith(f"{FACTORS}reauthenticate/")
    # Nor does what was typed lie in the database meanwhile.
    assert new not in str(dict(thief.session))
    reader.refresh_from_db()
    assert reader.check_password(PASSWORD)
    shown = thief.post(asked, {"code": authenticator_app.code(secret)})
    assert shown["Location"] == CHANGE and thief.post(CHANGE, typed).status_code == 302
    reader.refresh_from_db()
    assert reader.check_password(new)


def test_a_first_password_that_comes_too_late_is_not_kept_either(client: Client, reader: User) -> None:
    reader.set_unusable_password()
    reader.save()
    client.force_login(reader)
    path = "/accounts/password/set/"
    answer = client.post(path, {"password1": f"{PASSWORD}-new", "password2": f"{PASSWORD}-new"})
    assert answer["Location"] == path and PASSWORD not in str(dict(client.session))
    assert client.get(path)["Location"].startswith("/accounts/reauthenticate/")
