"""“It wasn't me” gives back the address, the name and the picture, and ends what was added."""

from __future__ import annotations

import os
import time
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts import pictures
from accounts.models import AlertSubscription, Name, User
from tests import authenticator_app
from tests.accounts.entrance import SECOND, confirm, is_in, log_in, set_up_app, show_factor, show_password
from tests.accounts.mails import text_of
from tests.accounts.reader_pictures import file as picture_file
from tests.accounts.reader_pictures import files as picture_files
from tests.accounts.social import ADA, come_by
from tests.accounts.theft import EVIL, OLD, change_address, change_password, choose_password, links
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)


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
