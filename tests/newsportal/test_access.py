"""Who may open what: every route by role and method, against what is written here, and none of it in a frame of another site.

A route that the table lacks fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
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

pytestmark = pytest.mark.django_db

# What each role gets, in the order signed out, reader, editor, moderator: for GET, then for POST with nothing in it.
EVERYBODY = ("200 200 200 200", "405 405 405 405")
TABLE = {
    "front": EVERYBODY,
    "section": EVERYBODY,
    "article": EVERYBODY,
    "author": EVERYBODY,
    "topic": EVERYBODY,
    "user": EVERYBODY,
    "search": EVERYBODY,
    "feed": EVERYBODY,
    "section_feed": EVERYBODY,
    "author_feed": EVERYBODY,
    "topic_feed": EVERYBODY,
    "sitemap": EVERYBODY,
    "sitemap_part": EVERYBODY,
    "news_sitemap": EVERYBODY,
    "robots": EVERYBODY,
    "alive": EVERYBODY,
    "ready": EVERYBODY,
    "favicon": ("302 302 302 302", "405 405 405 405"),
    "moderation": EVERYBODY,
    "moderation_csv": EVERYBODY,
    "media": ("404 404 404 404", "405 405 405 405"),
    "preview": ("404 404 404 404", "405 405 405 405"),
    "read": ("405 405 405 405", "204 204 204 204"),
    # Comments: acts lead the signed-out to the login; 422 is a refusal with a sentence.
    "comment": ("302 302 302 302", "405 405 405 405"),
    "comment_count": EVERYBODY,
    "comment_names": ("302 200 200 200", "405 405 405 405"),
    "post_comment": ("405 405 405 405", "302 422 422 422"),
    "vote": ("405 405 405 405", "302 303 303 303"),
    "follow": ("405 405 405 405", "302 303 303 303"),
    "notifications": ("302 200 200 200", "405 405 405 405"),
    "unsubscribe": ("404 404 404 404", "404 404 404 404"),
    "mark_read": ("405 405 405 405", "302 404 404 404"),
    "reply": ("302 200 200 200", "302 405 405 405"),
    "quote": ("302 200 200 200", "302 405 405 405"),
    # Another's comment: as good as missing.
    "edit": ("302 404 404 404", "302 404 404 404"),
    "delete": ("302 404 404 404", "302 404 404 404"),
    "edits": EVERYBODY,
    "replies": EVERYBODY,
    "report": ("302 200 200 200", "302 422 422 422"),
    "pick": ("405 405 405 405", "302 403 303 303"),
    "reject": ("405 405 405 405", "302 403 403 303"),
    "hide": ("302 403 403 200", "302 403 403 422"),
    "approve": ("405 405 405 405", "302 403 403 303"),
    "restore": ("405 405 405 405", "302 403 403 303"),
    "sanction": ("302 403 403 200", "302 403 403 422"),
    "hide_since": ("302 403 403 200", "302 403 403 422"),
    # No act has this name.
    "whole_act": ("302 403 403 404", "302 403 403 404"),
    "mute": ("405 405 405 405", "302 303 303 303"),
    "muted": ("302 200 200 200", "405 405 405 405"),
    "suggest_correction": ("302 200 200 200", "302 422 422 422"),
    "suggestions": ("302 200 200 200", "405 405 405 405"),
    "reports": ("302 200 200 200", "405 405 405 405"),
    "decisions": ("302 200 200 200", "405 405 405 405"),
    # On another: as good as missing.
    "decision": ("302 404 404 404", "302 404 404 404"),
    "settings": ("302 200 200 200", "302 422 422 422"),
    "account": ("302 200 200 200", "302 405 405 405"),
    # Another's warning: as good as missing.
    "read_warning": ("405 405 405 405", "302 404 404 404"),
    "own_data": ("302 302 302 302", "302 302 302 302"),
    # Staff are asked for their password like anybody before they read that theirs can't be erased.
    "erasure": ("302 200 200 200", "302 302 302 302"),
    "keep_account": ("404 404 404 404", "404 404 404 404"),
    # Nothing chosen is a choice, too.
    "language": ("302 200 200 200", "302 303 303 303"),
    "picture": ("302 200 200 200", "302 422 422 422"),
    # Whoever registers has no account yet.
    "password_strength": ("405 405 405 405", "200 200 200 200"),
    # Accounts: django-allauth's pages.
    "account_login": ("200 302 302 302", "200 302 302 302"),
    "account_signup": ("200 302 302 302", "200 302 302 302"),
    "account_logout": ("302 200 200 200", "302 302 302 302"),
    "account_reauthenticate": ("302 200 200 200", "302 200 200 200"),
    # These have a password, so they are asked for that.
    "mailed_proof": ("302 302 302 302", "302 302 302 302"),
    "proof_elsewhere": ("302 302 302 302", "302 302 302 302"),
    "account_request_login_code": ("200 302 302 302", "200 302 302 302"),
    "account_confirm_login_code": ("302 302 302 302", "302 302 302 302"),
    "account_email": ("302 200 200 200", "302 302 302 302"),
    "account_change_password": ("302 200 200 200", "302 200 200 200"),
    "account_set_password": ("302 302 302 302", "302 302 302 302"),
    "account_inactive": ("200 200 200 200", "405 405 405 405"),
    "account_confirm_email": ("200 200 200 200", "200 200 200 200"),
    "account_email_verification_sent": ("200 200 200 200", "405 405 405 405"),
    "account_reset_password": ("200 200 200 200", "200 200 200 200"),
    "account_reset_password_done": ("200 200 200 200", "405 405 405 405"),
    "account_reset_password_from_key": ("200 200 200 200", "200 200 200 200"),
    "account_reset_password_from_key_done": ("200 200 200 200", "405 405 405 405"),
    "socialaccount_login_cancelled": ("200 200 200 200", "405 405 405 405"),
    "socialaccount_login_error": ("401 401 401 401", "405 405 405 405"),
    "socialaccount_signup": ("302 302 302 302", "302 302 302 302"),
    "socialaccount_connections": ("302 200 200 200", "302 200 200 200"),
    "change_name": ("302 200 200 200", "302 422 422 422"),
    "usersessions_list": ("302 200 200 200", "302 302 302 302"),
    "take_back": ("404 404 404 404", "404 404 404 404"),
    # Second factors: to look one is logged in, to change one types the password once more.
    "mfa_index": ("302 200 200 200", "302 405 405 405"),
    "mfa_authenticate": ("302 302 302 302", "302 302 302 302"),
    "mfa_reauthenticate": ("302 302 302 302", "302 302 302 302"),
    "mfa_activate_totp": ("302 302 302 302", "302 302 302 302"),
    "mfa_deactivate_totp": ("302 404 404 404", "302 404 404 404"),
    "mfa_view_recovery_codes": ("302 404 404 404", "302 405 405 405"),
    "mfa_generate_recovery_codes": ("302 302 302 302", "302 302 302 302"),
    "mfa_download_recovery_codes": ("302 404 404 404", "302 404 404 404"),
    "mfa_list_webauthn": ("302 200 200 200", "302 405 405 405"),
    "mfa_add_webauthn": ("302 302 302 302", "302 302 302 302"),
    "mfa_edit_webauthn": ("302 302 302 302", "302 302 302 302"),
    "mfa_remove_webauthn": ("302 302 302 302", "302 302 302 302"),
    "mfa_reauthenticate_webauthn": ("302 302 302 302", "302 302 302 302"),
    "mfa_login_webauthn": ("302 302 302 302", "302 302 302 302"),
}
TABLE["alerts"] = ("302 200 200 200", "302 422 422 422")
TABLE["alert"] = EVERYBODY
# One that wasn't sent.
TABLE["newsletter"] = ("404 404 404 404", "405 405 405 405")
# Links in mails: who has none that works gets nothing.
TABLE["daily_alert"] = ("404 404 404 404", "405 405 405 405")
TABLE |= dict.fromkeys(
    ("confirm_alerts", "end_alerts", "choose_alerts", "end_newsletter"),
    ("404 404 404 404", "404 404 404 404"),
)
# Logging in with another site's account: nothing while the site isn't switched on.
_OFF = ("404 404 404 404", "404 404 404 404")
TABLE |= {
    f"{site}_{step}": _OFF
    for site in ("apple", "facebook", "github", "google", "line", "openid_connect", "twitter_oauth2")
    for step in ("login", "callback")
}
TABLE |= {
    "facebook_login_by_token": _OFF,
    "google_login_by_token": _OFF,
    # Apple answers by a form of its own, which brings no session; what it says is looked at in the next step.
    "apple_callback": ("405 405 405 405", "302 302 302 302"),
    "apple_finish_callback": _OFF,
}
# Addresses of an older django-allauth, without a name; each redirects to the one above.
OLD = {"social/connections/", "social/signup/", "social/login/cancelled/", "social/login/error/"}
# The admin: what editors and moderators may look at and change there; for everything else staff get 403, others the login.
LOOK, CHANGE = "look", "change"
NEWSROOM = (
    "article",
    "author",
    "announcement",
    "frontpageslot",
    "partnerlink",
    "photo",
    "section",
    "source",
    "topic",
)
MADE_BY_THEMSELVES = {"comments_discussion", "comments_rulesetting", "comments_votingpolicy"}
NEWSLETTERS = {"articles_newsletter": CHANGE, "articles_newsletterissue": CHANGE}
MADE_BY_THEMSELVES |= set(NEWSLETTERS)
ADMIN = {
    "editor": {f"articles_{noun}": CHANGE for noun in NEWSROOM} | NEWSLETTERS | {"articles_suggestion": LOOK},
    "writer": {
        "articles_article": CHANGE,
        "articles_author": LOOK,
        "articles_photo": CHANGE,
        "articles_source": LOOK,
        "articles_topic": LOOK,
    },
    "moderator": {
        "articles_article": LOOK,
        "comments_appeal": LOOK,
        "comments_comment": LOOK,
        "comments_discussion": CHANGE,
        "comments_discussionpolicy": CHANGE,
        "comments_domainrule": CHANGE,
        "comments_moderationentry": LOOK,
        "comments_premoderation": CHANGE,
        "comments_queue": LOOK,
        "comments_reason": CHANGE,
        "comments_report": LOOK,
        "comments_rulesetting": CHANGE,
        "comments_sanction": CHANGE,
        "comments_votehold": LOOK,
        "comments_votingpolicy": CHANGE,
        "comments_wordrule": CHANGE,
    },
}
# The steps in the queues of the desk: what a moderator's GET and POST get. Of an entry that is another's nothing is undone, and
# without an act nothing is decided.
QUEUE_STEPS = {
    "day": (200, 405),
    "decide": (405, 404),
    "decide_wave": (405, 404),
    "following": (405, 303),
    "look_at": (405, 303),
    "screen": (200, 405),
    "step": (405, 303),
    "take_back": (405, 403),
    "wave": (200, 405),
    "waves": (200, 405),
}
# What needs no token: the secret of a mail stands in the address, another site vouches for who sends it, or it is done in
# nobody's name.
WITHOUT_TOKEN = {"unsubscribe", "choose_alerts", "confirm_alerts", "end_alerts", "take_back", "keep_account"}
WITHOUT_TOKEN |= {"end_newsletter"}
WITHOUT_TOKEN |= {"apple_callback", "google_login_by_token", "read"}
ROLES = ("signed out", "reader", "editor", "moderator")
# Writers are readers everywhere but at the desk.
AT_THE_DESK = (*ROLES, "writer")


def routes(patterns: Any = None, namespace: str = "") -> Iterator[tuple[str, str]]:
    """(namespace, name) of every route that the site answers."""
    for pattern in patterns or get_resolver().url_patterns:
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, namespace or pattern.namespace or "")
        elif isinstance(pattern, URLPattern):
            yield namespace, pattern.name or str(pattern.pattern)


@pytest.fixture
def arguments() -> dict[str, list[Any]]:
    article = ArticleFactory(authors=[AuthorFactory(slug="ada")])
    article.topics.create(name="Ferries", slug="ferries")
    return arguments_of(CommentFactory(article=article, by=UserFactory(username="writer")))


def arguments_of(comment: Comment) -> dict[str, list[Any]]:
    """What the routes are asked for, by their names: this comment and its article, which must be by "ada" and about "ferries"."""
    article = comment.discussion.article
    place = [article.section.slug, article.slug]
    one = {
        name: [comment.pk]
        for name in (
            "comment",
            "vote",
            "reply",
            "replies",
            "quote",
            "edit",
            "edits",
            "delete",
            "report",
            "pick",
            "reject",
            "hide",
            "approve",
            "restore",
            "sanction",
            "hide_since",
        )
    }
    return one | {
        "section": [article.section.slug],
        "section_feed": [article.section.slug],
        "article": place,
        "post_comment": place,
        "comment_count": place,
        "comment_names": place,
        "follow": place,
        "suggest_correction": place,
        "author": ["ada"],
        "author_feed": ["ada"],
        "topic": ["ferries"],
        "topic_feed": ["ferries"],
        "user": [comment.author.username],
        "mute": [comment.author.username],
        "sitemap_part": ["articles"],
        "media": ["none.jpg"],
        "preview": ["no-such-token"],
        "read": [article.pk],
        "unsubscribe": ["no-such-token"],
        "account_confirm_email": ["no-such-key"],
        "confirm_alerts": ["no-such-token"],
        "end_alerts": ["no-such-token"],
        "choose_alerts": ["no-such-token"],
        "end_newsletter": ["no-such-token"],
        "newsletter": [1],
        "daily_alert": ["no-such-token"],
        "alert": [Alert.objects.get_or_create(article=article, defaults={"subject": article.headline})[0].pk],
        "openid_connect_login": ["example"],
        "openid_connect_callback": ["example"],
        "account_reset_password_from_key": ["x", "no-such-key"],
        "mfa_edit_webauthn": [1],
        "take_back": ["no-such-token"],
        "keep_account": ["no-such-token"],
        "read_warning": [1],
        "decision": [1],
        "whole_act": [uuid4()],
        "mfa_remove_webauthn": [1],
    }


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
