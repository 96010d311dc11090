"""Every route of the site: who may open it, and what it is asked for. The tests of access hold the site against it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.urls import URLPattern, URLResolver, get_resolver

from articles.models import Alert
from comments.models import Comment

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
    "account_inactive": ("302 302 302 302", "405 405 405 405"),
    "account_confirm_email": ("200 200 200 200", "200 200 200 200"),
    "account_email_verification_sent": ("302 302 302 302", "405 405 405 405"),
    "account_reset_password": ("200 200 200 200", "200 200 200 200"),
    "account_reset_password_done": ("302 302 302 302", "405 405 405 405"),
    "account_reset_password_from_key": ("200 200 200 200", "200 200 200 200"),
    "account_reset_password_from_key_done": ("302 302 302 302", "405 405 405 405"),
    "socialaccount_login_cancelled": ("302 302 302 302", "405 405 405 405"),
    "socialaccount_login_error": ("302 302 302 302", "405 405 405 405"),
    "socialaccount_signup": ("302 302 302 302", "302 302 302 302"),
    "socialaccount_connections": ("302 200 200 200", "302 200 200 200"),
    "browser_language": ("405 405 405 405", "303 303 303 303"),
    "change_name": ("302 200 200 200", "302 302 302 302"),
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
WITHOUT_TOKEN |= {"apple_callback", "google_login_by_token", "read", "browser_language"}
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
