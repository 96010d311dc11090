"""Places of slots are what they say: whoever gives one 1 has it first, and the others move; stories and authors are called by name."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from articles.models import Article, Byline, FrontPageSlot
from tests.articles.desk_form import change_page, fields_of, opened
from tests.clients import signed_in
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, SectionFactory

pytestmark = pytest.mark.django_db
DESK = "/admin/articles/frontpageslot/"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


@pytest.fixture
def slots() -> list[FrontPageSlot]:
    """A to D on the front page, and one more on another, which none of them moves."""
    FrontPageSlot.objects.create(article=ArticleFactory(), section=SectionFactory(), position=3)
    return [
        FrontPageSlot.objects.create(article=ArticleFactory(headline=name), position=place)
        for place, name in enumerate("ABCD", 1)
    ]


def standing() -> list[tuple[str, int]]:
    slots = FrontPageSlot.objects.current().select_related("article")
    return [(slot.article.headline, slot.position) for slot in slots]


def numbered(order: str) -> list[tuple[str, int]]:
    return [(name, place) for place, name in enumerate(order, 1)]


@pytest.mark.parametrize(("place", "order"), [(1, "EABCD"), (3, "ABECD"), (9, "ABCDE"), (0, "EABCD")])
def test_a_new_story_has_the_place_that_it_is_given(
    editor: Client, slots: list[FrontPageSlot], place: int, order: str
) -> None:
    story = ArticleFactory(headline="E")
    told = editor.post(f"{DESK}add/", {"article": story.pk, "position": place}, follow=True)
    assert standing() == numbered(order)
    assert "The front page slot “<a" in told.text and ">E</a>” was added successfully" in told.text
    assert FrontPageSlot.objects.exclude(section=None).get().position == 3


@pytest.mark.parametrize(
    ("typed", "order"),
    [
        ({"D": 2}, "ADBC"),
        ({"A": 3}, "BCAD"),
        ({"A": 4, "D": 1}, "DBCA"),
        ({"A": 4, "B": 3, "C": 2, "D": 1}, "DCBA"),
        ({"D": 32767}, "ABCD"),
    ],
)
def test_in_the_list_a_number_moves_a_story_there(
    editor: Client, slots: list[FrontPageSlot], typed: dict[str, int], order: str
) -> None:
    form: dict[str, Any] = fields_of(editor.get(DESK).text, "changelist-form")
    for slot in slots:
        row = next(
            key.split("-")[1] for key, value in form.items() if key.endswith("-id") and value == str(slot.pk)
        )
        if slot.article.headline in typed:
            form[f"form-{row}-position"] = str(typed[slot.article.headline])
    editor.post(DESK, form | {"_save": "Save"})
    assert standing() == numbered(order)


def test_what_another_editor_took_off_meanwhile_is_left_out_and_the_rest_saved(
    editor: Client, slots: list[FrontPageSlot]
) -> None:
    form = fields_of(editor.get(DESK).text, "changelist-form")
    row = next(key for key, value in form.items() if key.endswith("-id") and value == str(slots[3].pk))
    slots[1].delete()
    sent = form | {row.replace("-id", "-position"): "1", "_save": "Save"}
    told = editor.post(DESK, sent, follow=True)
    assert standing() == numbered("DAC")
    assert "What somebody else has deleted meanwhile was left out." in told.text
    assert "1 front page slot was changed successfully" in told.text


def test_on_its_own_page_too_and_dates_move_nothing(editor: Client, slots: list[FrontPageSlot]) -> None:
    url = f"{DESK}{slots[0].pk}/change/"
    form = fields_of(editor.get(url).text, "frontpageslot_form")
    editor.post(url, form | {"ends_at_0": "2100-01-01", "ends_at_1": "06:00"})
    assert standing() == numbered("ABCD")
    editor.post(url, form | {"position": 2})
    assert standing() == numbered("BACD")


def test_the_order_of_the_list_is_that_of_the_places(editor: Client, slots: list[FrontPageSlot]) -> None:
    assert "?o=" not in editor.get(DESK).text


def test_an_author_who_is_added_stands_behind_the_others(editor: Client) -> None:
    article: Article = ArticleFactory(authors=[AuthorFactory(name=name) for name in ("Ada Wills", "Bo Lin")])
    form = opened(editor, article)
    assert form["bylines-2-position"] == "2"
    # The row that is offered and left empty is none.
    assert editor.post(change_page(article), form | {"_continue": ""}).status_code == 302
    third = AuthorFactory(name="Cy Young")
    told = editor.post(
        change_page(article), opened(editor, article) | {"bylines-2-author": third.pk, "_continue": ""}
    )
    assert told.status_code == 302
    names = [str(byline) for byline in Byline.objects.filter(article=article).select_related("author")]
    assert names == ["Ada Wills", "Bo Lin", "Cy Young"]
    assert "Added byline “Cy Young”." in editor.get(f"/admin/articles/article/{article.pk}/history/").text
