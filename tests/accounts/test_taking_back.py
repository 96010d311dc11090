"""“It wasn't me”: the link in a mail about a change gives the account back to who had it, whatever was done since."""

from __future__ import annotations

import os
import re
import threading
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import signing
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import erasing, pictures
from accounts.models import AlertSubscription, Name, Recovery, User
from tests import authenticator_app
from tests.accounts.entrance import SECOND, confirm, is_in, log_in, set_up_app, show_factor, show_password
from tests.accounts.mails import code_in, link_in, text_of
from tests.accounts.social import ADA, come_by
from tests.accounts.test_pictures import file as picture_file
from tests.accounts.test_pictures import files as picture_files
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)

OLD, EVIL = "ada@example.com", "evil@example.com"
NEW_PASSWORD = "nine-plovers-land-at-noon"


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


def change_password(client: Client, new: str = NEW_PASSWORD) -> None:
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def change_address(client: Client, mails: Any, address: str = EVIL) -> None:
    client.post("/accounts/email/", {"email": address, "action_add": ""})
    client.post(link_in(mails()[-1]))


def links(mails: Any, address: str) -> list[str]:
    """Those that take the account back, in the mails that went to `address`, oldest first."""
    texts = [text_of(mail) for mail in mails() if mail["To"] == address]
    return [found for text in texts for found in re.findall(r"http://[^/]+(/accounts/not-me/\S+)", text)]


def choose_password(mails: Any) -> None:
    """By the link that came last."""
    client = Client()
    form = client.get(link_in(mails()[-1]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})


def test_opening_the_link_changes_nothing(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    page = Client().get(link)
    assert page.status_code == 200 and "It wasn't me" in page.text and OLD in page.text
    assert is_in(thief) and not Recovery.objects.exists() and len(mails()) == 1


def test_the_button_logs_everybody_out_and_locks_the_account_to_a_new_password(
    thief: Client, user: User, mails: Any
) -> None:
    change_password(thief)
    page = Client(enforce_csrf_checks=True).post(links(mails, OLD)[0])
    assert "The account is locked" in page.text and OLD in page.text
    told = text_of(mails()[-1])
    assert "The account" in told and "is locked" in told and "is chosen" in told
    assert "asked for a new password" not in told and "your password stays" not in told
    assert not is_in(thief) and not thief.get("/accounts/email/").context
    for password in (PASSWORD, NEW_PASSWORD):
        log_in(thief, user, password)
        assert not is_in(thief)
    choose_password(mails)
    owner = Client()
    log_in(owner, user)
    assert is_in(owner)


def test_a_changed_address_is_given_back(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    Client().post(links(mails, OLD)[0])
    user.refresh_from_db()
    address = EmailAddress.objects.get(user=user)
    assert user.email == address.email == OLD and address.verified and address.primary
    assert mails()[-1]["To"] == OLD and "/password/reset/" in text_of(mails()[-1])


def test_the_news_alerts_go_to_it_again(thief: Client, user: User, mails: Any) -> None:
    AlertSubscription.objects.begin(user)
    change_address(thief, mails)
    assert AlertSubscription.objects.get().email == EVIL
    Client().post(links(mails, OLD)[0])
    subscription = AlertSubscription.objects.get()
    assert subscription.email == OLD and subscription.is_active


def test_the_mail_about_the_password_gives_back_the_address_too(
    thief: Client, user: User, mails: Any
) -> None:
    """Else the link to a new password would go to whoever is to be kept out."""
    change_password(thief)
    show_password(thief)
    change_address(thief, mails)
    first = links(mails, OLD)[0]
    Client().post(first)
    assert EmailAddress.objects.get(user=user).email == OLD and mails()[-1]["To"] == OLD


def test_what_was_added_since_opens_the_account_no_longer(
    thief: Client, user: User, mails: Any, example_id: OidcServer
) -> None:
    change_address(thief, mails)
    set_up_app(thief)
    come_by(thief, example_id, ADA, process="connect", next="")
    assert SocialAccount.objects.exists() and Authenticator.objects.count() == 2
    Client().post(links(mails, OLD)[0])
    assert not SocialAccount.objects.exists() and not Authenticator.objects.exists()
    choose_password(mails)
    owner = Client()
    log_in(owner, user)
    assert is_in(owner)


def test_nor_does_what_was_added_before_while_its_own_mail_lay_unread(
    thief: Client, user: User, mails: Any, example_id: OidcServer
) -> None:
    """The owner answers the later one."""
    come_by(thief, example_id, ADA, process="connect", next="")
    set_up_app(thief)
    for model, field in ((SocialAccount, "date_joined"), (Authenticator, "created_at")):
        model.objects.update(**{field: timezone.now() - timedelta(days=2)})
    show_password(thief)
    change_password(thief)
    Client().post(links(mails, OLD)[-1])
    assert not SocialAccount.objects.exists() and not Authenticator.objects.exists()
    choose_password(mails)
    come_by(thief, example_id, ADA | {"email": EVIL})
    assert not is_in(thief)


def test_what_was_there_long_before_opens_it_again_once_a_password_is_chosen(
    thief: Client, user: User, mails: Any, example_id: OidcServer
) -> None:
    """The owner's own, or an intruder's who waited."""
    come_by(thief, example_id, ADA, process="connect", next="")
    SocialAccount.objects.update(date_joined=timezone.now() - timedelta(days=4))
    change_password(thief)
    Client().post(links(mails, OLD)[-1])
    for claims in (ADA, ADA | {"email": EVIL}):
        client = Client()
        answer = come_by(client, example_id, claims)
        assert answer["Location"] == "/accounts/password/reset/" and not is_in(client)
        assert "locked until a new password is chosen" in client.get(answer["Location"]).text
    choose_password(mails)
    owner = Client()
    come_by(owner, example_id, ADA)
    assert owner.session["_auth_user_id"] == str(user.pk)


def test_nor_does_an_address_in_common_open_it_before(
    thief: Client, user: User, mails: Any, example_id: OidcServer
) -> None:
    change_password(thief)
    Client().post(links(mails, OLD)[-1])
    client = Client()
    answer = come_by(client, example_id, ADA)
    assert answer["Location"] == "/accounts/password/reset/" and not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_changed_name_is_told_and_given_back(thief: Client, user: User, mails: Any) -> None:
    User.objects.filter(pk=user.pk).update(renamed_at=None)
    thief.post("/accounts/name/", {"username": "Evil"})
    (mail,) = mails()
    assert mail["To"] == OLD and "from ada to Evil" in text_of(mail)
    thief.post("/accounts/name/", {"username": "Evil"})
    assert len(mails()) == 1
    Client().post(links(mails, OLD)[0])
    user.refresh_from_db()
    assert user.username == "ada" and user.may_rename_at is None
    # Nor does the other name lead to the account any more.
    assert Client().get("/users/Evil/").status_code == 404
    assert Client().get("/users/ada/").status_code == 200


def test_any_link_gives_back_the_name_that_was_borne_when_it_was_sent(
    thief: Client, user: User, mails: Any
) -> None:
    user.rename("Kelpie", by=UserFactory())
    Name.objects.update(since=timezone.now() - timedelta(days=60))
    change_password(thief)
    thief.post("/accounts/name/", {"username": "ada"})
    assert User.objects.get(pk=user.pk).username == "ada"
    Client().post(links(mails, OLD)[0])
    assert User.objects.get(pk=user.pk).username == "Kelpie"
    # Its own from before, to which the thief went back, stays its own.
    assert Client().get("/users/ada/")["Location"] == "/users/Kelpie/"


def test_a_name_that_was_changed_before_stays_as_it_is(thief: Client, user: User, mails: Any) -> None:
    user.rename("Kelpie", by=user)
    change_password(thief)
    Client().post(links(mails, OLD)[-1])
    user.refresh_from_db()
    assert user.username == "Kelpie" and user.may_rename_at is not None


def test_an_imported_name_that_looks_like_anothers_comes_back_as_it_was(mails: Any) -> None:
    UserFactory(username="Paul")
    user = UserFactory(username="PauI", looks=None, email=OLD, password=PASSWORD)
    confirm(user)
    client = Client()
    log_in(client, user)
    client.post("/accounts/name/", {"username": "Evil"})
    Client().post(links(mails, OLD)[0])
    assert User.objects.get(pk=user.pk).username == "PauI"


def test_a_picture_that_was_chosen_since_is_gone(thief: Client, user: User, mails: Any) -> None:
    change_password(thief)
    thief.post("/accounts/picture/", {"picture": SimpleUploadedFile("me.jpg", picture_file())})
    assert picture_files(user)
    Client().post(links(mails, OLD)[0])
    assert User.objects.get(pk=user.pk).picture == "" and picture_files(user) == []


def test_the_picture_from_before_stays(thief: Client, user: User, mails: Any) -> None:
    user.show_picture(SimpleUploadedFile("me.jpg", picture_file()))
    path = default_storage.path(pictures.path(user, user.picture, pictures.SHOWN))
    os.utime(path, (time.time() - 3600,) * 2)
    change_password(thief)
    Client().post(links(mails, OLD)[0])
    assert User.objects.get(pk=user.pk).picture == user.picture and picture_files(user)


def test_the_owner_s_own_second_factor_stays(user: User, mails: Any) -> None:
    owner = Client()
    log_in(owner, user)
    secret = set_up_app(owner)
    with time_machine.travel(time.time() + 4 * 86400):
        show_factor(owner, user)
        change_password(owner)
        Client().post(links(mails, OLD)[-1])
        assert Authenticator.objects.count() == 2
        choose_password(mails)
        log_in(owner, user)
        assert not is_in(owner)
        owner.post(SECOND, {"code": authenticator_app.code(secret)})
        assert is_in(owner)


def test_a_link_works_once(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    Client().post(link)
    choose_password(mails)
    page = Client().post(link)
    assert page.status_code == 404 and "no longer works" in page.text
    assert User.objects.get().has_usable_password()


def test_pressed_twice_at_once_it_works_once(thief: Client, mails: Any) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    start, statuses = threading.Barrier(2), []

    def press() -> None:
        start.wait()
        statuses.append(Client().post(link).status_code)
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200, 404] and Recovery.objects.count() == 1


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_it_stands_for_three_days(thief: Client, mails: Any, hours: int, works: bool) -> None:
    change_password(thief)
    (link,) = links(mails, OLD)
    with time_machine.travel(time.time() + hours * 3600):
        assert (Client().get(link).status_code == 200) is works
        Client().post(link)
    assert User.objects.get().has_usable_password() is not works


def test_whoever_was_kept_out_does_not_come_back_by_a_link_of_theirs(
    thief: Client, user: User, mails: Any
) -> None:
    change_address(thief, mails)
    set_up_app(thief)
    (owner_s,), (thief_s,) = links(mails, OLD), links(mails, EVIL)
    Client().post(owner_s)
    assert Client().post(thief_s).status_code == 404
    assert EmailAddress.objects.get(user=user).email == OLD


def test_the_owner_s_link_works_though_the_other_was_quicker(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    set_up_app(thief)
    (owner_s,), (thief_s,) = links(mails, OLD), links(mails, EVIL)
    Client().post(thief_s)
    assert EmailAddress.objects.get(user=user).email == EVIL
    choose_password(mails)
    assert Client().post(owner_s).status_code == 200
    assert EmailAddress.objects.get(user=user).email == OLD and not User.objects.get().has_usable_password()


def test_links_sent_afterwards_work_again(thief: Client, user: User, mails: Any) -> None:
    change_password(thief)
    Client().post(links(mails, OLD)[0])
    choose_password(mails)
    link = links(mails, OLD)[-1]
    assert Client().post(link).status_code == 200


def test_a_code_that_waits_at_the_other_address_opens_nothing(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    thief.post("/accounts/logout/")
    thief.post("/accounts/login/code/", {"email": EVIL})
    code = code_in(mails()[-1])
    Client().post(links(mails, OLD)[0])
    thief.post("/accounts/login/code/confirm/", {"code": code})
    assert not is_in(thief)


def test_an_address_that_another_account_has_by_now_is_told_and_the_account_locked(
    thief: Client, user: User, mails: Any
) -> None:
    change_address(thief, mails)
    (link,) = links(mails, OLD)
    confirm(UserFactory(username="again", email=OLD))
    page = Client().post(link)
    assert "another account" in page.text and not is_in(thief)
    user.refresh_from_db()
    assert user.email == "" and not EmailAddress.objects.filter(user=user).exists()
    assert not user.has_usable_password()


def test_an_address_that_was_only_claimed_meanwhile_comes_back(thief: Client, user: User, mails: Any) -> None:
    change_address(thief, mails)
    (link,) = links(mails, OLD)
    Client().post("/accounts/signup/", {"email": OLD, "username": "squatter", "password1": PASSWORD})
    Client().post(link)
    assert EmailAddress.objects.get(email=OLD).user == user
    assert User.objects.get(username="squatter").email == ""


def test_an_erasure_that_has_begun_is_not_left_half_done(thief: Client, user: User, mails: Any) -> None:
    """The account is closed by then, and more of it gone with each batch."""
    change_password(thief)
    other = UserFactory(username="bea", email="bea@example.com", password=PASSWORD)
    claim = EmailAddress.objects.create(user=other, email=other.email, primary=True)
    ways_back = [
        links(mails, OLD)[0],
        reverse("account_confirm_email", args=[EmailConfirmationHMAC(claim).key]),
    ]
    begun = timezone.now() - timedelta(minutes=1)
    User.objects.update(is_active=False, erasure_due_at=begun)
    for way in ways_back:
        assert "This link no longer works" in Client().post(way, follow=True).text
    assert set(User.objects.values_list("erasure_due_at", flat=True)) == {begun}
    erasing.erase_due()
    assert not User.objects.exists()


@pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "é", "a" * 5000])
def test_a_forged_link_is_told_to_be_none(client: Client, token: str) -> None:
    for answer in (client.get(f"/accounts/not-me/{token}/"), client.post(f"/accounts/not-me/{token}/")):
        assert answer.status_code == 404


@pytest.mark.parametrize(
    "content", [[], [1], {"a": 1}, "x", [1, "a@example.com", "y"], ["x", "y", 1.0], [1, 2, 3, 4]]
)
def test_a_link_of_another_kind_is_none_either(client: Client, user: User, content: Any) -> None:
    for salt in ("accounts.taking_back", "accounts.alerts.end"):
        token = signing.dumps(content, salt=salt)
        assert client.post(f"/accounts/not-me/{token}/").status_code == 404
