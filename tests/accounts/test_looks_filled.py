"""Where names come to look the same that didn't before, everybody keeps theirs, and nobody else gets one like it."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection

from accounts import letters
from accounts.models import Name, User
from accounts.names import _untold, looks
from newsportal.exchange import people
from tests.accounts.forms import beside_name, register
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
fill = import_module("accounts.migrations.0002_names_that_run_together").fill
fill_strokes = import_module("accounts.migrations.0003_an_i_looks_like_an_l").fill


def of_old(name: str) -> User:
    """Who came by this name before vv looked like w, and cl like d."""
    (user,) = User.objects.bulk_create([User(username=name, looks=None)])
    User.objects.filter(pk=user.pk).update(looks=[_untold(one) for one in sorted(letters.skeletons(name))])
    return user


def borne(user: User) -> list[str]:
    user.refresh_from_db()
    return sorted(Name.objects.filter(bearer=user, name=user.username).values_list("look", flat=True))


def test_names_that_were_there_are_kept_from_those_who_imitate_them() -> None:
    andrew, savvy = of_old("Andrew"), of_old("savvy")
    assert Name.objects.is_free("anclrew")
    fill(apps, connection)
    for user in (andrew, savvy):
        assert borne(user) == user.looks == looks(user.username)
    for imitated in ("anclrew", "sawy"):
        assert "looks like" in beside_name(register(imitated)), imitated


def test_of_two_that_look_the_same_by_now_the_older_has_the_look_and_both_go_on() -> None:
    watson, imitator = of_old("Watson"), of_old("vvatson")
    fill(apps, connection)
    fill(apps, connection)
    assert borne(watson) == watson.looks == looks("Watson")
    assert borne(imitator) and not set(borne(imitator)) & set(watson.looks) and imitator.looks is None
    # They are saved as before, at the desk, say, and may take another name.
    for user in (watson, imitator):
        user.language = "ja"
        user.save()
    assert "taken" in beside_name(register("VvatsOn"))
    imitator.rename("Kelpie", by=imitator)
    assert borne(imitator) == looks("Kelpie")
    with pytest.raises(ValidationError):
        imitator.rename("vvatson", by=watson)


def test_a_name_borne_before_is_kept_as_well_and_that_of_an_erased_account_stays_as_it_was() -> None:
    kelpie, gone = of_old("dunlin"), of_old("Sanderling")
    Name.objects.filter(bearer=kelpie).update(name="dunlin")
    User.objects.filter(pk=kelpie.pk).update(username="Kelpie", looks=looks("Kelpie"))
    gone.delete()
    fill(apps, connection)
    assert "looks like" in beside_name(register("clunlin"))
    assert "looks like" in beside_name(register("SanderIing"))


def test_also_where_an_i_came_to_look_like_an_l() -> None:
    writer, imitator, gone = of_old("writer"), of_old("wrlter"), of_old("Sanderling")
    gone.delete()
    for _ in range(2):
        fill_strokes(apps, connection)
    assert borne(writer) == writer.looks == looks("writer")
    assert borne(imitator) and imitator.looks is None
    assert "looks like" in beside_name(register("Wr1ter"))
    # Of whom nothing is left but the looks of then.
    assert "looks like" in beside_name(register("SanderIing")) and "looks like" in beside_name(
        register("sanderling")
    )


def test_imported_names_and_those_of_nobody_stay_without() -> None:
    people.named(["Ferry Fan", "anclrew"])
    User.objects.filter(username="anclrew").update(looks=None)
    before = list(Name.objects.order_by("look").values())
    fill(apps, connection)
    assert list(Name.objects.order_by("look").values()) == before
    assert UserFactory(username="Dunlin").looks == looks("Dunlin")
