"""What is one's own, in a browser: a picture that is chosen and taken away, an account that is to end and is kept."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from accounts.models import User
from comments.models import Sanction
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits
from tests.factories import PASSWORD, CommentFactory, ModeratorFactory
from tests.mails import one_mail, reader_with_mail, text

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kelpie() -> User:
    return reader_with_mail(username="Kelpie", password=PASSWORD)


@pytest.fixture
def tolerated() -> list[str]:
    return ["422 (Unprocessable"]


def choose(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Picture").set_input_files({"name": name, "mimeType": "image/jpeg", "buffer": data})
    page.get_by_role("button", name="Show this picture").click()


def test_a_picture_is_chosen_seen_by_others_and_removed(
    kelpie: User, open_browser: Opener, scripts: bool
) -> None:
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    page.goto("/accounts/")
    page.get_by_role("link", name="Add a picture").click()
    choose(page, "me.jpg", b"<svg xmlns='http://www.w3.org/2000/svg'/>")
    expect(page.get_by_text("not a picture that can be read")).to_be_visible()
    out = io.BytesIO()
    Image.radial_gradient("L").resize((700, 400)).convert("RGB").save(out, "JPEG")
    choose(page, "me.jpg", out.getvalue())
    expect(page.get_by_text("This is your picture from now on.")).to_be_visible()
    other = open_browser(java_script_enabled=scripts).new_page()
    other.goto("/users/Kelpie/")
    portrait = other.locator("img.portrait")
    expect(portrait).to_be_visible()
    if scripts:
        assert portrait.evaluate("image => image.complete && image.naturalWidth") in (96, 192)
    page.get_by_role("button", name="Remove the picture").click()
    expect(page.get_by_text("Your picture is gone.")).to_be_visible()
    other.reload()
    expect(other.locator("span.portrait")).to_have_text("K")


def test_an_account_is_to_end_and_is_kept_by_the_link_in_the_mail(
    kelpie: User, open_browser: Opener, scripts: bool
) -> None:
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    page.goto("/accounts/")
    page.get_by_role("navigation", name="Your account").get_by_role("link", name="Erase the account").click()
    page.get_by_label("They stay, without your name").check()
    page.get_by_role("button", name="Erase in two weeks").click()
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("This account is erased on")).to_be_visible()
    page.get_by_role("link", name="Devices").click()
    expect(page.get_by_text("This account is erased on")).to_be_visible()
    call_command("db_worker", "--batch", "--no-startup-delay", verbosity=0)
    link = re.search(r"/accounts/erasure/\S+/", text(one_mail()))
    assert link
    # On another device, where nobody is logged in.
    mail = open_browser(java_script_enabled=scripts).new_page()
    mail.goto(link[0])
    mail.get_by_role("button", name="Keep the account").click()
    expect(mail.get_by_role("heading", name="Your account stays")).to_be_visible()
    page.reload()
    expect(page.get_by_text("This account is erased on")).to_have_count(0)


def test_ones_data_come_as_a_file_after_the_password(
    kelpie: User, open_browser: Opener, scripts: bool
) -> None:
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    page.goto("/accounts/")
    page.get_by_role("link", name="Download your data").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download your data").click()
    assert json.loads(download.value.path().read_text())["profile"]["name"] == "Kelpie"


def test_who_is_suspended_is_told_beside_the_box_and_in_the_thread_and_what_they_type_is_kept(
    kelpie: User, open_browser: Opener, scripts: bool
) -> None:
    comment = CommentFactory()
    Sanction.objects.suspend(
        kelpie, by=ModeratorFactory(), reason="Mind it.", until=timezone.now() + timedelta(days=1)
    )
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    page.goto(comment.discussion.article.get_absolute_url())
    told = page.locator(".composer .limit.is-bar")
    expect(told).to_contain_text("You can't comment, vote or report until")
    expect(told).to_contain_text("Mind it.")
    expect(page.get_by_role("button", name="Post comment")).to_have_count(0)
    page.get_by_role("button", name="Reply").click()
    box = page.locator(".comment .composer, .ask .composer")
    expect(box.locator(".limit.is-bar")).to_contain_text("Mind it.")
    if scripts:
        box.get_by_label("Your comment").fill("What I'll say then.")
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Vote up").click()
        expect(page.get_by_text("You can't comment, vote or report until").last).to_be_attached()
    page.goto("/accounts/")
    expect(page.get_by_role("heading", name="You can't comment, vote or report until")).to_be_visible()


def test_who_is_warned_reads_it_and_goes_on(kelpie: User, open_browser: Opener, scripts: bool) -> None:
    comment = CommentFactory()
    Sanction.objects.warn(kelpie, by=ModeratorFactory(), reason="Mind it.")
    page = open_browser(user=kelpie, java_script_enabled=scripts).new_page()
    path = comment.discussion.article.get_absolute_url()
    page.goto(path)
    page.get_by_role("link", name="Read it in your account").click()
    page.get_by_role("button", name="I have read it").click()
    expect(page.get_by_text("You can write again.")).to_be_visible()
    page.goto(path)
    page.get_by_label("Your comment").fill("Sorry.")
    page.get_by_role("button", name="Post comment").click()
    expect(page.locator(".comment", has_text="Sorry.")).to_be_visible()


def test_one_press_on_any_page_of_the_account_keeps_it(kelpie: User, open_browser: Opener) -> None:
    kelpie.ask_erasure(removes=True)
    page = open_browser(user=kelpie).new_page()
    page.goto("/accounts/settings/")
    page.get_by_role("button", name="Keep the account").click()
    expect(page.get_by_text("Your account stays.")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_ones_own_keep_to_wcag_and_do_not_scroll_sideways(
    kelpie: User, open_browser: Opener, width: int, theme: str
) -> None:
    kelpie.ask_erasure(removes=True)
    Sanction.objects.warn(kelpie, by=ModeratorFactory(), reason="Mind it.")
    article = CommentFactory().discussion.article.get_absolute_url()
    view = {"width": width, "height": 800}
    page = open_browser(user=kelpie, viewport=view, color_scheme=theme, bypass_csp=True).new_page()
    page.goto("/accounts/data/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    own = ("", "data/", "picture/", "language/", "erasure/")
    for path in (article, *(f"/accounts/{name}" for name in own)):
        page.goto(path)
        assert broken_rules(page) == [], path
        assert fits(page), path
