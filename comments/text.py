"""Turns what was typed into safe HTML: a small Markdown, links made by hand, and nh3 as the last word."""

from __future__ import annotations

import re

import nh3
from markdown_it import MarkdownIt

# Stored with each comment; raise it when the output changes, so that old comments can be rendered anew.
VERSION = 1
MAX_LENGTH = 10_000
# Quotes and lists deeper than this stay text: nesting serves nobody, and nh3 is quadratic in it.
MAX_NESTING = 8

_markdown = (
    MarkdownIt("zero", {"html": False, "linkify": False, "breaks": True, "maxNesting": MAX_NESTING * 2})
    .enable(["blockquote", "list", "emphasis", "link", "autolink", "backticks", "code", "fence", "escape", "newline"])
)  # fmt: skip

_TAGS = {"p", "br", "blockquote", "em", "strong", "a", "ul", "ol", "li", "code", "pre"}
# Named tag by tag: without a list of our own nh3 would let further attributes pass.
_ATTRIBUTES = {"*": set(), "a": {"href"}, "ol": {"start"}}

# ASCII only, so that Japanese that follows an address without a space isn't taken into it. Addresses that are already
# the target of a Markdown link or stand in <…> are left to Markdown.
_ADDRESS = re.compile(r"(?<!\]\()(?<![\w<\[\"'/@.:-])https?://[A-Za-z0-9][A-Za-z0-9\-._~:/?#@!$&*+,;=%()]*")
_TRAILING = ".,;:!?*_~'"
_CODE = re.compile(r"(```.*?(?:```|\Z)|`[^`\n]*`)", re.DOTALL)


def source(typed: str) -> str:
    """What is kept of what was typed: line ends as \\n, no space around it."""
    return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def render(source: str) -> str:
    """The HTML of a comment's source of at most MAX_LENGTH characters; raises ValueError past that."""
    if len(source) > MAX_LENGTH:
        raise ValueError(f"a comment has at most {MAX_LENGTH} characters")
    html = _markdown.render(_flatten(_linkify(source)))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        # Readers' links lend no weight in search engines and can't reach back to our window.
        link_rel="nofollow ugc noopener",
        url_relative="deny",
    ).strip()


def quote(source: str, *, name: str, time: str, url: str) -> str:
    """The source of a quotation of `source`, headed by who wrote it when, linked to the comment."""
    lines = [line for line in source.strip().splitlines() if not line.lstrip().startswith(">")]
    body = "\n".join(lines).strip() or source.strip()
    return "\n".join(
        [
            f"> [{name} {time}]({url})",
            ">",
            *(f"> {line}".rstrip() for line in body.splitlines()),
            "",
            "",
        ]
    )


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
