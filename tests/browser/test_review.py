"""A story from a writer to an editor, back with a note and out, in two real browsers."""

from __future__ import annotations

import os
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import broken_rules
from tests.factories import ArticleFactory, EditorFactory, WriterFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_story_goes_to_the_editor_back_with_a_note_and_out(
    open_browser: Any, live_server: Any, scripts: bool
) -> None:
    pen = WriterFactory(username="pen")
    article = ArticleFactory(headline="The tide clock", state="draft", published_at=None, begun_by=pen)
    desk = f"{live_server.url}/admin/articles/article/"
    form = f"{desk}{article.pk}/change/"
    writer = open_browser(user=pen, java_script_enabled=scripts).new_page()
    editor = open_browser(user=EditorFactory(username="ed"), java_script_enabled=scripts).new_page()

    writer.goto(form)
    writer.get_by_label("Headline").fill("The tide clock runs again")
    writer.get_by_role("button", name="Submit for review").click()
    expect(writer.get_by_text("Submitted. The editors find it first")).to_be_visible()
    expect(writer.get_by_label("Headline")).to_have_count(0)

    editor.goto(desk)
    expect(editor.get_by_role("link", name="In review (1)")).to_be_visible()
    editor.get_by_role("region", name="In review (1)").get_by_role("link", name="The tide clock runs").click()
    editor.get_by_role("link", name="Send back with a note…").click()
    editor.get_by_label("Note").fill("Who built it?")
    editor.get_by_role("button", name="Send back with this note").click()
    expect(editor.get_by_text("Sent back to its writer, with your note.")).to_be_visible()

    writer.goto(desk)
    writer.get_by_role("region", name="Notes that you haven't read").get_by_role("link").click()
    expect(writer.get_by_text("Who built it?")).to_be_visible()
    expect(writer.get_by_text("unread", exact=True)).to_be_visible()
    writer.get_by_label("Note").fill("The harbour, in 1902.")
    writer.get_by_role("button", name="Write the note").click()
    writer.get_by_role("link", name="To the article").click()
    writer.get_by_role("button", name="Submit for review").click()
    writer.get_by_role("button", name="Take back").click()
    expect(writer.get_by_text("Taken back. You can write on.")).to_be_visible()
    writer.get_by_role("button", name="Submit for review").click()
    expect(writer.get_by_role("button", name="Take back")).to_be_visible()

    editor.goto(form)
    expect(editor.get_by_role("link", name="Notes (1 unread)")).to_be_visible()
    editor.get_by_role("button", name="Publish now").click()
    expect(editor.get_by_text("Published.")).to_be_visible()
    article.refresh_from_db()
    assert article.is_public and article.headline == "The tide clock runs again"
    writer.goto(form)
    for name in ("Take back", "Submit for review", "Save", "Publish now"):
        expect(writer.get_by_role("button", name=name, exact=True)).to_have_count(0)


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_fit_and_everybody_can_use_them(
    open_browser: Any, live_server: Any, width: int, scheme: str
) -> None:
    pen, ed = WriterFactory(username="pen"), EditorFactory(username="ed")
    article = ArticleFactory(headline="The tide clock", state="draft", published_at=None, begun_by=pen)
    other = ArticleFactory(headline="Ferry " * 30, state="draft", published_at=None, begun_by=pen)
    for one in (article, other):
        one.submit(by=pen)
    article.send_back(by=ed, words="Who built it?\n\nAsk at https://example.com/" + "long" * 30)
    article.submit(by=pen)
    article.notes.model.objects.write(article, by=pen, words="The harbour did, in 1902.")
    desk = "/admin/articles/article/"
    for user in (ed, pen):
        page = open_browser(
            user=user, viewport={"width": width, "height": 800}, color_scheme=scheme
        ).new_page()
        for name, path in (
            ("index", "/admin/"),
            ("list", desk),
            ("form", f"{desk}{article.pk}/change/"),
            ("notes", f"{desk}{article.pk}/notes/"),
            ("history", f"{desk}{article.pk}/history/"),
        ):
            page.goto(live_server.url + path)
            if folder := os.environ.get("FLOW_SHOTS"):
                page.screenshot(path=f"{folder}/{user}-{name}-{width}-{scheme}.png", full_page=True)
            wide = page.evaluate(
                "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            )
            assert wide <= 0, (name, wide)
            within = {"form": ".standing", "list": ".waiting", "notes": ".correction-desk"}.get(name)
            if within:
                assert broken_rules(page, within) == [], name
