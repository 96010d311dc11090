"""Votes in a real browser, with scripts and without: those that wait, counts that are hidden, comments below the line."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Locator, Page, expect

from comments.models import Comment, Vote, VotingPolicy
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, press
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

WAITS = re.compile("Your account is new, so your vote counts from .*")


@pytest.fixture
def comment() -> Comment:
    return CommentFactory(by=UserFactory(username="Kelpie"), text="Fish can count.")


def against(comment: Comment, voters: int = 25) -> None:
    Vote.objects.bulk_create(
        Vote(comment=comment, voter=reader, value=-1) for reader in UserFactory.create_batch(voters)
    )


def visit(context: BrowserContext, comment: Comment, fragment: str = "") -> tuple[Page, Locator]:
    page = context.new_page()
    page.goto(comment.discussion.article.get_absolute_url() + fragment)
    return page, page.locator(f"#comment-{comment.pk}")


def test_a_young_accounts_vote_is_pressed_and_says_when_it_counts(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    reader = UserFactory(date_joined=timezone.now())
    page, place = visit(open_browser(reader, java_script_enabled=scripts), comment)
    press(place, "Vote up")
    up = place.get_by_role("button", name="Vote up")
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(place.locator(".waits")).to_have_text(WAITS)
    expect(page.get_by_role("status").filter(has_text=WAITS).first).to_be_attached()
    expect(place.locator(".tally")).to_have_text("0 ( +0 / -0 )")
    press(place, "Vote up" if scripts else "Take back")
    expect(up).to_have_attribute("aria-pressed", "false")
    expect(place.locator(".waits")).to_have_count(0)


def test_hidden_counts_show_with_ones_vote_and_hide_when_it_is_taken_back(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    VotingPolicy.objects.create(hides="voted")
    against(comment, 2)
    page, place = visit(open_browser(UserFactory(), java_script_enabled=scripts), comment)
    tally = place.locator(".tally")
    expect(tally).to_have_text("votes hidden")
    press(place, "Vote up")
    expect(tally).to_have_text("-1 ( +1 / -2 )")
    press(place, "Vote up" if scripts else "Take back")
    expect(tally).to_have_text("votes hidden")
    expect(page.locator(".votes-note")).to_be_visible()


def test_one_press_shows_what_is_below_the_line(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    against(comment)
    page, place = visit(open_browser(UserFactory(), java_script_enabled=scripts), comment)
    expect(place.get_by_text("Fish can count.")).to_be_hidden()
    summary = place.get_by_text("Below the line by its votes: show what Kelpie wrote")
    summary.focus()
    page.keyboard.press("Enter")
    expect(place.get_by_text("Fish can count.")).to_be_visible()
    press(place, "Vote up")
    if scripts:
        expect(place.locator(".tally")).to_have_text("-24 ( +1 / -25 )")


def test_whoever_follows_a_link_to_a_comment_below_the_line_finds_it_open(
    open_browser: Opener, comment: Comment, scripts: bool
) -> None:
    against(comment)
    reply = CommentFactory(parent=comment)
    context = open_browser(java_script_enabled=scripts)
    page, place = visit(context, comment, f"#comment-{comment.pk}")
    expect(place.get_by_text("Fish can count.")).to_be_visible()
    page.goto(f"/comments/{comment.pk}/")
    expect(place.get_by_text("Fish can count.")).to_be_visible()
    expect(place.get_by_role("paragraph").filter(has_text="Fish can count.")).to_have_count(1)
    page, place = visit(context, comment)
    expect(place.get_by_text("Fish can count.")).to_be_hidden()
    page.locator(f"#comment-{reply.pk} .to").click()
    expect(place.get_by_text("Fish can count.")).to_be_visible()


def test_no_machine_finds_fault_with_folded_waiting_and_hidden_votes(
    open_browser: Opener, comment: Comment
) -> None:
    against(comment)
    other = CommentFactory(article=comment.discussion.article)
    reader = UserFactory(date_joined=timezone.now())
    other.vote(by=reader, value=1)
    for hides in ("never", "voted"):
        VotingPolicy.objects.update_or_create(pk=1, defaults={"hides": hides})
        for scheme in ("light", "dark"):
            page, place = visit(open_browser(reader, color_scheme=scheme), comment)
            place.locator("summary").click()
            assert broken_rules(page) == []


def test_a_moderator_sets_votes_aside_at_the_desk(open_browser: Opener, comment: Comment) -> None:
    comment.vote(by=UserFactory(date_joined=timezone.now()), value=-1)
    page = open_browser(ModeratorFactory()).new_page()
    page.goto("/admin/comments/votehold/")
    page.locator("input[name=_selected_action]").check()
    page.get_by_label("Action:").select_option("set_aside_selected")
    page.get_by_role("button", name="Run").click()
    page.get_by_label("Why?").fill("one person")
    page.get_by_role("button", name="Set votes aside").click()
    expect(page.get_by_text("1 decision is taken.")).to_be_visible()
    expect(page.locator("#result_list")).to_contain_text("one person")
