"""Sanctioning, hiding all, stating and appealing in a real browser, with scripts and without, by whoever it concerns."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.stamps import second
from articles.models import Article
from comments import whole_acts
from comments.models import Appeal, Comment, Sanction, Statement, Telling
from comments.models.telling import UNDO_FOR
from comments.reasons import list_first
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, press, shown, visit
from tests.factories import CommentFactory, ModeratorFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _reasons() -> None:
    list_first()


@pytest.fixture
def comment(article: Article, reader: User) -> Comment:
    return CommentFactory(article=article, by=reader, text="You are all fools.")


def state(comment: Comment) -> str:
    return Comment.objects.get(pk=comment.pk).state


def is_sound(page: Page) -> bool:
    return fits(page) and broken_rules(page) == []


def test_from_the_comment_to_the_sanction_and_back_by_undo(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool
) -> None:
    page = visit(open_browser(ModeratorFactory(), java_script_enabled=scripts), article)
    shown(page, comment).get_by_role("link", name="Sanction Kelpie").click()
    expect(page.get_by_role("heading", name="Sanction Kelpie")).to_be_visible()
    page.get_by_label("Suspend for 24 hours").check()
    page.get_by_label("Why?").select_option("Insult or threat")
    page.get_by_label("In your words").fill("“Fools” is one.")
    expect(page.get_by_label("Hide this comment as well")).to_be_checked()
    press(page, "Decide")
    expect(page.get_by_text("Done. The reader is told in ten seconds")).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="Insult or threat: “Fools” is one.")).to_be_visible()
    assert state(comment) == "hidden" and Sanction.objects.against(reader)
    # However long this machine took until here.
    Telling.objects.update(due_at=timezone.now() + timedelta(minutes=10))
    page.reload()
    press(page, "Undo")
    expect(page.get_by_text("Undone: nobody was told of it.")).to_be_visible()
    assert state(comment) == "public" and Sanction.objects.against(reader) is None


def test_until_when_it_can_be_undone_is_true_without_scripts_and_counts_down_with_them(
    open_browser: Opener, reader: User, comment: Comment, scripts: bool, tolerated: list[str]
) -> None:
    by = ModeratorFactory()
    batch = whole_acts.hide_since(reader, None, by=by, reason="x")
    due_at = timezone.now() + timedelta(seconds=600)
    Telling.objects.update(due_at=due_at)
    page = open_browser(by, java_script_enabled=scripts).new_page()
    tolerated.append("422")
    if scripts:
        page.clock.install()
    page.goto(f"/comments/acts/{batch}/")
    expect(
        page.get_by_text(f"It can be undone until {second(due_at)}; nobody is told before.")
    ).to_be_visible()
    undo, restore = (page.get_by_role("button", name=name) for name in ("Undo", "Restore them all"))
    expect(restore).to_have_count(0)
    if not scripts:
        # Too late: the page is as it was, and says so when it is pressed.
        Telling.objects.update(due_at=timezone.now())
        undo.click()
        expect(page.get_by_role("alert").filter(has_text="It can't be undone any more")).to_be_visible()
    else:
        undo.focus()
        page.clock.fast_forward(590_000)
        expect(undo).to_have_text(re.compile(r"^Undo\s*[1-9]$"))
        page.clock.fast_forward(11_000)
        expect(undo).to_have_count(0)
        expect(undo).to_have_count(0)
        expect(page.get_by_role("status").filter(has_text="It can't be undone any more")).to_be_focused()
    expect(restore).to_be_visible()
    press(page, "Restore them all")
    expect(page.get_by_role("heading", name="Restored: 1 comment")).to_be_visible()
    assert state(comment) == "public"


def test_all_since_a_time_is_counted_hidden_and_restored(
    open_browser: Opener, article: Article, reader: User, comment: Comment, scripts: bool
) -> None:
    rest()
    CommentFactory(article=article, by=reader)
    page = visit(
        open_browser(ModeratorFactory(), java_script_enabled=scripts), f"/comments/{comment.pk}/sanction/"
    )
    page.get_by_role("link", name="Hide all that they wrote since…").click()
    page.get_by_label("the last hour").check()
    page.get_by_label("Why?").select_option("Spam or advertising")
    press(page, "Hide them all")
    expect(page.get_by_role("heading", name="Hidden: 2 comments, as one act")).to_be_visible()
    assert state(comment) == "hidden"
    work(UNDO_FOR)
    page.reload()
    press(page, "Restore them all")
    expect(page.get_by_role("listitem").filter(has_text="public")).to_have_count(2)
    assert state(comment) == "public"


def test_who_was_decided_on_reads_why_and_appeals_and_another_moderator_decides(
    open_browser: Opener, reader: User, comment: Comment, scripts: bool
) -> None:
    comment.hide(by=ModeratorFactory(), reason="Insult or threat")
    work(UNDO_FOR)
    page = visit(open_browser(reader, java_script_enabled=scripts), "/notifications/")
    page.get_by_role("link", name="Your comment was removed").click()
    expect(page.get_by_text("Insult or threat")).to_be_visible()
    page.get_by_label("Why it is a mistake").fill("It was a quote.")
    press(page.get_by_role("main"), "Appeal")
    expect(page.get_by_text("It isn't decided yet.")).to_be_visible()
    appeal = Appeal.objects.get()
    desk = visit(open_browser(ModeratorFactory(), java_script_enabled=scripts), "/admin/comments/appeal/")
    desk.get_by_role("link", name="It was a quote.").click()
    desk.get_by_label("Why?").fill("So it was.")
    press(desk, "Take the decision back")
    expect(desk.get_by_text("Decided. The reader is told in ten seconds")).to_be_visible()
    work(UNDO_FOR)
    page.goto(f"/accounts/decisions/{appeal.statement_id}/")
    expect(page.get_by_text("The decision is taken back.")).to_be_visible()
    expect(page.get_by_text("So it was.")).to_be_visible()
    assert state(comment) == "public"


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_of_it_keeps_to_wcag_at_any_width(
    open_browser: Opener, reader: User, comment: Comment, width: int, scheme: str
) -> None:
    moderator = ModeratorFactory()
    comment.hide(by=moderator, reason="x" * 200)
    Sanction.objects.suspend(
        reader, by=moderator, reason="y" * 200, until=comment.created_at.replace(year=2099)
    )
    work(UNDO_FOR)
    statement = Statement.objects.get(act="hide")
    Appeal.objects.create(statement=statement, words="z" * 300, made_at=comment.created_at)
    options = {"viewport": {"width": width, "height": 800}, "bypass_csp": True, "color_scheme": scheme}
    of_reader = visit(open_browser(reader, **options), "/accounts/decisions/")
    assert is_sound(of_reader)
    for one in Statement.objects.all():
        of_reader.goto(f"/accounts/decisions/{one.pk}/")
        assert is_sound(of_reader), one.act
    desk = visit(open_browser(moderator, **options), f"/comments/{comment.pk}/sanction/")
    assert is_sound(desk)
    for path in (f"/comments/{comment.pk}/hide-since/", "/moderation/"):
        desk.goto(path)
        assert is_sound(desk), path
    desk.goto(f"/admin/comments/appeal/{statement.appeal.pk}/change/")
    assert broken_rules(desk) == []
