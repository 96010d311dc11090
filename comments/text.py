"""Turns what was typed into safe HTML: a small Markdown, links made by hand, and nh3 as the last word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any, NamedTuple

import nh3
from django.utils.html import strip_tags
from django.utils.text import Truncator
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token

from accounts.characters import TURNING, without_heaps
from comments import directions, languages, mentions

# Stored with each comment; raise it when the output changes, so that old comments can be rendered anew.
VERSION = 4
MAX_LENGTH = 10_000
# Quotes and lists deeper than this stay text: nesting serves nobody, and nh3 is quadratic in it.
MAX_NESTING = 8

_markdown = (
    MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True, "maxNesting": MAX_NESTING * 2})
    .enable(["blockquote", "list", "emphasis", "link", "autolink", "backticks", "code", "fence", "escape", "newline"])
)  # fmt: skip


class Reading(NamedTuple):
    """The HTML of a text, and the ids of the readers whom it addresses: those mentioned outside quotes."""

    html: str
    mentioned: list[int]

    @property
    def shown(self) -> str:
        """The words as readers see them, without emphasis and the targets of links."""
        return unescape(strip_tags(self.html))


def _link(state: StateInline, silent: bool) -> bool:
    """Markdown's rule for a link, not asked where none can follow: it reads on to the end for each bracket that opens, so that
    ten thousand of them would cost a fifth of a second."""
    source, last = state.env.get("links", ("", -1))
    if source is not state.src:
        source, last = state.env["links"] = (state.src, state.src.rfind("]("))
    return last > state.pos and link(state, silent)


def _mention(state: StateInline, silent: bool) -> bool:
    """Markdown's rule for an @ that a reader's name follows. It is never asked inside code or about what an address or
    an escape has taken already."""
    if state.src[state.pos] != "@" or state.linkLevel:
        return False
    found = state.env["people"].at(state.src, state.pos)
    if found is None:
        return False
    person, length = found
    if not silent:
        token = state.push("mention", "", 0)
        token.content, token.meta = state.src[state.pos : state.pos + 1 + length], {"person": person}
    state.pos += 1 + length
    return True


def _link_to_reader(renderer: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    return f'<a href="{token.meta["person"].address}">{token.content}</a>'


def _is_absolute(address: str) -> bool:
    return address.lower().startswith(("https://", "http://", "mailto:"))


_markdown.core.ruler.push("languages", languages.tell)
_markdown.core.ruler.push("directions", directions.tell)
_markdown.inline.ruler.push("mention", _mention)
_markdown.inline.ruler.at("link", _link)
_markdown.add_render_rule("mention", _link_to_reader)
# What readers write leads out of the site or nowhere, so that a link into it is always a mention.
_markdown.validateLink = _is_absolute  # type: ignore[assignment,method-assign]

_TAGS = {"p", "br", "blockquote", "em", "strong", "a", "ul", "ol", "li", "code", "pre"}
# Named tag by tag: without a list of our own nh3 would let further attributes pass.
_ATTRIBUTES = {
    "*": set(),
    "a": {"href"},
    "blockquote": {"dir"},
    "ul": {"dir"},
    "ol": {"dir", "start"},
    "p": {"lang"},
    "li": {"lang"},
}

# ASCII only, so that an address is found, and not more than it, in Japanese that stands around it without a space. Addresses that are already
# the target of a Markdown link or stand in <…> are left to Markdown.
_ADDRESS = re.compile(
    r"(?<!\]\()(?<![A-Za-z0-9_<\[\"'/@.:-])https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!$&*+,;=%()]*"
)
_TRAILING = ".,;:!?*_~'"
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)


def source(typed: str) -> str:
    """What is kept of what was typed: line ends as \\n, no space around it, no heaps of marks on a letter. They are cut, not
    refused: whoever pastes another's words with some has done nothing wrong, and the preview shows what is left."""
    text = typed.replace("\r\n", "\n").replace("\r", "\n").strip()
    # What is many times too long is refused as it is, without looking at each character.
    return without_heaps(text) if len(text) <= 10 * MAX_LENGTH else text


def read(source: str) -> Reading:
    """What a comment's source of at most MAX_LENGTH characters says and to whom; raises ValueError past that."""
    if len(source) > MAX_LENGTH:
        raise ValueError(f"a comment has at most {MAX_LENGTH} characters")
    tokens = _markdown.parse(_flatten(_linkify(source)), {"people": mentions.People(source)})
    mentioned = _mentioned(tokens)
    html = nh3.clean(
        _markdown.renderer.render(tokens, _markdown.options, {}),
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_allowed,
        url_schemes={"http", "https", "mailto"},
        # Readers' links lend no weight in search engines and can't reach back to our window.
        link_rel="nofollow ugc noopener",
        url_relative="pass_through",
    )
    return Reading(html.strip(), mentioned)


def render(source: str) -> str:
    """The HTML alone."""
    return read(source).html


def _mentioned(tokens: list[Token]) -> list[int]:
    """Whom the text addresses, in order. A quote repeats what was said to somebody else; past the most that one comment
    may address, names stay text."""
    found: dict[int, None] = {}
    quotes = 0
    for token in tokens:
        quotes += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        for inner in token.children or () if not quotes else ():
            if inner.type != "mention":
                continue
            person = inner.meta["person"]
            if person.pk in found or len(found) < mentions.MOST:
                found[person.pk] = None
            else:
                inner.type = "text"
    return list(found)


def _allowed(tag: str, attribute: str, value: str) -> str | None:
    """nh3 asks this of each attribute that it would let pass: of the site itself only a reader's page may be linked."""
    is_allowed = attribute != "href" or _is_absolute(value) or re.fullmatch(r"/users/[^/?#]+/", value)
    return value if is_allowed else None


def unquoted(source: str, levels: int = 0) -> str:
    """A text without the quotes in it that are deeper than `levels`; as it was typed. Markdown knows where one ends: its last
    lines may lack the sign."""
    flat = _flatten(source)
    lines: list[str | None] = list(flat.split("\n"))
    depth = 0
    for token in _markdown.parse(flat, {"people": mentions.People("")}):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "blockquote_open" and depth > levels and token.map:
            lines[slice(*token.map)] = [None] * (token.map[1] - token.map[0])
    return "\n".join(line for line in lines if line is not None).strip()


def excerpt(source: str, most: int = 400) -> str:
    """The first words of a text, without what it quotes; as it was typed."""
    return cited(unquoted(source) or source, most)


def cited(source: str, most: int) -> str:
    """The first `most` characters of a text, for the midst of another: without those that would turn that around."""
    return Truncator(TURNING.sub("", source)).chars(most)


def _linkify(source: str) -> str:
    """Wraps bare addresses outside code in <…>, Markdown's own sign for a link."""
    parts = _CODE.split(source)
    return "".join(part if index % 2 else _ADDRESS.sub(_wrap, part) for index, part in enumerate(parts))


def _wrap(match: re.Match[str]) -> str:
    address = match.group()
    tail = ""
    while address and (
        address[-1] in _TRAILING or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address, tail = address[:-1], address[-1] + tail
    return f"<{address}>{tail}"


def _flatten(source: str) -> str:
    """Cuts the quote signs of each line down to MAX_NESTING, and such indentation as would nest lists deeper."""
    return "\n".join(_flat_line(line) for line in source.splitlines())


def _flat_line(line: str) -> str:
    signs = re.match(r"[\s>]*", line)
    head = signs.group() if signs else ""
    if head.count(">") > MAX_NESTING:
        return "> " * MAX_NESTING + line[len(head) :]
    return line
