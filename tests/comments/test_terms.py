"""The terms of a discussion: its switches, those of the site, and that it closes by itself, told beforehand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from comments.models import Discussion, DiscussionPolicy, ModerationEntry
from comments.rulebook import terms_of
from tests.at_once import waits_or_ends
from tests.comments.pages import page, post_address, words
from tests.comments.ruling import held_by, refusal, set_rule
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    ModeratorFactory,
    SectionFactory,
    UserFactory,
    rest,
)

pytestmark = pytest.mark.django_db

FORTNIGHT = timedelta(days=14)


def discussion_of(article: Any) -> Discussion:
    return Discussion.objects.of(article)


def test_an_old_article_that_comes_here_today_is_open_for_a_fortnight(time_machine: Any) -> None:
    article = ArticleFactory(published_at=datetime(2024, 11, 7, tzinfo=UTC))
    assert CommentFactory(article=article).is_public
    time_machine.move_to(timezone.now() + FORTNIGHT - timedelta(minutes=1))
    assert CommentFactory(article=article).is_public
    time_machine.move_to(timezone.now() + timedelta(minutes=2))
    assert refusal(article=article).code == "closed"


def test_an_article_that_was_scheduled_has_its_days_from_when_it_came_out() -> None:
    article = ArticleFactory()
    type(article).objects.update(created_at=timezone.now() - timedelta(days=60))
    assert CommentFactory(article=article).is_public
    type(article).objects.update(published_at=timezone.now() - FORTNIGHT)
    assert refusal(article=article).code == "closed"


def test_the_page_says_beforehand_when_and_then_that_it_has_closed(client: Client, time_machine: Any) -> None:
    time_machine.move_to(datetime(2024, 12, 1, 3, 0, tzinfo=UTC), tick=False)
    article = ArticleFactory()
    client.force_login(UserFactory())
    for reader in (Client(), client):
        assert "Comments close on Dec. 15, 2024 12:00 pm JST." in words(page(reader, article))
    # The page of the signed-out is stored, and the clock alone changes it.
    time_machine.move_to(datetime(2024, 12, 15, 3, 0, 1, tzinfo=UTC), tick=False)
    for reader in (Client(), client):
        html = words(page(reader, article))
        assert "This discussion is closed. It closed by itself on Dec. 15, 2024 12:00 pm JST." in html
        assert "Post comment" not in html
    answer = client.post(post_address(article), {"text": "Too late."})
    assert answer.status_code == 422 and "This discussion was closed before you sent this." in answer.text


def test_a_section_has_days_of_its_own_and_a_discussion_too() -> None:
    harbour, sports = SectionFactory(slug="harbour"), SectionFactory(slug="sports")
    DiscussionPolicy.objects.create(section=harbour, days=3)
    DiscussionPolicy.objects.create(section=sports, days=0)
    old = timezone.now() - timedelta(days=5)
    articles = [
        ArticleFactory(section=section) for section in (harbour, sports, SectionFactory(slug="world"))
    ]
    type(articles[0]).objects.update(created_at=old, published_at=old)
    is_closed = [terms_of(discussion_of(type(one).objects.get(pk=one.pk))).is_closed for one in articles]
    assert is_closed == [True, False, False]
    discussion = discussion_of(articles[0])
    discussion.switch(by=ModeratorFactory(), close_after_days=6)
    assert CommentFactory(article=articles[0]).is_public
    set_rule("discussion", days=2)
    assert refusal(article=articles[2]).code == "closed"


def test_opened_again_it_has_its_days_anew(time_machine: Any) -> None:
    article = ArticleFactory()
    time_machine.move_to(timezone.now() + FORTNIGHT + timedelta(days=1))
    assert refusal(article=article).code == "closed"
    discussion_of(article).set_state("open", by=ModeratorFactory())
    assert CommentFactory(article=article).is_public
    time_machine.move_to(timezone.now() + FORTNIGHT)
    assert refusal(article=article).code == "closed"


def test_all_discussions_can_be_closed_at_once(client: Client) -> None:
    article = ArticleFactory()
    assert "This discussion is closed." not in page(client, article)
    set_rule("discussion", is_closed=True)
    assert refusal(article=article).code == "closed"
    assert "This discussion is closed." in page(client, article)


@pytest.mark.parametrize("everywhere", [True, False])
def test_newcomers_are_held_in_one_discussion_or_everywhere(client: Client, everywhere: bool) -> None:
    article = ArticleFactory()
    if everywhere:
        set_rule("newcomer")
    else:
        discussion_of(article).switch(by=ModeratorFactory(), holds_newcomers=True)
    assert held_by(CommentFactory(article=article)) == "newcomer"
    assert held_by(CommentFactory()) == ("newcomer" if everywhere else "")
    assert "A moderator reads the first comments of newcomers" in page(client, article)


def test_links_are_held_in_one_discussion(client: Client) -> None:
    article = ArticleFactory()
    discussion_of(article).switch(by=ModeratorFactory(), holds_links=True)
    set_rule("links", is_on=False)
    assert held_by(CommentFactory(article=article, text="https://example.com")) == "links"
    assert CommentFactory(article=article, text="None.").is_public
    assert CommentFactory(text="https://example.com").is_public
    assert "A moderator looks at comments with links" in page(client, article)


def test_all_are_held_everywhere() -> None:
    set_rule("premoderation")
    assert held_by(CommentFactory()) == "premoderation"


@pytest.mark.parametrize("everywhere", [True, False])
def test_slow_mode(client: Client, everywhere: bool, time_machine: Any) -> None:
    time_machine.move_to(timezone.now(), tick=False)
    article, author = ArticleFactory(), UserFactory()
    if everywhere:
        set_rule("slow", seconds=120)
    else:
        discussion_of(article).switch(by=ModeratorFactory(), slow_seconds=120)
    discussion = discussion_of(article)
    comment = discussion.post(by=author, text="One.")
    time_machine.shift(timedelta(seconds=60))
    comment.edit(by=author, text="One, put right.")
    elsewhere = discussion_of(ArticleFactory())
    assert elsewhere.post(by=author, text="Elsewhere.").is_public
    time_machine.shift(timedelta(seconds=20))
    from comments.refusal import Refusal

    with pytest.raises(Refusal) as refused:
        discussion.post(by=author, text="Two.")
    assert refused.value.code == "slow" and "Post again in 40 seconds" in refused.value.message
    time_machine.shift(timedelta(seconds=40))
    assert discussion.post(by=author, text="Two.").is_public
    assert "Slow mode is on: 2 minutes lie between your comments here." in words(page(client, article))


def test_members_only(client: Client) -> None:
    article = ArticleFactory()
    discussion_of(article).switch(by=ModeratorFactory(), members_only=True)
    unconfirmed, fresh, member = UserFactory(), UserFactory(date_joined=timezone.now()), UserFactory()
    for reader in (fresh, member):
        reader.emailaddress_set.create(email=reader.email, verified=True, primary=True)
    assert "isn't confirmed yet" in refusal(article=article, by=unconfirmed).message
    assert "24 hours old" in refusal(article=article, by=fresh).message
    assert CommentFactory(article=article, by=member).is_public
    assert CommentFactory(article=article, by=ModeratorFactory()).is_public
    assert CommentFactory(by=unconfirmed).is_public
    assert "Only members write here" in page(client, article)


def test_switches_are_in_the_log_with_what_they_were() -> None:
    discussion, moderator = discussion_of(ArticleFactory()), ModeratorFactory()
    discussion.switch(by=moderator, slow_seconds=60, members_only=False, state="held")
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.actor, entry.discussion) == ("switch", moderator, discussion)
    assert entry.before == {"slow_seconds": 0, "state": "open"}
    assert entry.after == {"slow_seconds": 60, "state": "held"}


def test_readers_switch_nothing() -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        discussion_of(ArticleFactory()).switch(by=UserFactory(), members_only=True)


def test_nothing_is_quoted_or_answered_where_it_has_closed_by_itself(
    client: Client, time_machine: Any
) -> None:
    comment = CommentFactory()
    client.force_login(UserFactory())
    time_machine.move_to(timezone.now() + FORTNIGHT + timedelta(hours=1))
    client.force_login(UserFactory())
    rest()
    for verb in ("reply", "quote"):
        answer = client.get(f"/comments/{comment.pk}/{verb}/", headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()["code"]) == (422, "closed")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("switched", ["state", "rule"])
def test_what_is_closed_while_somebody_posts_is_closed_from_the_next_comment_on(switched: str) -> None:
    article, moderator = ArticleFactory(), ModeratorFactory()
    discussion = discussion_of(article)

    def close() -> None:
        try:
            if switched == "state":
                discussion.switch(by=moderator, state="closed")
            else:
                set_rule("discussion", is_closed=True, by=moderator)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            comment = Discussion.objects.get(pk=discussion.pk).post(by=UserFactory(), text="What I think.")
            closing = threads.submit(close)
            # The switch of the discussion itself waits for the post; a rule is read once for each.
            assert waits_or_ends(closing) == (switched == "state")
        closing.result(10)
    comment.refresh_from_db()
    assert comment.is_public and refusal(article=article).code == "closed"
