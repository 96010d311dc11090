"""How sentences are found in code and templates, and how their translations are kept."""

from __future__ import annotations

from gettext import GNUTranslations
from pathlib import Path

import pytest

from newsportal import catalogue

CODE = """
_("said by code")
refuse(_("said in "
         "two lines"))
ngettext("%(n)d thing", "%(n)d things", n)
pgettext("of a day", "M j")
"""
PAGE = """
{% load i18n %}
  <p title="{% translate "said by a page" %}">
      {% blocktranslate with name=x %}of {{ name }}, 100%{% endblocktranslate %}</p>
    {% blocktranslate count n=n %}{{ n }} page{% plural %}{{ n }} pages{% endblocktranslate %}
{% include "x.html" with label=_("said on the way") %} It's (not
"""


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of one module and one template, with no translation yet."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "comments").mkdir()
    (tmp_path / "locale/ja/LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "templates/page.html").write_text(PAGE)
    (tmp_path / "comments/rules.py").write_text(CODE)
    (tmp_path / "locale/ja/LC_MESSAGES/django.po").write_text('msgid ""\nmsgstr ""\n"Language: ja\\n"\n')
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    return tmp_path


def test_sentences_of_code_and_of_templates_are_found(site: Path) -> None:
    sentences = {(message.context, message.id) for message in catalogue.found("ja") if message.id}
    assert sentences == {
        (None, "said by code"),
        (None, "said in two lines"),
        (None, ("%(n)d thing", "%(n)d things")),
        ("of a day", "M j"),
        (None, "said by a page"),
        (None, "of %(name)s, 100%%"),
        (None, ("%(n)s page", "%(n)s pages")),
        (None, "said on the way"),
    }


def test_what_is_translated_stays_when_the_list_is_brought_up_to_date_and_what_nobody_says_goes(
    site: Path,
) -> None:
    catalogue.update("ja")
    written = catalogue.path("ja")
    written.write_text(
        written.read_text().replace('"said by code"\nmsgstr ""', '"said by code"\nmsgstr "コードから"')
        + '\nmsgid "said no more"\nmsgstr "もう言わない"\n'
    )
    catalogue.update("ja")
    kept = catalogue.kept("ja")
    assert kept["said by code"].string == "コードから"
    assert "said no more" not in written.read_text()
    once = written.read_text()
    catalogue.update("ja")
    assert written.read_text() == once


def test_a_translation_that_was_only_guessed_is_dropped(site: Path) -> None:
    catalogue.update("ja")
    written = catalogue.path("ja")
    guessed = '#, fuzzy\nmsgid "said by code"\nmsgstr "たぶん"'
    written.write_text(written.read_text().replace('msgid "said by code"\nmsgstr ""', guessed))
    assert "said by code" in {message.id for message in catalogue.missing("ja")}
    catalogue.update("ja")
    assert "たぶん" not in written.read_text()


def test_what_is_compiled_is_what_gettext_reads(site: Path) -> None:
    catalogue.update("ja")
    written = catalogue.path("ja")
    written.write_text(
        written.read_text()
        .replace('"said by code"\nmsgstr ""', '"said by code"\nmsgstr "コードから"')
        .replace('"%(n)d things"\nmsgstr[0] ""', '"%(n)d things"\nmsgstr[0] "%(n)d個"')
    )
    catalogue.compile_("ja")
    with written.with_suffix(".mo").open("rb") as file:
        spoken = GNUTranslations(file)
    assert spoken.gettext("said by code") == "コードから"
    assert spoken.ngettext("%(n)d thing", "%(n)d things", 1) == "%(n)d個"
    assert spoken.gettext("said by a page") == "said by a page"
    assert sorted(file.name for file in written.parent.iterdir()) == ["django.mo", "django.po"]
