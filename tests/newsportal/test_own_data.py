"""The file of all one's data: everything, one's own only, to nobody else, and however much there is."""

from __future__ import annotations

import json
import re
import tracemalloc
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import own_data
from accounts.models import AlertSubscription, User
from comments.models import Comment, Discussion
from tests.accounts.entrance import FACTORS, log_in, show_factor
from tests.comments.pages import words
from tests.comments.traces import reader_with_traces
from tests.factories import PASSWORD, ArticleFactory

pytestmark = pytest.mark.django_db
PAGE = "/accounts/data/"

# Where each table that leads to a reader, or to their subscription, stands in the file; or why it doesn't.
KEYS = {
    "accounts.AlertSubscription.reader": "news_alerts",
    "accounts.Name.bearer": "earlier_names",
    "accounts.Recovery.user": "taken_back",
    "accounts.User_groups.user": "profile",
    "account.EmailAddress.user": "addresses",
    "socialaccount.SocialAccount.user": "connected_accounts",
    "mfa.Authenticator.user": "second_factors",
    "usersessions.UserSession.user": "sessions",
    "articles.AlertChoice.subscription": "alert_choice",
    "articles.AlertDelivery.subscription": "alert_mails",
    "articles.Correction.thanks_to": "thanks",
    "articles.ArticleVersion.history_user": "versions",
    "articles.Note.by": "notes",
    "articles.Photo.uploaded_by": "photos",
    "articles.Suggestion.reader": "suggestions",
    "comments.Comment.author": "comments",
    "comments.Draft.reader": "drafts",
    "comments.Follow.reader": "follows",
    "comments.ModerationEntry.reader": "decisions",
    "comments.ModerationEntry.actor": "moderation",
    "comments.Mute.reader": "mutes",
    "comments.Notification.recipient": "notifications",
    "comments.Premoderation.reader": "premoderation",
    "comments.ReaderSettings.reader": "settings",
    "comments.Report.reporter": "reports",
    "comments.Sanction.reader": "sanctions",
    "comments.Statement.reader": "statements",
    "comments.Visit.reader": "visits",
    "comments.Vote.voter": "votes",
}
NOT_THEIRS = {
    "comments.Mute.muted": "another reader's choice, which the muted never learn of",
    "comments.Postbox.reader": "when the next mail goes; the mails themselves are in notifications",
    "articles.Suggestion.decided_by": "what staff decided on readers' suggestions",
    "articles.Correction.by": "what staff told all readers",
    "comments.Appeal.decided_by": "what staff decided on readers' appeals",
    "comments.Queue.author": "the comments again, as the desk has them",
    "comments.Claim.moderator": "which comment staff look at, for two minutes",
    "comments.VoteHold.decided_by": "what staff decided on others' votes",
    "comments.Premoderation.by": "what staff decided on other readers",
    "comments.Sanction.by": "what staff decided on other readers",
    "comments.Sanction.lifted_by": "what staff decided on other readers",
    "articles.Article.begun_by": "whose article it is in the newsroom, which is for all readers",
    "articles.NoteMark.reader": "up to where staff have read the notes on an article",
    "articles.Presence.editor": "which article staff have open, for a minute",
    "articles.WorkingCopy.editor": "what staff are writing for all readers, until it is saved or thirty days old",
    "articles.Alert.sent_by": "what staff sent to others",
    "articles.Author.user": "a byline, which is public",
    "articles.Membership.user": "the same table as the groups",
    "admin.LogEntry.user": "what staff did at the desk",
    "accounts.User_user_permissions.user": "rights go by groups",
}


@pytest.fixture
def kelpie() -> User:
    return reader_with_traces()


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    client.force_login(kelpie)
    show_factor(client, kelpie)
    return client


def sent(answer: Any) -> str:
    return b"".join(answer.streaming_content).decode()


def test_it_holds_everything_under_keys_that_it_explains(reader: Client, kelpie: User) -> None:
    data = json.loads(sent(reader.post(PAGE)))
    assert set(data) - {"site", "made_at", "about"} == set(data["about"]) == set(KEYS.values())
    assert all(data["about"].values())
    empty = {key for key in KEYS.values() if not data[key]}
    assert empty == {"earlier_names"}, "the reader of this test has left traces everywhere"
    assert data["profile"]["name"] == "Kelpie" and data["profile"]["picture"].startswith("data:image/webp;")
    assert data["addresses"] == [{"email": kelpie.email, "verified": True, "primary": True}]
    first = data["comments"][0]
    assert (first["text"], first["up"]) == ("My secret words, put right.", 1)
    assert [vote["value"] for vote in data["votes"]] == [1]
    assert [draft["text"] for draft in data["drafts"]] == ["Not yet sent."]
    assert data["reports"][0]["words"] == "Look." and data["mutes"][0]["name"] == "Other"
    choice = {
        "pace": "breaking",
        "takes_all": False,
        "sections": ["Harbour"],
        "topics": [],
        "newsletters": [],
    }
    assert data["alert_choice"] == [choice] and data["alert_mails"][0]["subject"].startswith("The ferry")
    assert data["suggestions"][0]["words"] == "My secret spelling." and data["thanks"][0]["words"] == "Kelp."
    assert data["notes"][0]["words"] == "My secret note."
    version, photo, decision = data["versions"][0], data["photos"][0], data["moderation"][0]
    assert version["headline"] == "Kelp on the pier" and version["body"] and version["at"]
    assert (photo["caption"], photo["original_name"]) == ("The pier, by Kelpie", "pier.jpg")
    assert (decision["act"], decision["reason"]) == ("approve", "All right.") and "/comments/" in decision[
        "comment"
    ]
    assert data["settings"]["mails"] == "daily" and data["connected_accounts"][0]["uid"] == "7"


def test_what_was_chosen_for_the_account_is_in_it(reader: Client, kelpie: User) -> None:
    kelpie.choose(language="ja", time_zone="Europe/Berlin")
    kelpie.refresh_from_db()
    kelpie.ask_erasure(removes=True)
    data = json.loads(sent(reader.post(PAGE)))
    profile = data["profile"]
    assert (profile["language"], profile["time_zone"]) == ("ja", "Europe/Berlin")
    assert profile["erased_from"] and profile["erasure_removes_comments"] is True
    Authenticator.objects.create(
        user=kelpie, type=Authenticator.Type.WEBAUTHN, data={"name": "My old phone", "credential": {}}
    )
    factors = json.loads(sent(reader.post(PAGE)))["second_factors"]
    assert {"webauthn": "My old phone"}.items() <= {row["type"]: row["name"] for row in factors}.items()
    assert "credential" not in str(factors)


def test_an_earlier_wording_and_an_earlier_name_are_in_it(reader: Client, kelpie: User) -> None:
    Comment.objects.filter(author=kelpie).update(created_at=timezone.now() - timedelta(days=1))
    kelpie.sanctions.get().read(by=kelpie)
    comment = Comment.objects.filter(author=kelpie).earliest("pk")
    comment.edit(by=kelpie, text="Other words.")
    kelpie.rename("Kelp", by=kelpie)
    data = json.loads(sent(reader.post(PAGE)))
    earlier = [edit["text"] for edit in data["comments"][0]["earlier"]]
    assert earlier == ["My secret words.", "My secret words, put right."]
    assert [row["name"] for row in data["earlier_names"]] == ["Kelpie"]


def test_every_table_that_leads_to_a_reader_is_in_it_or_has_its_reason() -> None:
    leading = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model in (User, AlertSubscription)
    }
    assert leading == set(KEYS) | set(NOT_THEIRS)


def test_nobody_elses_words_and_data_and_no_secret_are_in_it(reader: Client, kelpie: User) -> None:
    text = sent(reader.post(PAGE))
    other = User.objects.get(username="Other")
    for theirs in ("is that so?", "I answer that.", other.email, kelpie.password, '"secret":', "session_key"):
        assert theirs not in text
    # Of others stands but the name of whom the reader has muted, once.
    assert text.count("Other") == 1


def test_another_reader_gets_their_own(kelpie: User) -> None:
    client, other = Client(), User.objects.get(username="Other")
    other.set_password(PASSWORD)
    other.save()
    log_in(client, other)
    text = sent(client.post(PAGE))
    assert "My secret" not in text and kelpie.email not in text and "I answer that." in text


def test_it_is_sent_to_who_has_shown_who_they_are_and_kept_by_no_cache(client: Client, kelpie: User) -> None:
    client.force_login(kelpie)
    for answer in (client.get(PAGE), client.post(PAGE)):
        assert answer.status_code == 302 and answer["Location"].startswith(f"{FACTORS}reauthenticate/")
    show_factor(client, kelpie)
    page = client.get(PAGE)
    assert "All that we keep of you" in words(page.text) and "earlier_names" in page.text
    answer = client.post(PAGE)
    assert answer["Cache-Control"] == "private, no-store"
    assert re.fullmatch(
        r'attachment; filename="the-tidewater-post-\d{4}-\d\d-\d\d\.json"', answer["Content-Disposition"]
    )
    assert json.loads(sent(answer))["profile"]["name"] == "Kelpie"


def test_the_token_is_asked_for(kelpie: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(kelpie)
    assert client.post(PAGE).status_code == 403


def test_ten_times_as_many_comments_need_no_more_memory_and_queries_by_the_chunk(kelpie: User) -> None:
    def cost() -> tuple[int, int]:
        tracemalloc.start()
        with CaptureQueriesContext(connection) as queries:
            size = sum(len(piece) for piece in own_data.written(kelpie))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert size > 200_000
        return peak, len(queries)

    write(kelpie, 1_000)
    few, _ = cost()
    write(kelpie, 9_000)
    many, queries = cost()
    assert many < 1.5 * few + 1_000_000
    assert queries < 80


def write(reader: User, number: int) -> None:
    discussion = Discussion.objects.of(ArticleFactory())
    Comment.objects.bulk_create(
        Comment(
            discussion=discussion,
            author=reader,
            text=f"Number {n}. " * 20,
            html="",
            renderer=1,
            key=f"{n}",
            created_at=timezone.now(),
        )
        for n in range(number)
    )


def test_the_page_is_cheap(reader: Client) -> None:
    reader.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        reader.get(PAGE)
    assert len(queries) <= 8
