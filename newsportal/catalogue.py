"""The sentences of the site and their translations: found in code and templates, kept in `locale/`, compiled for gettext.

Babel does it, for the machine may have no GNU gettext. `make messages` finds; whatever serves or tests compiles first what has
changed. Compiled catalogues are made, not committed: two branches that add sentences would conflict in them each time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("ja",)
_CODE = ("accounts", "articles", "comments", "newsportal")
_PLAIN = {"gettext": None, "_": None, "gettext_lazy": None, "gettext_noop": None}
_WITH_PLURAL = {"ngettext": (1, 2), "ngettext_lazy": (1, 2)}
_WITH_CONTEXT = {
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
_KEYWORDS = {**_PLAIN, **_WITH_PLURAL, **_WITH_CONTEXT}
# No dates and no names: what changes at every run would hide what has changed.
_HEADER = """# The sentences of the site and their Japanese. `make messages` brings the list up to date; a test says what is missing.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: {plural_forms}\\n"

"""


def path(language: str) -> Path:
    """Where the translations into `language` are written."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def kept(language: str) -> Catalog:
    """The translations as they are written."""
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def found(language: str) -> Catalog:
    """All sentences of our code and templates, each with the files that it stands in, and with no translation yet."""
    catalog = Catalog(locale=language)
    for file, source in _sources():
        for line, words, _comments, context in extract("python", BytesIO(source.encode()), _KEYWORDS):
            catalog.add(words, locations=[(file, line)], context=context)  # type: ignore[arg-type]
    return catalog


def _sources() -> Iterator[tuple[str, str]]:
    """(path, Python source) of every file that can hold a sentence."""
    for folder in _CODE:
        for file in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), file.read_text()
    for file in sorted((ROOT / "templates").rglob("*.*")):
        # Between brackets, for what is left of a page is indented as no code is.
        yield str(file.relative_to(ROOT)), f"(\n{templatize(file.read_text())}\n)"


def update(language: str) -> None:
    """Brings the written translations up to date: new sentences come without one, gone ones go. Nothing is guessed."""
    old, new = kept(language), found(language)
    for message in new:
        before = old.get(message.id, message.context) if message.id else None
        if before is not None and not before.fuzzy and before.pluralizable == message.pluralizable:
            message.string = before.string
            message.user_comments = before.user_comments
        elif message.pluralizable:
            message.string = ("",) * new.num_plurals
    text = BytesIO()
    write_po(text, new, width=110, sort_by_file=True, include_lineno=False, omit_header=True)
    header = _HEADER.format(language=language, plural_forms=new.plural_forms)
    path(language).write_text(header + text.getvalue().decode().strip() + "\n")


def compile_(language: str) -> None:
    """Writes what gettext reads; whoever reads at that moment has the old or the new, never half of it."""
    made = path(language).with_suffix(".mo.new")
    with made.open("wb") as file:
        write_mo(file, kept(language))
    made.replace(made.with_suffix(""))


def missing(language: str) -> list[Message]:
    """The sentences that have no translation."""
    translations = kept(language)
    return [m for m in found(language) if m.id and not _is_complete(translations.get(m.id, m.context))]


def _is_complete(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


if __name__ == "__main__":
    for code in LANGUAGES:
        {"update": update, "compile": compile_}[sys.argv[1]](code)
