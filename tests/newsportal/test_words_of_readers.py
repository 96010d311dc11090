"""No sentence that anybody sees is written past gettext: not in a template's text or attributes, not in what code says."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, label_for_field
from django.template.base import Lexer, Token, TokenType
from django.utils.functional import Promise

from newsportal.catalogue import ROOT

APPS = ("accounts", "articles", "comments", "newsportal")
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.*") if path.suffix in (".html", ".txt"))
CODE = sorted(path for app in APPS for path in (ROOT / app).rglob("*.py") if "migrations" not in path.parts)
WORD = re.compile("[A-Za-z]{2,}")
# Names, and words that are the same in every language.
SAME_EVERYWHERE = {"RSS", "Enter", "Esc"}
SHOWN = {"title", "aria-label", "aria-description", "aria-roledescription", "placeholder", "alt", "label"}
# Stands for what a tag of the template puts there, be it the name of an element.
FILLED = "z\ue000"
# Tags and blocks that hold names of classes.
CLASSES = ("_class", "block bodyclass")


class Shown(HTMLParser):
    """The words of a page that stand in it as they are."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self._silent += tag in ("script", "style")
        self.words += [value or "" for name, value in attributes if name in SHOWN]
        kinds = {value for name, value in attributes if name == "type"}
        if tag == "input" and kinds & {"submit", "button", "reset"}:
            self.words += [value or "" for name, value in attributes if name == "value"]

    def handle_endtag(self, tag: str) -> None:
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data)


def raw(source: str) -> list[str]:
    """What a template says without gettext."""
    text, said, inside = [], [], ""
    for token in Lexer(source).tokenize():
        first = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if first == f"end{inside}" else inside
        elif first in ("blocktranslate", "blocktrans", "comment") or token.contents.endswith(CLASSES):
            # Between the last is the name of a style.
            inside = first
        elif token.token_type == TokenType.TEXT:
            text.append(token.contents)
        elif token.token_type != TokenType.COMMENT:
            # A condition leaves no trace; a value or a piece of another template stands there.
            text.append(FILLED if token.token_type == TokenType.VAR else "")
            said += literals(token)
    shown = Shown()
    shown.feed("".join(text))
    shown.close()
    return [words for words in [*shown.words, *said] if not is_wordless(words)]


def literals(token: Token) -> Iterator[str]:
    """The strings in a tag that read as words: a capital and a space, or two spaces."""
    if token.contents.startswith(("translate ", "trans ")):
        return
    for before, _quote, words in re.findall(r"(_\()?([\"'])(.*?)\2", token.contents):
        if not before and re.match(r"[A-Z]?[a-z]+( [a-z]+)+[.!?]?$|[A-Z][a-z]+$", words):
            yield words


def is_wordless(words: str) -> bool:
    return not set(WORD.findall(words.replace(FILLED, ""))) - SAME_EVERYWHERE


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('<p>{% translate "Hello" %} {{ name }}, 12 &copy;</p>', []),
        ("<p>Hello</p>", ["Hello"]),
        ('<img alt="A quay">', ["A quay"]),
        ('<a class="in words" href="/some/where/">{{ x }}</a>', []),
        ('{% include "x.html" with label="Muted earlier" %}', ["Muted earlier"]),
        ('{% include "x.html" with label=_("Muted earlier") %}', []),
        ('{{ name|default:"Nobody" }}', ["Nobody"]),
        ("{% blocktranslate %}Hello {{ x }}{% endblocktranslate %}{# Not said. #}", []),
        ("<style>body { color: red }</style>", []),
        ('<input type="submit" value="Go on"><input value="on" name="x">', ["Go on"]),
    ],
)
def test_what_a_template_says_by_itself_is_found(source: str, found: list[str]) -> None:
    assert raw(source) == found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_template_says_anything_past_gettext(path: Path) -> None:
    source = path.read_text()
    if path.suffix == ".txt":
        source = re.sub(r"<[^>]*>", "", source)
    assert raw(source) == []


SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
# A string that reads as words, also with values in it; of code that is put together there is none like that.
SENTENCE = re.compile(r"""(["'`])([A-Z][a-z]+(?: [a-z$][^"'`]*|[.!?…]))\1""")


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_take_their_words_from_the_page(path: Path) -> None:
    code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    assert [words for _quote, words in SENTENCE.findall(code)] == []


@pytest.mark.parametrize("words", ['"Nothing is lost."', "`Until ${time}`", "'Saved.'"])
def test_what_a_script_says_by_itself_is_found(words: str) -> None:
    assert SENTENCE.search(f"said.textContent = {words};")


# Calls whose words somebody reads, and which of their arguments those are.
SAYING = {
    "Refusal": [0],
    "ValidationError": [0],
    "PermissionDenied": [0],
    "add_error": [1],
    "success": [1],
    "info": [1],
    "warning": [1],
    "error": [1],
    "message_user": [1],
}
SAYING_BY_NAME = {"verbose_name", "verbose_name_plural", "help_text", "label", "description", "empty_label"}


def is_bare(node: ast.expr | None) -> bool:
    """Whether it is a string with words in it, as it is or put together here."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(re.search("[A-Za-z]{2}", node.value))
    if isinstance(node, ast.JoinedStr):
        return any(is_bare(part) for part in node.values)
    return isinstance(node, ast.BinOp) and (is_bare(node.left) or is_bare(node.right))


def bare(source: str) -> list[str]:
    """What code says to somebody without gettext."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            is_log = isinstance(node.func, ast.Attribute) and "log" in ast.unparse(node.func.value).lower()
            said = [] if is_log else [node.args[n] for n in SAYING.get(called, []) if n < len(node.args)]
            said += [word.value for word in node.keywords if word.arg in SAYING_BY_NAME]
            found += [ast.unparse(node) for words in said if is_bare(words)]
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            found += [ast.unparse(node)] * (bool(names & SAYING_BY_NAME) and is_bare(node.value))
        elif isinstance(node, ast.ClassDef) and any("Choices" in ast.unparse(base) for base in node.bases):
            found += [
                ast.unparse(line)
                for line in node.body
                if isinstance(line, ast.Assign) and not isinstance(line.value, ast.Tuple)
            ]
    return found


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ('raise Refusal("No.")', True),
        ('raise Refusal(_("No."))', False),
        ('messages.success(request, f"Saved {n}.")', True),
        ('messages.success(request, _("Saved %s.") % n)', False),
        ('logger.error("It broke %s", 1)', False),
        ('form.add_error("name", "Taken.")', True),
        ('x = CharField(label="Name")', True),
        ('class A(TextChoices):\n    B = "b"', True),
        ('class A(TextChoices):\n    B = "b", _("b")', False),
        ('class Meta:\n    verbose_name = "vote"', True),
    ],
)
def test_what_code_says_by_itself_is_found(source: str, is_found: bool) -> None:
    assert bool(bare(source)) == is_found


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_code_says_anything_past_gettext(path: Path) -> None:
    if "commands" not in path.parts and "demo" not in path.parts:
        assert bare(path.read_text()) == []


def named_by(desk: admin.ModelAdmin) -> set[str]:
    """The names of all that the desk shows of its model, in lists and in forms."""
    fieldsets = desk.fieldsets or [(None, {"fields": desk.fields})] if desk.fields or desk.fieldsets else []
    in_forms = flatten_fieldsets(fieldsets) or [
        field.name for field in desk.model._meta.fields if field.editable and not field.primary_key
    ]
    return {*in_forms, *desk.list_display, *desk.readonly_fields} - {"__str__"} - FIELDS_OF_FORMS


# They belong to a form, whose labels are looked at above, or are hidden in it.
FIELDS_OF_FORMS = {
    "focus_x",
    "focus_y",
    "hours",
    "name",
    "password1",
    "password2",
    "reopen",
    "seen",
    "usable_password",
}


@pytest.mark.parametrize("app", APPS)
def test_what_the_desk_shows_has_a_name_in_every_language(app: str) -> None:
    """A model and each of its fields: without a name of its own a field would be called as in the code."""
    nameless = []
    for model, desk in admin.site._registry.items():
        if model._meta.app_label == app:
            names = {name: label_for_field(name, model, desk) for name in named_by(desk)}
            names |= {"one": model._meta.verbose_name, "many": model._meta.verbose_name_plural}
            names["app"] = model._meta.app_config.verbose_name
            nameless += [
                f"{model.__name__} {key}" for key, name in names.items() if not isinstance(name, Promise)
            ]
    assert not nameless
