"""Corrections in a real browser: an editor's way from the article's form to the page that readers have, on any screen."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article, Correction
from tests.browser.accessibility import broken_rules
from tests.browser.pages import Opener, fits, visit
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_editor_corrects_an_article_and_its_readers_are_led_to_it(
    open_browser: Opener, article: Article, scripts: bool
) -> None:
    desk = visit(
        open_browser(EditorFactory(), java_script_enabled=scripts),
        f"/admin/articles/article/{article.pk}/change/",
    )
    desk.get_by_role("link", name="Correct…").click()
    desk.get_by_label("What was wrong, and what is right").fill("It left at noon.")
    desk.get_by_role("button", name="Publish the correction").click()
    expect(desk.get_by_text("The correction is on the article.")).to_be_visible()
    expect(desk.get_by_text("It left at noon.")).to_be_visible()
    page = visit(open_browser(java_script_enabled=scripts), article)
    page.get_by_role("link", name="Corrected").click()
    corrections = page.get_by_role("region", name="Correction")
    expect(corrections).to_be_in_viewport()
    expect(corrections).to_contain_text("It left at noon.")


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_corrections_are_read_on_any_screen(
    open_browser: Opener, article: Article, width: int, scheme: str
) -> None:
    editor = EditorFactory()
    article.correct(by=editor, words=f"An earlier version was wrong.\n\nSee {'x' * 200}.")
    article.correct(by=editor, words="橋は1978年に開通しました。")
    view = {"width": width, "height": 800}
    page = visit(open_browser(viewport=view, color_scheme=scheme, bypass_csp=True), article)
    expect(page.get_by_role("region", name="Corrections")).to_be_visible()
    assert fits(page)
    assert broken_rules(page, within=".story") == []
    desk = visit(
        open_browser(editor, viewport=view, color_scheme=scheme, bypass_csp=True),
        f"/admin/articles/article/{article.pk}/corrections/",
    )
    assert fits(desk)
    assert broken_rules(desk, within=".correction-desk") == []


def test_who_comes_too_late_to_amend_is_told_and_keeps_the_words(
    open_browser: Opener, article: Article, tolerated: list[str]
) -> None:
    tolerated.append("422")
    editor = EditorFactory()
    made = article.correct(by=editor, words="It left at nine.")
    desk = visit(open_browser(editor), f"/admin/articles/article/{article.pk}/corrections/")
    desk.get_by_role("link", name="Change the words").click()
    desk.get_by_label("What was wrong, and what is right").fill("It left at ten.")
    Correction.objects.filter(pk=made.pk).update(at=timezone.now() - timedelta(minutes=11))
    desk.get_by_role("button", name="Change the words").click()
    expect(desk.get_by_text("it stands as readers know it")).to_be_visible()
    expect(desk.get_by_label("What you wrote")).to_have_value("It left at ten.")
