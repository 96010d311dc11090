"""A press on the picture sets its focal point; without scripts the two numbers do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from articles.models import Photo
from tests.articles.photos import LIBRARY, jpeg, photo
from tests.browser.pages import Opener, press, visit
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def position(page: Page, cut: str) -> str:
    return page.locator(f".cut-{cut}").evaluate("cut => getComputedStyle(cut).objectPosition")


def saved() -> Photo:
    return Photo.objects.get()


def test_a_press_on_the_picture_is_what_the_numbers_say(open_browser: Opener) -> None:
    made = photo()
    page = visit(open_browser(EditorFactory()), f"{LIBRARY}{made.pk}/change/")
    picture = page.locator(".focal-picture")
    box: Any = picture.bounding_box()
    picture.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.8})
    expect(page.get_by_label("Focal point, from the left")).to_have_value("25")
    expect(page.get_by_label("Focal point, from the top")).to_have_value("80")
    assert position(page, "square") == position(page, "wide") == "25% 80%"
    page.get_by_label("Focal point, from the left").fill("90")
    assert position(page, "square") == "90% 80%"
    press(page, "Save and continue editing")
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    assert saved().focus == (90, 80)


def test_a_file_that_was_just_chosen_has_its_point_set_too(open_browser: Opener) -> None:
    page = visit(open_browser(EditorFactory()), f"{LIBRARY}add/")
    page.get_by_label("Picture").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": jpeg((400, 200))}
    )
    picture = page.locator(".focal-picture")
    expect(picture).to_be_visible()
    picture.click(position={"x": 40, "y": 100})
    page.get_by_label("Alternative text").fill("A pier")
    press(page, "Save")
    expect(page.get_by_text("was added successfully")).to_be_visible()
    assert saved().focus == (10, 50)
    assert (saved().width, saved().height) == (400, 200)


def test_without_scripts_the_numbers_do(open_browser: Opener) -> None:
    made = photo()
    page = visit(open_browser(EditorFactory(), java_script_enabled=False), f"{LIBRARY}{made.pk}/change/")
    expect(page.locator(".focal-picture")).to_be_visible()
    expect(page.locator(".focal-cuts")).to_be_hidden()
    page.get_by_label("Focal point, from the left").fill("5")
    press(page, "Save and continue editing")
    assert saved().focus == (5, 50)
