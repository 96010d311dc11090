"""The moderators' desk in a real browser: all of it by the keyboard alone, with scripts and without."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from comments.log import note
from comments.models import Claim, Comment, Discussion, ModerationEntry, Notification, ReaderSettings
from comments.models.telling import UNDO_FOR
from tests.browser.pages import Opener
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory
from tests.worker import run

pytestmark = pytest.mark.django_db(transaction=True)

LIST = "/admin/comments/queue/"
WIDE = {"width": 1280, "height": 900}


@pytest.fixture
def mona() -> User:
    return ModeratorFactory(username="Mona")


@pytest.fixture
def held() -> list[Comment]:
    article = ArticleFactory()
    Discussion.objects.of(article).set_state("held", by=ModeratorFactory())
    comments = [
        CommentFactory(article=article, text=f"Number {n}.", by=UserFactory(username=f"Writer{n}"))
        for n in range(4)
    ]
    note("hold", by=None, comment=comments[1], rule="words", reason="A word on the list.")
    return comments


@pytest.fixture
def desk(open_browser: Opener, mona: User) -> Page:
    return open_browser(user=mona, viewport=WIDE).new_page()


def states() -> list[str]:
    return list(Comment.objects.order_by("pk").values_list("state", flat=True))


def on_screen_of(page: Page, comment: Comment) -> None:
    expect(page.locator(".is-judged")).to_have_text(comment.text)


def test_the_queue_is_worked_through_by_its_keys(desk: Page, held: list[Comment]) -> None:
    desk.goto(f"{LIST}?queue=held")
    row = desk.locator("[data-row]:focus")
    desk.keyboard.press("a")
    expect(desk.locator(".queue-undo")).to_have_count(0)
    assert states() == ["held"] * 4, "nothing is decided on a row that nobody chose"
    for key, expected in (("j", 0), ("j", 1), ("k", 0)):
        desk.keyboard.press(key)
        expect(row).to_have_id(f"comment-{held[expected].pk}")
    desk.keyboard.press("a")
    # On with the next row, the decision above it.
    expect(row).to_have_id(f"comment-{held[1].pk}")
    expect(desk.locator(".queue-undo")).to_contain_text("Approved")
    assert states() == ["public", "held", "held", "held"]

    desk.keyboard.press("h")
    reason = desk.get_by_label("Reason")
    on_screen_of(desk, held[1])
    expect(reason).to_be_focused()
    expect(reason).to_have_value("List of words")
    assert Claim.objects.get().comment == held[1]
    # What is typed is typed: no key of the desk.
    desk.keyboard.type("faz")
    expect(reason).to_have_value("faz")
    desk.keyboard.press("Enter")
    on_screen_of(desk, held[2])
    assert states() == ["public", "hidden", "held", "held"]

    desk.keyboard.press("z")
    on_screen_of(desk, held[1])
    expect(desk.get_by_text("Undone: nobody was told of it.")).to_be_visible()
    assert states() == ["public", "held", "held", "held"]
    desk.keyboard.press("j")
    on_screen_of(desk, held[2])
    desk.keyboard.press("k")
    on_screen_of(desk, held[1])
    desk.keyboard.press("f")
    on_screen_of(desk, held[2])
    desk.keyboard.press("a")
    on_screen_of(desk, held[3])
    desk.keyboard.press("s")
    expect(desk.get_by_role("heading", name="Sanction Writer3")).to_be_visible()
    assert states() == ["public", "held", "public", "held"]


def test_after_the_last_the_list_says_that_nothing_waits_and_in_the_end_those_concerned_are_told(
    desk: Page, mona: User
) -> None:
    reporter, comment = UserFactory(), CommentFactory()
    comment.report(by=reporter, reason="spam")
    desk.goto(LIST)
    desk.keyboard.press("f")
    on_screen_of(desk, comment)
    desk.keyboard.press("h")
    desk.keyboard.press("Enter")
    expect(desk.get_by_text("Nothing waits here.")).to_be_visible()
    assert ModerationEntry.objects.get().reason == "Spam or advertising"
    assert not Notification.objects.exists()
    run(UNDO_FOR)
    assert Notification.objects.of(reporter).get().words == "upheld"


def test_with_the_tab_and_enter_keys_alone_all_of_it_works(
    open_browser: Opener, mona: User, held: list[Comment], scripts: bool
) -> None:
    page = open_browser(user=mona, viewport=WIDE, java_script_enabled=scripts).new_page()

    def press(name: str, within: Any = page) -> None:
        within.get_by_role("button", name=name).first.focus()
        page.keyboard.press("Enter")

    page.goto(f"{LIST}?queue=held")
    press("Approve", page.locator(f"#comment-{held[1].pk}"))
    expect(page.locator(".queue-undo")).to_contain_text("Approved")
    press("Undo")
    on_screen_of(page, held[1])
    press("Next free")
    on_screen_of(page, held[2])
    page.get_by_label("Reason").focus()
    page.keyboard.type("Rude.")
    page.keyboard.press("Enter")
    on_screen_of(page, held[3])
    press("Previous")
    on_screen_of(page, held[1])
    press("Approve")
    on_screen_of(page, held[3])
    page.get_by_role("link", name="The list").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-row]")).to_have_count(2)
    assert states() == ["held", "public", "hidden", "held"]


def test_of_two_who_look_at_once_the_second_is_led_on_and_told(
    open_browser: Opener, mona: User, held: list[Comment]
) -> None:
    mine, other = (
        open_browser(user=user, viewport=WIDE).new_page()
        for user in (mona, ModeratorFactory(username="Otto"))
    )
    for page, comment in ((mine, held[0]), (other, held[1])):
        page.goto(f"{LIST}?queue=held")
        page.keyboard.press("f")
        on_screen_of(page, comment)
    other.keyboard.press("k")
    on_screen_of(other, held[0])
    expect(other.get_by_text("Mona is looking at it").first).to_be_visible()
    other.keyboard.press("a")
    mine.keyboard.press("a")
    on_screen_of(mine, held[1])
    assert states()[0] == "public" and ModerationEntry.objects.get(act="approve").actor == mona


def test_the_offer_to_undo_counts_down_and_goes(desk: Page, held: list[Comment]) -> None:
    desk.clock.install()
    desk.goto(f"{LIST}?queue=held")
    desk.keyboard.press("j")
    desk.keyboard.press("a")
    undo = desk.get_by_role("button", name="Undo")
    expect(undo).to_be_visible()
    desk.clock.fast_forward(11_000)
    expect(undo).to_have_count(0)


def test_who_switched_the_keys_off_has_none(desk: Page, mona: User, held: list[Comment]) -> None:
    ReaderSettings.objects.update_or_create(reader=mona, defaults={"has_keys": False})
    desk.goto(f"{LIST}{held[0].pk}/?queue=held")
    desk.keyboard.press("a")
    expect(desk.get_by_text("Keys:")).to_have_count(0)
    assert states() == ["held"] * 4
