"""A mail for every change that keeps an account safe, in text and in HTML, to where its owner reads it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client

from accounts.changes import SENTENCES
from accounts.models import User
from tests.accounts.entrance import FACTORS, log_in, set_up_app, show_password
from tests.accounts.mails import link_in, text_of
from tests.accounts.social import ADA, come_by
from tests.factories import PASSWORD, UserFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "ada@example.com", "new@example.com"
PLOVERS = "nine-plovers-land-at-noon"


@pytest.fixture
def reader(user: User) -> Client:
    client = Client(headers={"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Gecko Firefox/140.0"})
    log_in(client, user)
    return client


def change_password(client: Client) -> None:
    new = PASSWORD + "!"
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})


def html_of(mail: Any) -> str:
    found: str = mail.get_body(("html",)).get_content()
    return found


def test_a_new_password_is_told_with_when_and_where_from(reader: Client, mails: Any) -> None:
    change_password(reader)
    (mail,) = mails()
    assert mail["To"] == OLD and "Your password was changed" in mail["Subject"]
    for body in (text_of(mail), html_of(mail)):
        assert "from 127.0.0.1 with Firefox on Linux" in body and "JST" in body
        assert "/accounts/not-me/" in body and "three days" in body


def test_a_password_chosen_by_a_link_is_told(user: User, mails: Any) -> None:
    client = Client()
    client.post("/accounts/password/reset/", {"email": OLD})
    form = client.get(link_in(mails()[0]), follow=True)
    client.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    assert "A new password was chosen" in mails()[-1]["Subject"]


def test_a_new_address_is_told_to_the_old_one(reader: Client, mails: Any) -> None:
    reader.post("/accounts/email/", {"email": NEW, "action_add": ""})
    (question,) = mails()
    assert question["To"] == NEW
    reader.post(link_in(question))
    mail = mails()[-1]
    assert mail["To"] == OLD and f"from {OLD} to {NEW}" in text_of(mail) and "/not-me/" in text_of(mail)


def test_an_address_that_was_never_confirmed_gets_no_link_that_opens_the_account(mails: Any) -> None:
    """Whoever mistyped theirs at registration mustn't hand the account to whom that address belongs."""
    user = UserFactory(username="bea", email=OLD, password=PASSWORD)
    EmailAddress.objects.create(user=user, email=OLD, primary=True)
    client = Client()
    log_in(client, user)
    change_password(client)
    assert mails()[-1]["To"] == OLD and "not-me" not in text_of(mails()[-1])
    client.post("/accounts/email/", {"email": NEW, "action_add": ""})
    client.post(link_in(mails()[-1]))
    assert User.objects.get(pk=user.pk).email == NEW
    assert not any("from ada@" in text_of(mail) or "not-me" in text_of(mail) for mail in mails())


def test_the_address_of_an_account_is_not_removed_unheard(reader: Client, user: User, mails: Any) -> None:
    reader.post("/accounts/email/", {"email": NEW, "action_add": ""})
    page = reader.post("/accounts/email/", {"email": OLD, "action_remove": ""}, follow=True)
    assert "cannot remove" in page.text and EmailAddress.objects.get(user=user, email=OLD).verified
    # The one that waits may go, and then the other still stays.
    reader.post("/accounts/email/", {"email": NEW, "action_remove": ""})
    reader.post("/accounts/email/", {"email": OLD, "action_remove": ""})
    assert [one.email for one in EmailAddress.objects.filter(user=user)] == [OLD]
    user.refresh_from_db()
    assert user.email == OLD


def test_second_factors_are_told(reader: Client, mails: Any) -> None:
    set_up_app(reader)
    reader.post(f"{FACTORS}recovery-codes/generate/")
    reader.post(f"{FACTORS}totp/deactivate/")
    subjects = " ".join(mail["Subject"] for mail in mails())
    for words in ("app was added", "recovery codes were made", "app was removed"):
        assert words in subjects


def test_accounts_elsewhere_are_told(reader: Client, example_id: OidcServer, mails: Any) -> None:
    come_by(reader, example_id, ADA, process="connect", next="")
    from allauth.socialaccount.models import SocialAccount

    show_password(reader)
    reader.post("/accounts/3rdparty/", {"account": SocialAccount.objects.get().pk})
    subjects = [mail["Subject"] for mail in mails()]
    assert any("Example ID was connected" in subject for subject in subjects)
    assert any("Example ID was disconnected" in subject for subject in subjects)


def test_no_notice_of_the_library_s_is_left_without_a_sentence_of_ours() -> None:
    from pathlib import Path

    import allauth

    source = Path(allauth.__file__).parent
    sent = {
        name
        for file in source.rglob("*.py")
        for name in re.findall(r'send_notification_mail\(\s*"([^"]+)"', file.read_text())
    }
    assert sent and sent == set(SENTENCES) - {"accounts/email/name_changed"}


def test_every_mail_has_a_text_and_a_page_in_the_site_s_look_that_say_the_same(
    reader: Client, mails: Any
) -> None:
    Client().post("/accounts/password/reset/", {"email": OLD})
    Client().post("/accounts/login/code/", {"email": OLD})
    for address in (NEW, OLD):
        name = address.partition("@")[0] + "comer"
        Client().post("/accounts/signup/", {"email": address, "username": name, "password1": PASSWORD})
    change_password(reader)
    assert len(mails()) == 5
    for mail in mails():
        text, page = text_of(mail), html_of(mail)
        assert mail["Subject"].startswith("[The Tidewater Post] ")
        for body in (text, page):
            assert "The Tidewater Post" in body and "http://127.0.0.1" in body
        assert "prefers-color-scheme: dark" in page and "<img" not in page and "<script" not in page
        assert set(re.findall(r'href="([^"]+)"', page)) <= set(re.findall(r"http\S+", text))
        assert not re.search(r"[{}%]{2}|&#|&amp;|None", text)


def test_a_browser_s_name_does_nothing_in_a_mail(user: User, mails: Any) -> None:
    client = Client(headers={"User-Agent": "<script>Firefox/1</script>\r\nBcc: x@example.com"})
    log_in(client, user)
    change_password(client)
    (mail,) = mails()
    assert mail["Bcc"] is None and "<script" not in html_of(mail)


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(User.objects.create_superuser("chief", "chief@example.com", PASSWORD))
    return client


@pytest.mark.parametrize(
    "typed",
    [
        {"password1": PLOVERS, "password2": PLOVERS, "usable_password": "true"},
        {"usable_password": "false", "unset-password": "1"},
    ],
)
def test_a_password_that_the_desk_changes_is_told_with_a_way_back(
    desk: Client, user: User, mails: Any, typed: dict[str, str]
) -> None:
    for no_change in ({"password1": "x", "usable_password": "true"}, {"usable_password": "false"}):
        desk.post(f"/admin/accounts/user/{user.pk}/password/", no_change)
    assert mails() == []
    assert desk.post(f"/admin/accounts/user/{user.pk}/password/", typed).status_code == 302
    mail = mails()[-1]
    assert mail["To"] == user.email and "Your password was changed" in text_of(mail)
    assert "by an administrator of the site" in text_of(mail) and "127.0.0.1" not in text_of(mail).replace(
        settings.SITE_URL, ""
    )
    assert "/accounts/not-me/" in text_of(mail)


def test_an_address_that_the_desk_changes_is_told_to_the_one_before(
    desk: Client, user: User, mails: Any
) -> None:
    typed = {"username": user.username, "email": "other@example.com", "is_active": "on"}
    before = user.email
    assert desk.post(f"/admin/accounts/user/{user.pk}/change/", typed).status_code == 302
    mail = mails()[-1]
    assert mail["To"] == before and f"from {before} to other@example.com" in text_of(mail)
    assert "by an administrator of the site" in text_of(mail)
    Client().post(re.search(r"/accounts/not-me/\S+", text_of(mail))[0])  # type: ignore[index]
    user.refresh_from_db()
    assert user.email == before


def test_staff_change_their_own_password_where_everybody_does(desk: Client) -> None:
    for answer in (desk.get("/admin/password_change/"), desk.post("/admin/password_change/", {})):
        assert answer["Location"] == "/accounts/password/change/"
