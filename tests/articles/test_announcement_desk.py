"""The line above everything, at the desk: its words come first, and it leads anywhere, to a page of this site by its path."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from articles.models import Announcement
from tests.articles.desk_form import fields_of
from tests.clients import signed_in
from tests.factories import EditorFactory

pytestmark = pytest.mark.django_db
ADD = "/admin/articles/announcement/add/"


@pytest.fixture
def editor() -> Client:
    return signed_in(EditorFactory())


@pytest.mark.parametrize(
    ("typed", "leads"),
    [
        ("/search/?q=tide", f"{settings.SITE_URL}/search/?q=tide"),
        (" /harbour/ ", f"{settings.SITE_URL}/harbour/"),
        ("//example.com/", "https://example.com/"),
        ("https://example.com/tickets", "https://example.com/tickets"),
        ("", ""),
    ],
)
def test_it_leads_where_it_says(editor: Client, typed: str, leads: str) -> None:
    assert editor.post(ADD, {"text": "Come in", "url": typed, "is_on": "on"}).status_code == 302
    assert Announcement.objects.get().url == leads
    page = Client().get("/").text
    assert "Come in" in page and (not leads or f'href="{leads}"' in page)


@pytest.mark.parametrize("typed", ["javascript:alert(1)", "/a b", "nowhere"])
def test_what_is_no_address_is_refused(editor: Client, typed: str) -> None:
    told = editor.post(ADD, {"text": "Come in", "url": typed, "is_on": "on"})
    assert told.status_code == 200 and "Enter a valid URL." in told.text
    assert not Announcement.objects.exists()


@pytest.mark.parametrize(("noun", "first"), [("announcement", "text"), ("partnerlink", "title")])
def test_its_words_come_before_its_dates(editor: Client, noun: str, first: str) -> None:
    page = editor.get(f"/admin/articles/{noun}/add/").text
    names = [name for name in fields_of(page, f"{noun}_form") if name != "csrfmiddlewaretoken"]
    assert names[0] == first and names[-4:] == ["starts_at_0", "starts_at_1", "ends_at_0", "ends_at_1"]
