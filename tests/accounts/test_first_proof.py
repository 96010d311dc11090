"""Somebody registers with an address that isn't theirs and waits: once its owner shows that they read its mail, they are out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.accounts.entrance import LOGIN, SIGNUP, confirm, is_in, log_in, show_password
from tests.accounts.mails import code_in, link_in, text_of
from tests.accounts.social import ADA, come_by
from tests.at_once import at_once
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS, NEW_PASSWORD = "ada@example.com", "nine-plovers-land-at-noon"
RESET, CODE, TYPE_CODE = "/accounts/password/reset/", "/accounts/login/code/", "/accounts/login/code/confirm/"


def register(name: str = "squatter", address: str = ADDRESS) -> Client:
    cache.clear()
    client = Client()
    client.post(SIGNUP, {"email": address, "username": name, "password1": PASSWORD})
    assert is_in(client)
    show_password(client)
    return client


def is_confirmed(name: str = "squatter") -> bool:
    return EmailAddress.objects.filter(user__username=name, email=ADDRESS, verified=True).exists()


def choose(client: Client, link: str) -> None:
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})


def by_code(client: Client, mails: Any) -> None:
    client.post(CODE, {"email": ADDRESS})
    client.post(TYPE_CODE, {"code": code_in(mails()[-1])})
    assert is_in(client)


def by_reset(client: Client, mails: Any) -> None:
    client.post(RESET, {"email": ADDRESS})
    choose(client, link_in(mails()[-1]))


def by_link(client: Client, mails: Any) -> None:
    answer = client.post(link_in(mails()[0]))
    choose(client, answer["Location"])


ways = pytest.mark.parametrize("prove", [by_code, by_reset, by_link])
Way = Callable[[Client, Any], None]


@ways
def test_whoever_waits_in_the_account_is_out(prove: Way, mails: Any, example_id: OidcServer) -> None:
    squatter = register()
    come_by(squatter, example_id, ADA | {"email": "evil@example.com"}, process="connect", next="")
    user = User.objects.get()
    Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data={})
    EmailAddress.objects.create(user=user, email="evil@example.com")
    assert SocialAccount.objects.exists()
    user.ask_erasure(removes=True)

    prove(Client(), mails)
    assert is_confirmed() and not is_in(squatter)
    log_in(squatter, user)
    assert not is_in(squatter)
    assert not SocialAccount.objects.exists() and not Authenticator.objects.exists()
    assert [address.email for address in EmailAddress.objects.all()] == [ADDRESS]
    user.refresh_from_db()
    assert user.erasure_due_at is None and user.email == ADDRESS
    come_by(squatter, example_id, ADA | {"email": "evil@example.com"})
    assert not is_in(squatter) or squatter.session["_auth_user_id"] != str(user.pk)


@ways
def test_what_opened_an_account_of_a_confirmed_address_stays(prove: Way, mails: Any) -> None:
    user = UserFactory(username="ada", email=ADDRESS, password=PASSWORD)
    confirm(user)
    owner = Client()
    log_in(owner, user)
    SocialAccount.objects.create(user=user, provider="github", uid="1")
    if prove is by_link:
        show_password(owner)
        owner.post("/accounts/email/", {"email": "second@example.com", "action_add": ""})
        Client().post(link_in(mails()[0]))
    else:
        prove(Client(), mails)
    assert SocialAccount.objects.exists()
    user.refresh_from_db()
    assert user.check_password(NEW_PASSWORD if prove is by_reset else PASSWORD)
    assert is_in(owner) is (prove is not by_reset)


def test_who_registered_keeps_all_where_they_are_logged_in(mails: Any, example_id: OidcServer) -> None:
    owner, elsewhere = register(), Client()
    come_by(owner, example_id, ADA, process="connect", next="")
    log_in(elsewhere, User.objects.get())
    owner.post(link_in(mails()[0]))
    assert is_confirmed() and is_in(owner) and is_in(elsewhere)
    assert User.objects.get().check_password(PASSWORD) and SocialAccount.objects.exists()


def test_who_registered_and_forgot_the_password_keeps_the_rest(mails: Any, example_id: OidcServer) -> None:
    owner = register()
    come_by(owner, example_id, ADA, process="connect", next="")
    by_reset(owner, mails)
    assert is_confirmed() and is_in(owner) and SocialAccount.objects.exists()
    assert User.objects.get().check_password(NEW_PASSWORD)


def test_on_another_device_who_registered_types_the_password(mails: Any) -> None:
    owner, phone = register(), Client()
    link = link_in(mails()[0])
    page = phone.get(link)
    assert 'name="password"' in page.text and "Confirm, and choose a new password" in page.text
    page = phone.post(link, {"password": "wrong"})
    assert "Incorrect password" in page.text and not is_confirmed() and is_in(owner)
    assert phone.post(link, {"password": PASSWORD}).status_code == 302
    assert is_confirmed() and is_in(owner) and User.objects.get().check_password(PASSWORD)


def test_the_password_is_not_guessed_there_either(mails: Any) -> None:
    register()
    link, client = link_in(mails()[0]), Client()
    for _ in range(5):
        assert "Incorrect password" in client.post(link, {"password": "wrong"}).text
    assert "Too many" in client.post(link, {"password": PASSWORD}).text and not is_confirmed()


def test_where_one_is_logged_in_no_password_is_asked_for(mails: Any) -> None:
    owner = register()
    assert 'name="password"' not in owner.get(link_in(mails()[0])).text


def test_who_comes_by_a_code_is_told_that_the_password_is_gone(mails: Any) -> None:
    register()
    client = Client()
    client.post(CODE, {"email": ADDRESS})
    page = client.post(TYPE_CODE, {"code": code_in(mails()[-1])}, follow=True)
    assert "choose a new password" in page.text
    client.post("/accounts/logout/")
    client.post(CODE, {"email": ADDRESS})
    page = client.post(TYPE_CODE, {"code": code_in(mails()[-1])}, follow=True)
    assert is_in(client) and "choose a new password" not in page.text


def test_the_mail_names_the_account(mails: Any) -> None:
    register("squatter")
    for path in (CODE, RESET):
        Client().post(path, {"email": ADDRESS})
        assert "squatter" in text_of(mails()[-1])


def codes_by_name(mail: Any) -> dict[str, str]:
    found = re.findall(r"^([A-Z0-9-]{6,})\nIt opens the account \W?(\w+)\W?\.$", text_of(mail), re.MULTILINE)
    return {name: code for code, name in found}


def test_of_several_accounts_each_has_a_code_and_the_right_one_is_opened(mails: Any) -> None:
    squatter = register("squatter")
    register("owner")
    client = Client()
    client.post(CODE, {"email": ADDRESS})
    codes = codes_by_name(mails()[-1])
    assert set(codes) == {"squatter", "owner"} and len(set(codes.values())) == 2
    client.post(TYPE_CODE, {"code": codes["owner"]})
    assert client.session["_auth_user_id"] == str(User.objects.get(username="owner").pk)
    assert is_confirmed("owner") and User.objects.get(username="squatter").email == ""
    # Who else registered still has an account, but for the address.
    assert is_in(squatter)
    stranger = Client()
    stranger.post(CODE, {"email": ADDRESS})
    assert set(codes_by_name(mails()[-1])) == {"owner"}


def test_of_several_accounts_each_has_a_link_to_a_new_password(mails: Any) -> None:
    register("squatter")
    register("owner")
    Client().post(RESET, {"email": ADDRESS})
    text = text_of(mails()[-1])
    found = dict(re.findall(r"The account \W?(\w+)\W?:\nhttp://[^/]+(/\S+)", text))
    assert set(found) == {"squatter", "owner"}
    choose(Client(), found["owner"])
    assert is_confirmed("owner") and User.objects.get(username="owner").check_password(NEW_PASSWORD)
    assert not User.objects.get(username="squatter").check_password(NEW_PASSWORD)


def test_a_code_of_an_account_that_lost_the_address_meanwhile_opens_nothing(mails: Any) -> None:
    register("squatter")
    owner = register("owner")
    client = Client()
    client.post(CODE, {"email": ADDRESS})
    codes = codes_by_name(mails()[-1])
    owner.post(link_in(mails()[1]))
    client.post(TYPE_CODE, {"code": codes["squatter"]})
    assert not is_in(client) and is_confirmed("owner")


def test_an_address_that_only_waits_to_take_anothers_place_opens_nothing(mails: Any) -> None:
    """Whoever mistypes their new address mustn't hand the account to whom that belongs."""
    user = UserFactory(username="ada", email="old@example.com", password=PASSWORD)
    confirm(user)
    EmailAddress.objects.create(user=user, email=ADDRESS)
    for path in (CODE, RESET):
        Client().post(path, {"email": ADDRESS})
    assert mails() == []


def test_of_two_accounts_that_prove_at_once_one_has_the_address(mails: Any) -> None:
    clients = [register(name) for name in ("one", "two")]
    links = [link_in(mail) for mail in mails()]
    for _ in range(3):
        at_once(
            *(lambda c=client, link=link: c.post(link) for client, link in zip(clients, links, strict=True))
        )
        assert EmailAddress.objects.filter(email=ADDRESS, verified=True).count() == 1


def test_an_account_of_the_desk_is_confirmed_by_its_first_mail_too(mails: Any) -> None:
    """Its address has no row of its own until then."""
    User.objects.create_user("ines", ADDRESS.title(), PASSWORD, is_staff=True)
    by_code(Client(), mails)
    assert is_confirmed("ines")


def test_the_desk_gives_an_address_that_is_as_unconfirmed_as_any(mails: Any) -> None:
    user = UserFactory(username="ada", email="lost@example.com", password=PASSWORD)
    confirm(user)
    desk = Client()
    desk.force_login(UserFactory(is_staff=True, is_superuser=True))
    url = f"/admin/accounts/user/{user.pk}/change/"
    desk.post(url, {"username": "ada", "email": ADDRESS, "is_active": "on"})
    Client().post(RESET, {"email": "lost@example.com"})
    # No way in goes to the old address, only word of the change.
    (told,) = mails()
    assert told["To"] == "lost@example.com" and "/password/reset/" not in text_of(told)
    assert not is_confirmed("ada")
    by_reset(Client(), mails)
    assert is_confirmed("ada")
    client = Client()
    client.post(LOGIN, {"login": ADDRESS, "password": NEW_PASSWORD})
    assert is_in(client)
