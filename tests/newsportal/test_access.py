"""Who may open what: every route by role and method, against what is written here, and none of it in a frame of another site.

A route that the table of tests/newsportal/routes.py lacks fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Alert
from comments.models import Comment, Wave
from tests.articles.issues import issue_of
from tests.factories import (
    PASSWORD,
    ArticleFactory,
    AuthorFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    UserFactory,
    WriterFactory,
)
from tests.memory import forget
from tests.newsportal.routes import (
    ADMIN,
    AT_THE_DESK,
    CHANGE,
    MADE_BY_THEMSELVES,
    OLD,
    QUEUE_STEPS,
    ROLES,
    TABLE,
    WITHOUT_TOKEN,
    arguments_of,
    routes,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def arguments() -> dict[str, list[Any]]:
    article = ArticleFactory(authors=[AuthorFactory(slug="ada")])
    article.topics.create(name="Ferries", slug="ferries")
    return arguments_of(CommentFactory(article=article, by=UserFactory(username="writer")))


class UnframedClient(Client):
    """Django's, in whose hands no answer may be one that another site can show in a frame: not a page, not a refusal, whatever
    the role and the method."""

    def request(self, **request: Any) -> Any:
        answer = super().request(**request)
        # The desk shows a mail in a frame of its own.
        is_mail = answer.status_code == 200 and request["PATH_INFO"].endswith("/preview/")
        framed_by = ("SAMEORIGIN", "'self'") if is_mail else ("DENY", "'none'")
        assert answer["X-Frame-Options"] == framed_by[0], request["PATH_INFO"]
        assert f"frame-ancestors {framed_by[1]}" in answer["Content-Security-Policy"], request["PATH_INFO"]
        return answer


@pytest.fixture
def clients() -> dict[str, Client]:
    found: dict[str, Client] = {"signed out": UnframedClient()}
    for role, factory in (
        ("reader", UserFactory),
        ("editor", EditorFactory),
        ("moderator", ModeratorFactory),
        ("writer", WriterFactory),
    ):
        found[role] = UnframedClient()
        found[role].force_login(factory(password=PASSWORD))
    return found


@contextmanager
def taken_back(clients: dict[str, Client]) -> Iterator[None]:
    """What is done within is as if it had not been: in the database, for the clients, and in the memory of the process."""
    cookies = {role: deepcopy(client.cookies) for role, client in clients.items()}
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    for role, client in clients.items():
        client.cookies = cookies[role]
    forget()


def test_the_table_has_every_route_and_no_other() -> None:
    assert {name for namespace, name in routes() if not namespace} == set(TABLE) | OLD


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_role_gets_what_the_table_says(
    clients: dict[str, Client], arguments: dict[str, list[Any]], method: str
) -> None:
    got = {}
    for name in TABLE:
        url = reverse(name, args=arguments.get(name, []))
        data = {"value": "1"} if name in ("vote", "mute", "pick") else {}
        with taken_back(clients):
            answers = [
                clients[role].generic(method, url) if method == "GET" else clients[role].post(url, data)
                for role in ROLES
            ]
        got[name] = " ".join(str(answer.status_code) for answer in answers)
    assert got == {name: statuses[method == "POST"] for name, statuses in TABLE.items()}


@pytest.mark.parametrize("place", range(len(ROLES)), ids=ROLES)
def test_without_the_token_a_wrong_method_is_told_so_and_nothing_else_is_done(
    clients: dict[str, Client], arguments: dict[str, list[Any]], place: int
) -> None:
    client = clients[ROLES[place]]
    client.handler.enforce_csrf_checks = True
    got = {name: client.post(reverse(name, args=arguments.get(name, []))).status_code for name in TABLE}
    taken = {name for name in TABLE if TABLE[name][1].split()[place] != "405"}
    assert {name for name in set(TABLE) - taken if got[name] != 405} == set()
    # Who is signed out is led to the login, and has no rights that a forged form could use.
    refused = {403, 405, 302} if ROLES[place] == "signed out" else {403, 405}
    assert {name for name in taken if got[name] not in refused} <= WITHOUT_TOKEN


@pytest.mark.parametrize("role", AT_THE_DESK)
def test_the_desk_opens_to_each_role_what_is_theirs(clients: dict[str, Client], role: str) -> None:
    allowed = ADMIN.get(role, {})
    lists = {name for namespace, name in routes() if namespace == "admin" and name.endswith("_changelist")}
    for name in lists:
        noun = name.removesuffix("_changelist")
        opened = clients[role].get(reverse(f"admin:{name}")).status_code
        added = clients[role].get(reverse(f"admin:{noun}_add")).status_code
        if role not in ADMIN:
            assert (opened, added) == (302, 302), noun
        else:
            can_add = allowed.get(noun) == CHANGE and noun not in MADE_BY_THEMSELVES
            assert (opened, added) == (200 if noun in allowed else 403, 200 if can_add else 403), noun


@pytest.mark.parametrize("name", QUEUE_STEPS)
def test_the_steps_in_the_queues_are_for_moderators_alone(
    clients: dict[str, Client], arguments: dict[str, list[Any]], name: str
) -> None:
    comment = Comment.objects.get(pk=arguments["comment"][0])
    entry = comment.approve(by=ModeratorFactory())
    assert entry
    wave = Wave.objects.create(
        kind="text", comments=[comment.pk], first_at=timezone.now(), last_at=timezone.now()
    )
    ways: dict[str, list[Any]] = {key: [] for key in ("day", "following", "waves")}
    ways |= {"take_back": [entry.pk], "wave": [wave.pk], "decide_wave": [wave.pk]}
    url = reverse(f"admin:comments_queue_{name}", args=ways.get(name, [comment.pk]))
    for place, method in enumerate(("GET", "POST")):
        got = [clients[role].generic(method, url).status_code for role in ROLES]
        assert got == [302, 302, 403, QUEUE_STEPS[name][place]], method


def test_every_step_in_the_queues_is_in_the_table() -> None:
    names = {
        name for namespace, name in routes() if namespace == "admin" and name.startswith("comments_queue_")
    }
    django_s = {"changelist", "add", "change", "delete", "history"}
    assert {name.removeprefix("comments_queue_") for name in names} - django_s == set(QUEUE_STEPS)


@pytest.mark.parametrize("name", ["articles_article_alert", "articles_article_alert_preview"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_alert_is_sent_by_who_may_publish(
    clients: dict[str, Client], arguments: dict[str, list[Any]], name: str, method: str
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article_id
    url = reverse(f"admin:{name}", args=[article])
    got = [clients[role].generic(method, url).status_code for role in ROLES]
    is_looked_at = method == "GET" or name == "articles_article_alert"
    assert got == [302, 302, 200 if is_looked_at else 405, 403]


@pytest.mark.parametrize(
    ("name", "got_by_editors"),
    [("articles_newsletterissue_mail", [200, 303]), ("articles_newsletterissue_mail_preview", [200, 405])],
)
def test_a_newsletter_is_seen_and_sent_by_who_may_publish(
    clients: dict[str, Client], name: str, got_by_editors: list[int]
) -> None:
    url = reverse(f"admin:{name}", args=[issue_of().pk])
    for place, method in enumerate(("GET", "POST")):
        got = [clients[role].generic(method, url).status_code for role in ROLES]
        assert got == [302, 302, got_by_editors[place], 403]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_article_is_corrected_by_who_may_publish(
    clients: dict[str, Client], arguments: dict[str, list[Any]], method: str
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article
    made = article.correct(by=EditorFactory(), words="It was 1978.")
    # Another editor's words stand.
    for correction, at_the_desk in (([], (200, 422)), ([made.pk], (200, 422))):
        url = reverse("admin:articles_article_corrections", args=[article.pk, *correction])
        got = [clients[role].generic(method, url).status_code for role in ROLES]
        assert got == [302, 302, at_the_desk[method == "POST"], 403]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_history_is_read_by_who_sees_articles_and_brought_back_by_who_changes_them(
    clients: dict[str, Client], arguments: dict[str, list[Any]], method: str
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article
    article.unpublish(by=EditorFactory())
    newer, older = article.versions.all()
    compare = reverse("admin:articles_article_compare", args=[article.pk])
    query = f"?from={older.history_id}&to={newer.history_id}"
    restore = reverse("admin:articles_article_restore", args=[article.pk, older.history_id])
    for url, at_the_desk in (
        (reverse("admin:articles_article_history", args=[article.pk]), [200, 200]),
        (compare + query, [200, 200] if method == "GET" else [405, 405]),
        (restore, [405, 403] if method == "GET" else [303, 403]),
    ):
        got = [clients[role].generic(method, url).status_code for role in ROLES]
        assert got == [302, 302, *at_the_desk]


@pytest.mark.parametrize(
    ("name", "got_by_editors"),
    [
        ("articles_article_copy", [405, 400]),
        ("articles_article_copy_of_new", [405, 400]),
        ("articles_article_presence", [405, 200]),
    ],
)
def test_what_a_form_says_while_it_is_open_is_for_who_may_write(
    clients: dict[str, Client], arguments: dict[str, list[Any]], name: str, got_by_editors: list[int]
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article_id
    url = reverse(f"admin:{name}", args=[] if name.endswith("_of_new") else [article])
    for place, method in enumerate(("GET", "POST")):
        got = [clients[role].generic(method, url).status_code for role in ROLES]
        assert got == [302, 302, got_by_editors[place], 403]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_notes_are_for_editors_and_for_who_began_the_article(
    clients: dict[str, Client], arguments: dict[str, list[Any]], method: str
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article_id
    url = reverse("admin:articles_article_notes", args=[article])
    got = [clients[role].generic(method, url).status_code for role in AT_THE_DESK]
    assert got == [302, 302, 200 if method == "GET" else 422, 403, 403]


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_article_is_taken_back_by_who_began_it_alone(
    clients: dict[str, Client], arguments: dict[str, list[Any]], method: str
) -> None:
    article = Alert.objects.get(pk=arguments["alert"][0]).article_id
    url = reverse("admin:articles_article_take_back", args=[article])
    got = [clients[role].generic(method, url).status_code for role in AT_THE_DESK]
    assert got == [302, 302, *[405 if method == "GET" else 403] * 3]


@pytest.mark.parametrize(
    "name",
    [
        "vote",
        "edit",
        "delete",
        "report",
        "pick",
        "reject",
        "hide",
        "approve",
        "restore",
        "sanction",
        "hide_since",
        "post_comment",
        "suggest_correction",
        "mute",
    ],
)
def test_nothing_is_done_without_the_token(arguments: dict[str, list[Any]], name: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ModeratorFactory())
    assert (
        client.post(
            reverse(name, args=arguments[name]), {"value": "1", "text": "x", "reason": "spam"}
        ).status_code
        == 403
    )
    assert Comment.objects.get().is_public
