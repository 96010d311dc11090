"""A dump of everything has the accounts with all that is theirs, and gives none of it to an account that is there."""

from __future__ import annotations

import base64
import re
import stat
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from accounts.models import AlertSubscription, Name, Recovery, User
from accounts.pictures import SIZES, path
from articles.models import AlertChoice
from comments.models import Mute, Premoderation, ReaderSettings
from tests import as_migrated
from tests.accounts.reader_pictures import file
from tests.articles.subscribers import subscriber
from tests.factories import (
    PASSWORD,
    ArticleFactory,
    AuthorFactory,
    EditorFactory,
    ModeratorFactory,
    SectionFactory,
    UserFactory,
)
from tests.newsportal.exchanging import everything, load, once_more, refused

pytestmark = pytest.mark.django_db(transaction=True)
AT = "2026-11-24T07:12:00+09:00"


def picture(size: int = SIZES[-1], **said: Any) -> str:
    out = BytesIO()
    Image.new("RGB", (size, size), "teal").save(out, "WEBP", **said)
    return f"data:image/webp;base64,{base64.b64encode(out.getvalue()).decode()}"


def test_an_account_opens_there_as_it_did_here(tmp_path: Path) -> None:
    ada = UserFactory(username="ada", password=PASSWORD, last_login=timezone.now())
    for email, verified in (("ada@example.com", True), ("ada@example.net", False)):
        EmailAddress.objects.create(user=ada, email=email, verified=verified, primary=verified)
    SocialAccount.objects.create(user=ada, provider="github", uid="7", extra_data={"login": "ada"})
    SocialAccount.objects.update(last_login=AT, date_joined=AT)
    Recovery.objects.create(user=ada, since=AT, at=timezone.now())
    UserFactory(username="shut", is_active=False)
    before = User.objects.values().get(username="ada")
    once_more(tmp_path)
    ada = User.objects.get(username="ada")
    assert {**User.objects.values().get(username="ada"), "id": 0} == {**before, "id": 0}
    assert ada.check_password(PASSWORD) and not User.objects.get(username="shut").is_active
    assert list(EmailAddress.objects.order_by("email").values_list("email", "verified", "primary")) == [
        ("ada@example.com", True, True),
        ("ada@example.net", False, False),
    ]
    account = SocialAccount.objects.get(provider="github", uid="7")
    assert (account.user, account.extra_data, account.date_joined) == (
        ada,
        {"login": "ada"},
        account.last_login,
    )
    assert Recovery.objects.get().user == ada


def test_the_house_has_its_rights_there_and_writes_under_its_names(tmp_path: Path) -> None:
    editor = EditorFactory(username="ed")
    AuthorFactory(name="Ed Wills", user=editor)
    UserFactory(username="root", is_staff=True, is_superuser=True)
    UserFactory(username="picker", is_staff=True).user_permissions.add(
        Permission.objects.get(codename="pick_comment")
    )
    once_more(tmp_path)
    editor = User.objects.get(username="ed")
    assert editor.is_editor and not editor.is_moderator and editor.author.name == "Ed Wills"
    assert User.objects.get(username="root").is_superuser
    assert User.objects.get(username="picker").has_perm("comments.pick_comment")


def test_names_stay_whose_they_were_and_are_kept_from_others(tmp_path: Path) -> None:
    reader = UserFactory(username="Selkie")
    reader.rename("Kelpie", by=reader)
    User.objects.bulk_create([User(username="Ke-lpie", looks=None)])
    UserFactory(username="Gone").delete()
    since = dict(Name.objects.values_list("look", "since").exclude(bearer=None))
    once_more(tmp_path)
    reader = User.objects.get(username="Kelpie")
    assert reader.renamed_at and [one.name for one in Name.objects.borne_before(reader)] == ["Selkie"]
    assert dict(Name.objects.values_list("look", "since").exclude(bearer=None)) == since
    assert User.objects.get(username="Ke-lpie").looks is None
    assert not any(map(Name.objects.is_free, ("Selkie", "selkie", "Gone")))


def test_what_somebody_has_chosen_holds_there(tmp_path: Path) -> None:
    section, moderator = SectionFactory(slug="harbour"), ModeratorFactory(username="mo")
    kai = subscriber("kai", "daily", sections=[section], newsletters=["weekly"]).reader
    subscriber("no").end()
    kai.choose(language="ja", time_zone="Europe/Lisbon")
    kai.show_picture(ContentFile(file(), name="me.jpg"))
    kai.ask_erasure(removes=True)
    ReaderSettings.objects.choose(by=kai, sort="best", mails="never", has_keys=False)
    for name in ("loud", "Ann"):
        Mute.objects.mute(UserFactory(username=name), by=kai)
    Premoderation.objects.create(reader=kai, reason="Insults", by=moderator)
    once_more(tmp_path)
    kai = User.objects.get(username="kai")
    assert (kai.language, kai.time_zone, kai.erasure_removes) == ("ja", "Europe/Lisbon", True)
    assert kai.erasure_due_at and kai.erasure_due_at > timezone.now() + timedelta(days=13)
    assert all(default_storage.exists(path(kai, kai.picture, size)) for size in SIZES)
    assert (kai.reader_settings.sort, kai.reader_settings.has_keys) == ("best", False)
    assert [mute.muted.username for mute in Mute.objects.of(kai)] == ["Ann", "loud"]
    assert kai.premoderation.by.username == "mo"
    choice = AlertChoice.objects.get(subscription__reader=kai)
    assert (choice.pace, choice.takes_all, choice.sections.get().slug) == ("daily", False, "harbour")
    assert choice.newsletters.get().pk == "weekly"
    assert list(AlertSubscription.objects.active().values_list("email", flat=True)) == ["kai@example.com"]


def test_an_account_that_is_there_is_given_nothing(tmp_path: Path) -> None:
    mallory = EditorFactory(username="ada", password=PASSWORD, email="ada@example.org")
    EmailAddress.objects.create(user=mallory, email="ada@example.org", verified=True, primary=True)
    Mute.objects.mute(UserFactory(username="loud"), by=mallory)
    first = everything()
    as_migrated.restore()
    here = UserFactory(username="Ada", email="other@example.com")
    was = User.objects.values().get(pk=here.pk)
    load(tmp_path, *first)
    assert User.objects.values().get(pk=here.pk) == was and not here.groups.exists()
    assert not EmailAddress.objects.exists() and not Mute.objects.exists()


def test_no_stand_in_is_an_account(tmp_path: Path) -> None:
    ArticleFactory()
    load(tmp_path, {"section": "harbour", "headline": "x", "comments": [{"body": "x", "up": 2}]})
    assert User.objects.filter(is_stand_in=True).count() > 2
    assert not any("person" in record for record in everything())


def test_only_its_owner_reads_the_file(tmp_path: Path) -> None:
    UserFactory()
    (tmp_path / "all.jsonl").touch(mode=0o644)
    call_command("dump", "--everything", output=str(tmp_path / "all.jsonl"))
    assert stat.S_IMODE((tmp_path / "all.jsonl").stat().st_mode) == 0o600
    call_command("dump", output=str(tmp_path / "some.jsonl"))
    assert stat.S_IMODE((tmp_path / "some.jsonl").stat().st_mode) & 0o400


def test_an_address_or_an_account_elsewhere_opens_one_account(tmp_path: Path) -> None:
    here = UserFactory(username="here")
    EmailAddress.objects.create(user=here, email="a@example.com", verified=True)
    SocialAccount.objects.create(user=here, provider="github", uid="7")
    address = {"email": "A@example.com", "verified": True}
    told = refused(tmp_path, {"person": {"name": "ada", "addresses": [address]}})
    assert "another account here has confirmed a@example.com" in told
    elsewhere = {"provider": "github", "uid": "7"}
    told = refused(tmp_path, {"person": {"name": "ada", "elsewhere": [elsewhere]}})
    assert "its account at github opens another one here" in told
    assert not User.objects.filter(username="ada").exists()


def test_a_hash_that_would_take_the_machine_is_none(tmp_path: Path, settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    good = make_password(PASSWORD)
    dear = re.sub(r"m=\d+", "m=99999999", good)
    assert "too much to check" in refused(tmp_path, {"person": {"name": "ada", "password": dear}})
    for bad in (good[:40], good.replace("argon2$", "argon2$$"), "argon2$x"):
        assert "no hash" in refused(tmp_path, {"person": {"name": "ada", "password": bad}})
    load(tmp_path, {"person": {"name": "ada", "password": good}})
    assert User.objects.get().check_password(PASSWORD)


@pytest.mark.parametrize(
    ("person", "told"),
    [
        (7, "person must be an object"),
        ({}, "name"),
        ({"name": "a/b"}, "name"),
        ({"email": "nowhere"}, "person ada: "),
        ({"password": "swordfish"}, "no hash"),
        ({"password": "md5$"}, "no hash"),
        ({"password": make_password(PASSWORD, hasher="argon2")}, "no hash"),
        ({"is_staff": "yes"}, "is_staff must be true or false"),
        ({"groups": ["Owners"]}, "no group “Owners”"),
        ({"rights": ["comments.rule_all"]}, "no right “comments.rule_all”"),
        ({"joined": "long ago"}, "joined must be a time"),
        ({"language": "xx"}, "language must be one of"),
        ({"time_zone": "Atlantis/Centre"}, "time_zone"),
        ({"addresses": [{"email": "x"}]}, "address x: "),
        ({"addresses": [{"email": "a@example.com"}, {"email": "A@example.com"}]}, "each address stands once"),
        ({"elsewhere": [{"provider": "github"}]}, "uid must be a text"),
        ({"elsewhere": [{"provider": "x", "uid": "7", "said": {"a": "\x00"}}]}, "line 1: "),
        ({"taken_back": [{"at": AT}]}, "each has since and at"),
        ({"names": [{"name": "ada", "look": "ada", "since": AT}]}, "names: each has"),
        ({"erasure": {"due": "soon"}}, "erasure: due"),
        ({"alerts": {"email": "x"}}, "alerts: "),
        ({"settings": {"sort": "loudest"}}, "settings: "),
        ({"settings": {"odd": 1}}, "there is no odd"),
        ({"picture": "data:image/svg+xml,x"}, "picture must be"),
        ({"picture": picture(40)}, "picture: "),
        ({"picture": picture(exif=b"Exif\x00\x00MM\x00*\x00\x00\x00\x08\x00\x00")}, "picture: "),
        ({"picture": picture()[:-8]}, "picture"),
    ],
)
def test_a_bad_account_is_named_and_nothing_of_it_kept(person: Any, told: str, tmp_path: Path) -> None:
    given = {"name": "ada", **person} if isinstance(person, dict) and person else person
    assert told in refused(tmp_path, {"person": given})
    assert not User.objects.exists() and not EmailAddress.objects.exists() and not Name.objects.exists()


@pytest.mark.parametrize(
    ("reader", "told"),
    [
        (7, "reader must be an object"),
        ({"mutes": [{"since": AT}]}, "mutes: name"),
        ({"mutes": [{"name": "loud", "since": "x"}]}, "since"),
        ({"alerts": {"pace": "hourly"}}, "pace"),
        ({"alerts": {"sections": ["nowhere"]}}, "there is no “nowhere” here"),
        ({"read_first": {"since": AT}}, "reason must be a text"),
        ({"read_first": {"reason": "x"}}, "it needs since"),
    ],
)
def test_a_bad_choice_is_named_and_nothing_of_it_kept(reader: Any, told: str, tmp_path: Path) -> None:
    ada = subscriber("ada").reader
    whose = {"name": "ada", "joined": ada.date_joined.isoformat()}
    assert told in refused(tmp_path, {"reader": whose | reader if isinstance(reader, dict) else reader})
    assert not (Mute.objects.exists() or AlertChoice.objects.exists() or Premoderation.objects.exists())
    assert (
        "kept_looks" in refused(tmp_path, {"kept_looks": ["ada"]})
        and Name.objects.filter(bearer=None).count() == 0
    )
