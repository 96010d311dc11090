"""An article's form at the desk as a browser would send it: what stands in it, with what was changed."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client

from articles.models import Article
from tests.comments.pages import field
from tests.factories import AuthorFactory, SectionFactory


def change_page(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


class _Fields(HTMLParser):
    """What the form with this id would send, without its buttons."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self._form = form
        self.data: dict[str, Any] = {}
        self._is_inside = False
        self._name = ""
        self._text: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._is_inside = given.get("id") == self._form
        elif self._is_inside and "__prefix__" not in given.get("name", ""):
            self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        if tag in ("select", "textarea"):
            self._name, self._text = given["name"], [] if tag == "textarea" else None
        elif tag == "option" and "selected" in given and given["value"]:
            self.data[self._name] = given["value"]
        elif tag == "input" and given.get("type") not in ("submit", "checkbox") and given.get("name"):
            self.data[given["name"]] = given.get("value", "")
        elif tag == "input" and given.get("type") == "checkbox" and "checked" in given:
            self.data[given["name"]] = given.get("value", "on")

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._text is not None:
            # The line end after the tag is none of the text.
            self.data[self._name], self._text = "".join(self._text).removeprefix("\n"), None
        elif tag == "form":
            self._is_inside = False


def opened(client: Client, article: Article) -> dict[str, Any]:
    """What the form holds as it is opened now."""
    return fields_of(client.get(change_page(article)).text)


def fields_of(page: str, form: str = "article_form") -> dict[str, Any]:
    reading = _Fields(form)
    reading.feed(page)
    return reading.data


ADD = "/admin/articles/article/add/"


def typed(**changed: Any) -> dict[str, Any]:
    authors = [AuthorFactory(name="Zora"), AuthorFactory(name="Abel")]
    rows = {"bylines": authors, "articletopic_set": []}
    form: dict[str, Any] = {
        "headline": "The bridge is open",
        "slug": "bridge-open",
        "section": SectionFactory().pk,
        "standfirst": "At last.",
        "body": "<p>It is <strong>open</strong>.</p>",
        "source_notice": "",
        "site_notice": "",
    }
    for prefix, objects in rows.items():
        form |= {f"{prefix}-TOTAL_FORMS": len(objects), f"{prefix}-INITIAL_FORMS": 0}
        for number, author in enumerate(objects):
            form |= {f"{prefix}-{number}-author": author.pk, f"{prefix}-{number}-position": number}
    return {**form, **changed}


def seen(editor: Client, url: str) -> str:
    """What the form holds of the article as it is opened now."""
    return field(editor.get(url).text, "seen")
