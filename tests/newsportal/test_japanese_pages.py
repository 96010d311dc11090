"""Whatever page is asked for in Japanese: nothing on it is left in English, be it ours, Django's or django-allauth's."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from comments.models import Comment
from tests.accounts.entrance import log_in
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.mails import reader_with_mail

pytestmark = pytest.mark.django_db(transaction=True)

JAPANESE = {"accept-language": "ja"}
OWN = [
    "settings",
    "language",
    "name",
    "data",
    "erasure",
    "picture",
    "email",
    "password/change",
    "password/set",
    "sessions",
    "alerts",
    "2fa",
    "2fa/totp/activate",
    "2fa/webauthn",
    "2fa/webauthn/add",
    "2fa/recovery-codes",
    "3rdparty",
    "muted",
    "reports",
    "logout",
    "reauthenticate",
]
ENTRANCE = [
    "login",
    "signup",
    "login/code",
    "password/reset",
]
ACTS = ("reply", "quote", "edit", "delete", "report", "edits", "hide", "vote", "mute")
# Names, which stay what they are.
NAMES = {"Kelpie", "Marlin", "Harbour", "English"}
PAPER = re.compile(
    "|".join([settings.SITE_OWNER, settings.SITE_NAME, settings.SITE_NAME.removeprefix("The ")])
)
ENGLISH = re.compile("[A-Za-z]{2,} [A-Za-z]{2,}|^[A-Z][a-z]+[.!?]?$")


def english(html: str) -> set[str]:
    """What stands on a page, or is read out or shown by a script, and has two English words or is one."""
    seen = re.sub(r"(?s)<(script|style|head)\b.*?</\1>|<option.*?</option>", " ", html)
    shown = re.findall(r">([^<]+)<", seen)
    shown += re.findall(r'(?:aria-label|title|placeholder|alt|label|data-[a-z-]+)="([^"]*)"', seen)
    words = {" ".join(part.split()) for part in shown} - NAMES
    return {part for part in words if ENGLISH.search(PAPER.sub("", part))}


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie", password=PASSWORD)


@pytest.fixture
def comment(kelpie: User) -> Comment:
    article = ArticleFactory(headline="夜", standfirst="夜の海。", body="<p>夜</p>")
    own = CommentFactory(article=article, by=kelpie, text="夜")
    return CommentFactory(parent=own, by__username="Marlin", text="夜")


def left_over(client: Client, paths: list[str]) -> dict[str, set[str]]:
    answers = {path: client.get(path, follow=True, headers=JAPANESE) for path in paths}
    pages = {path: answer for path, answer in answers.items() if "<html" in answer.text}
    assert all('<html lang="ja">' in page.text for page in pages.values())
    return {path: found for path, page in pages.items() if (found := english(page.text))}


def test_nothing_is_left_in_english_for_who_is_signed_out(comment: Comment) -> None:
    article = comment.discussion.article
    paths = ["/", article.get_absolute_url(), article.section.get_absolute_url(), "/search/?q=x", "/nowhere/"]
    paths += ["/users/Kelpie/", *(f"/accounts/{page}/" for page in ENTRANCE)]
    assert left_over(Client(), paths) == {}


def test_nothing_is_left_in_english_for_who_is_signed_in(comment: Comment, kelpie: User) -> None:
    client = Client(headers=JAPANESE)
    log_in(client, kelpie)
    paths = [
        comment.discussion.article.get_absolute_url(),
        "/users/Kelpie/",
        "/users/Marlin/",
        "/notifications/",
    ]
    paths += ["/accounts/", *(f"/accounts/{page}/" for page in OWN)]
    paths += [f"/comments/{one}/{act}/" for one in (comment.pk, comment.parent_id) for act in ACTS]
    assert left_over(client, paths) == {}


def test_nothing_is_left_in_english_for_who_moderates(comment: Comment) -> None:
    moderator = ModeratorFactory()
    client = Client()
    client.force_login(moderator)
    paths = [comment.discussion.article.get_absolute_url(), f"/comments/{comment.pk}/hide/"]
    assert left_over(client, paths) == {}


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("signup", {"email": "nobody@", "username": "a b", "password1": "abc"}),
        ("signup", {}),
        ("login", {"login": "nobody", "password": "wrong"}),
        ("password/reset", {"email": "x"}),
        ("login/code", {"email": "x"}),
    ],
)
def test_what_is_refused_is_refused_in_japanese(path: str, typed: dict[str, str]) -> None:
    answer = Client().post(f"/accounts/{path}/", typed, headers=JAPANESE)
    assert "field-errors" in answer.text
    assert english(answer.text) == set()


def test_what_comes_of_a_form_is_told_in_japanese() -> None:
    UserFactory(username="Kelpie", password=PASSWORD, is_active=False)
    for path, typed in (
        ("password/reset", {"email": "nobody@example.com"}),
        ("login", {"login": "Kelpie", "password": PASSWORD}),
    ):
        answer = Client().post(f"/accounts/{path}/", typed, headers=JAPANESE, follow=True)
        assert "<h1>" in answer.text and english(answer.text) == set()
