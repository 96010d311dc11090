"""Pictures are dragged into the library and onto an article's form, or chosen there; each says how it ended."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Photo
from tests.articles.desk_form import change_page
from tests.articles.photos import LIBRARY, jpeg, photo
from tests.browser.held import Held
from tests.browser.pages import Opener, press, visit
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)
DROP = """(files) => {
  const data = new DataTransfer();
  for (const [name, type, base64] of files) {
    const bytes = Uint8Array.from(atob(base64), (sign) => sign.charCodeAt(0));
    data.items.add(new File([bytes], name, { type }));
  }
  for (const kind of ["dragover", "drop"]) {
    document.querySelector("#content").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
  }
}"""


@pytest.fixture
def tolerated() -> list[str]:
    """Chromium's report of each answer of 422."""
    return ["422"]


def drop(page: Page, **files: bytes) -> None:
    named: list[Any] = [
        [f"{name}.jpg", "image/jpeg", b64encode(data).decode()] for name, data in files.items()
    ]
    page.evaluate(DROP, named)


def test_several_are_dragged_into_the_library_and_each_says_how_it_ended(open_browser: Opener) -> None:
    page = visit(open_browser(EditorFactory()), LIBRARY)
    expect(page.get_by_text("Drag pictures here.")).to_be_visible()
    drop(page, one=jpeg(), two=b"no picture", three=jpeg((300, 300)))
    lines = page.locator(".uploads li")
    expect(lines).to_have_count(3)
    expect(lines.nth(1)).to_contain_text("This file is not a picture that can be read.")
    for place in (0, 2):
        expect(lines.nth(place).get_by_role("link", name="Say what it shows")).to_be_visible()
    expect(page.locator(".uploads progress")).to_have_count(0)
    assert Photo.objects.count() == 2
    lines.nth(0).get_by_role("link").click()
    page.get_by_label("Alternative text").fill("A pier")
    press(page, "Save")
    expect(page.get_by_text("was changed successfully")).to_be_visible()


def test_one_too_large_is_refused_before_it_is_sent(open_browser: Opener) -> None:
    page = visit(open_browser(EditorFactory()), LIBRARY)
    page.on("request", lambda request: pytest.fail(request.url) if request.method == "POST" else None)
    page.locator(".upload-zone").evaluate("zone => (zone.dataset.most = 1000)")
    page.get_by_label("Add pictures").set_input_files(
        {"name": "large.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    expect(page.locator(".uploads li")).to_contain_text("larger than 25 MB")


def test_without_scripts_a_form_sends_them(open_browser: Opener) -> None:
    page = visit(open_browser(EditorFactory(), java_script_enabled=False), LIBRARY)
    expect(page.get_by_text("Drag pictures here.")).to_be_hidden()
    files: Any = [
        {"name": name, "mimeType": "image/jpeg", "buffer": data}
        for name, data in (("one.jpg", jpeg()), ("two.jpg", b"no"))
    ]
    page.get_by_label("Add pictures").set_input_files(files)
    press(page, "Upload")
    expect(page.get_by_text("1 picture was added.")).to_be_visible()
    expect(page.get_by_text("“two.jpg”: This file is not a picture")).to_be_visible()


@pytest.mark.parametrize("is_dropped", [True, False])
def test_an_article_gets_the_picture_that_is_dragged_onto_its_form(
    open_browser: Opener, is_dropped: bool
) -> None:
    article: Article = ArticleFactory(photo=photo("before.jpg", caption="The one before"))
    page = visit(open_browser(EditorFactory()), change_page(article))
    page.get_by_label("Headline").fill("Typed before")
    if is_dropped:
        drop(page, pier=jpeg())
    else:
        page.get_by_label("New picture").set_input_files(
            {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
        )
    expect(page.locator(".lead-picture img")).to_have_attribute("alt", "")
    expect(page.get_by_role("link", name="The one before")).to_be_hidden()
    page.get_by_label("What the picture shows").fill("A pier")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    article.refresh_from_db()
    made = Photo.objects.get(original_name="pier.jpg")
    assert (article.headline, article.photo, made.alt) == ("Typed before", made, "A pier")


def test_what_it_shows_can_be_said_while_it_is_being_sent(open_browser: Opener) -> None:
    article: Article = ArticleFactory(photo=photo("before.jpg", alt="The one before"))
    page = visit(open_browser(EditorFactory()), change_page(article))
    sending = Held(page, "**/photo/upload/")
    page.get_by_label("New picture").set_input_files(
        {"name": "pier.jpg", "mimeType": "image/jpeg", "buffer": jpeg()}
    )
    sending.first()
    page.get_by_label("What the picture shows").fill("A pier at dawn")
    sending.first().continue_()
    expect(page.locator(".lead-picture img")).to_have_attribute("alt", "")
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert Photo.objects.get(original_name="pier.jpg").alt == "A pier at dawn"
