"""No page of an account asks the database more than eight times, whatever its reader has."""

from __future__ import annotations

import time
from typing import Any

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts import erasing, taking_back
from accounts.models import AlertSubscription, User
from accounts.models.alert_subscription import CHOOSE, END
from accounts.templatetags.account_ways import PAGES
from tests.accounts.entrance import confirm, log_in, set_up_app, show_factor
from tests.accounts.social import ADA, come_by
from tests.comments.traces import reader_with_traces
from tests.factories import PASSWORD, EditorFactory, ModeratorFactory, UserFactory, WriterFactory
from tests.oidc.server import OidcServer

pytestmark = pytest.mark.django_db

# The bound of the issue of accounts.
MOST = 8


def pages() -> list[str]:
    """Every page below /accounts/ without anything of its own in its address, and the notifications."""
    found = {"notifications": reverse("notifications")}
    for resolver in get_resolver().url_patterns:
        inner = resolver.url_patterns if isinstance(resolver, URLResolver) else [resolver]
        for pattern in _flat(inner):
            try:
                path = reverse(pattern.name) if pattern.name else ""
            except NoReverseMatch:
                continue
            if path.startswith("/accounts/"):
                found[pattern.name] = path
    return sorted(found.values())


def _flat(patterns: Any) -> Any:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _flat(pattern.url_patterns)
        else:
            yield pattern


def costs(client: Client, paths: list[str]) -> dict[str, int]:
    """How many queries each page takes that is one; the first look at each may fill what is kept."""
    found = {}
    for path in paths:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code == 200:
            # The tests' own transaction makes others into savepoints.
            found[path] = sum("SAVEPOINT" not in query["sql"] for query in queries)
    return found


def _superuser(**fields: Any) -> User:
    user: User = UserFactory(is_staff=True, is_superuser=True, **fields)
    return user


@pytest.fixture
def kelpie() -> User:
    return reader_with_traces()


def test_for_who_is_logged_in(client: Client, kelpie: User, example_id: OidcServer) -> None:
    client.force_login(kelpie)
    show_factor(client, kelpie)
    found = costs(client, pages())
    assert {reverse(name) for name, _label in PAGES} <= found.keys()
    assert _too_many(found) == {}


@pytest.mark.parametrize("has_factor", [False, True])
@pytest.mark.parametrize("made", [EditorFactory, ModeratorFactory, WriterFactory, UserFactory, _superuser])
def test_for_staff_and_readers_with_a_second_factor_and_without(
    client: Client, example_id: OidcServer, made: Any, has_factor: bool
) -> None:
    user = made(password=PASSWORD)
    confirm(user)
    log_in(client, user)
    if has_factor:
        set_up_app(client)
    found = costs(client, pages())
    setting_up = {reverse("mfa_activate_totp"), reverse("mfa_add_webauthn")}
    assert setting_up & found.keys() == (setting_up if not has_factor else {reverse("mfa_add_webauthn")})
    assert {reverse(name) for name, _label in PAGES} <= found.keys()
    assert _too_many(found) == {}


@pytest.mark.parametrize("is_proven", [True, False])
def test_for_who_has_neither_password_nor_factor(
    client: Client, example_id: OidcServer, is_proven: bool
) -> None:
    with time_machine.travel(time.time() - 3600):
        come_by(client, example_id, ADA)
    EmailAddress.objects.update(verified=is_proven)
    found = costs(client, pages())
    assert {reverse("mailed_proof"), reverse("proof_elsewhere"), reverse("erasure")} <= found.keys()
    assert _too_many(found) == {}


def test_for_who_is_signed_out_or_half_way_in(client: Client, kelpie: User, example_id: OidcServer) -> None:
    found = costs(client, pages())
    assert {reverse("account_login"), reverse("account_signup")} <= found.keys() and _too_many(found) == {}
    log_in(client, kelpie)
    found = costs(client, pages())
    assert reverse("mfa_authenticate") in found and _too_many(found) == {}


def test_behind_the_links_of_mails(client: Client, kelpie: User, mails: Any) -> None:
    subscription = AlertSubscription.objects.get(reader=kelpie)
    kelpie.ask_erasure(removes=False)
    statement = kelpie.statements.get()
    links = [
        *(subscription.path(purpose) for purpose in (CHOOSE, END)),
        erasing.link_to_keep(kelpie).removeprefix(settings.SITE_URL),
        taking_back.link_to(kelpie, kelpie.email).removeprefix(settings.SITE_URL),
        reverse("account_confirm_email", args=["x"]),
        reverse("account_reset_password_from_key", args=["x", "y"]),
        reverse("decision", args=[statement.pk]),
    ]
    client.force_login(kelpie)
    found = costs(client, links)
    assert found.keys() == set(links) and _too_many(found) == {}


def _too_many(found: dict[str, int]) -> dict[str, int]:
    return {path: cost for path, cost in found.items() if cost > MOST}
