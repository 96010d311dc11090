"""The ways in, in a real browser: to another site's login and back to the very place, under the policy that forms obey."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import Page, expect

from accounts.models import User
from articles.models import Article
from tests.accounts.mails import code_in
from tests.accounts.social import ADA
from tests.browser.pages import Opener, log_in
from tests.factories import PASSWORD, ArticleFactory, UserFactory
from tests.oidc.server import OidcServer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("example_id")]

SAID = "What does the harbour say to that?"


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def tolerated() -> list[str]:
    return ["401 (Unauthorized)"]


def write(page: Page, article: Article) -> None:
    """Writes a comment, signed out, and presses Post; that leads to the login."""
    page.goto(article.get_absolute_url())
    page.get_by_label("Your comment").fill(SAID)
    page.get_by_role("button", name="Post comment").click()
    expect(page.get_by_role("heading", name="Login", exact=True)).to_be_visible()


def answer(page: Page, claims: dict[str, Any] | None) -> None:
    """On the other site's page: says who one is and allows it, or denies."""
    expect(page).to_have_title("Example ID")
    page.get_by_label("Who you are").fill(json.dumps(claims or {}))
    page.get_by_role("button", name="Allow" if claims else "Deny").click()


def expect_the_draft(page: Page, article: Article) -> None:
    """The composer is in sight, at the article, with what was written."""
    expect(page.get_by_label("Your comment")).to_have_value(SAID)
    expect(page.get_by_label("Your comment")).to_be_in_viewport()
    assert page.url.endswith(f"{article.get_absolute_url()}#composer")


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_reader_goes_elsewhere_and_comes_back_to_what_they_wrote(
    article: Article, open_browser: Opener, width: int, scripts: bool
) -> None:
    page = open_browser(viewport={"width": width, "height": 740}, java_script_enabled=scripts).new_page()
    write(page, article)
    page.get_by_role("button", name="Example ID").click()
    answer(page, ADA)
    expect_the_draft(page, article)
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment")).to_contain_text(SAID)
    assert User.objects.get().username == "ada"


def test_the_article_s_own_button_says_first_what_it_does(article: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    page.goto(article.get_absolute_url())
    ways = page.get_by_role("region", name="Ways to log in")
    expect(ways).to_contain_text("you will also receive an email inviting you to receive our news alerts")
    ways.get_by_role("link", name="Example ID Connect").click()
    page.get_by_role("button", name="Go to Example ID").click()
    answer(page, ADA)
    expect(page.get_by_label("Your comment")).to_be_in_viewport()
    assert page.url.endswith(f"{article.get_absolute_url()}#composer")


def test_what_is_missing_is_asked_for_on_the_way_back(article: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    write(page, article)
    page.get_by_role("button", name="Example ID").click()
    answer(page, {"sub": "nobody"})
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_role("button", name="Register").click()
    expect_the_draft(page, article)


def test_who_turns_back_loses_nothing(article: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    write(page, article)
    page.get_by_role("button", name="Example ID").click()
    answer(page, None)
    expect(page.get_by_role("heading", name="Nothing was done")).to_be_visible()
    page.get_by_role("link", name="Back to where you were").click()
    expect_the_draft(page, article)


def test_a_failure_leads_on_to_a_try_that_works(article: Article, open_browser: Opener) -> None:
    page = open_browser().new_page()
    write(page, article)
    page.get_by_role("button", name="Example ID").click()
    answer(page, {"sub": "nobody"})
    expect(page.get_by_role("heading", name="One more thing")).to_be_visible()
    page.goto("/accounts/oidc/example/login/callback/?state=none&code=none")
    expect(page.get_by_role("heading", name="That login didn't work")).to_be_visible()
    page.get_by_role("link", name="Try Example ID again").click()
    page.get_by_role("button", name="Go to Example ID").click()
    # The other site still knows them.
    page.get_by_label("User name").fill("ada")
    page.get_by_label("Email").fill("ada@example.com")
    page.get_by_role("button", name="Register").click()
    expect_the_draft(page, article)


def test_whose_address_has_an_account_logs_in_and_connects(article: Article, open_browser: Opener) -> None:
    user = UserFactory(username="countess", email="ada@example.com", password=PASSWORD)
    page = open_browser().new_page()
    write(page, article)
    page.get_by_role("button", name="Example ID").click()
    answer(page, ADA)
    expect(page.get_by_role("heading", name="You have an account here")).to_be_visible()
    page.get_by_role("link", name="Login and connect Example ID").click()
    log_in(page, "countess")
    page.get_by_role("button", name="Go to Example ID").click()
    expect_the_draft(page, article)
    expect(page.get_by_role("status").first).to_contain_text("Example ID is connected")
    assert SocialAccount.objects.get().user == user


def test_a_reader_connects_and_disconnects_by_themselves(open_browser: Opener) -> None:
    page = open_browser(user=UserFactory(password=PASSWORD)).new_page()
    page.goto("/accounts/password/change/")
    page.get_by_role("link", name="Connected accounts").click()
    page.get_by_role("button", name="Connect Example ID").click()
    answer(page, ADA)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Disconnect Example ID").click()
    expect(page.get_by_role("button", name="Connect Example ID")).to_be_visible()
    assert not SocialAccount.objects.exists()


def test_a_code_from_the_mail_leads_back_to_what_was_written(
    article: Article, open_browser: Opener, mails: Any, scripts: bool
) -> None:
    user = UserFactory()
    page = open_browser(java_script_enabled=scripts).new_page()
    write(page, article)
    page.get_by_role("link", name="A code by email").click()
    page.get_by_label("Email").fill(user.email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code").fill(code_in(mails()[0]))
    page.get_by_role("button", name="Login", exact=True).click()
    expect_the_draft(page, article)


class TestThePolicy:
    @pytest.fixture
    def tolerated(self) -> list[str]:
        return ["form-action"]

    def test_lets_no_form_lead_to_a_site_that_is_not_switched_on(
        self, open_browser: Opener, settings: Any, example_id: OidcServer
    ) -> None:
        """What the other tests show to work is in the policy's hands: without its origin there, the browser goes nowhere."""
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": ["'self'"]}
        page = open_browser().new_page()
        page.goto("/accounts/login/")
        with page.expect_console_message(lambda message: "form-action" in message.text):
            page.get_by_role("button", name="Example ID").click()
        expect(page.get_by_role("heading", name="Login", exact=True)).to_be_visible()
