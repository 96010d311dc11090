"""The body of a post as it is when what its system adds is taken away: comments that mark blocks, shortcodes, pictures, embeds.

What comes of it is cleaned by `articles.body.cleaned` as every body is, in loading. Here stands what has a meaning there that
cleaning can't know, and what the report says was left out.
"""

from __future__ import annotations

import re
from collections import Counter

from newsportal.imports.between import between
from newsportal.imports.classic import link, paragraphs
from newsportal.imports.text_pictures import IMAGE, TextPictures, in_figures

# Each goes from what begins it to the first that ends it, see `between`.
_MARKS = re.compile(r"<!--()"), r"-->"
_CAPTION = re.compile(r"\[(?:wp_)?(caption)[^\[\]]*\]"), r"\[/(?:wp_)?caption\]"
# [embed], and what many plugins have for the like, such as [youtube].
_EMBED = re.compile(r"\[([a-z][\w-]{1,40})\b[^\[\]]*\]\s*(https?://[^\s<\[]+)\s*\[/\1\]")
# A word in brackets may be prose, as [sic] is. With attributes, or a name that WordPress itself has, it is a shortcode.
_SHORTCODE = re.compile(
    r"\[/?(?:(gallery|audio|video|playlist|embed|caption|wp_caption)\b[^\[\]\n]*|([a-z][\w-]{1,40})(?:\s+[\w-]+=(?:\"[^\"]*\"|'[^']*'|[^\s\]]+))+\s*/?)\]"
)
_CLOSING = re.compile(r"\[/([a-z][\w-]{1,40})\]")
_LOST = {
    "embed": re.compile(r"<(?:iframe|object|embed|video|audio)\b", re.IGNORECASE),
    "form": re.compile(r"<form\b", re.IGNORECASE),
}
# They hold other tags only, and would be read as words.
_NOT_WORDS = re.compile(r"<(iframe|object|form|video|audio|svg|noscript)\b", re.IGNORECASE), r"</{kind}\s*>"
_EMPTY = re.compile(r"<(figure|figcaption|p|a|h[1-6])\b[^>]*>(?:\s|&nbsp;|<br\s*/?>)*</\1>", re.IGNORECASE)
# So deep nobody nests what is empty; each level reads the whole body again.
_MOST_EMPTY = 8
# What articles have in the place of these.
_TAGS = (("h1", "h2"), ("h4", "h3"), ("h5", "h3"), ("h6", "h3"), ("b", "strong"), ("i", "em"))
_ALONE = re.compile(r"(?<=>)\s*(https?://[^\s<]+)\s*(?=</(?:div|figure|p)>)")


def plain_body(
    html: str, *, is_classic: bool = False, pictures: TextPictures | None = None
) -> tuple[str, list[str]]:
    """The body, and a sentence for each kind of thing that was left out: all pictures, where no folder of `pictures` is given. In a
    `is_classic` one of WordPress an empty line makes a paragraph and a line break is one."""
    lost: Counter[str] = Counter()
    has_blocks = "<!-- wp:" in html
    html = between(*_MARKS, html, lambda inside: "")
    html = _EMBED.sub(lambda found: f"\n\n{link(found[2])}\n\n", html)
    html = between(*_CAPTION, html, lambda inside: f"\n\n<figure>{_captioned(inside)}</figure>\n\n")
    if pictures:
        html = pictures.taken(html)
        lost["link around a picture"] = pictures.links
    else:
        html, lost["picture in the text"] = IMAGE.subn("", html)
    names: set[str] = set()
    html = _SHORTCODE.sub(lambda found: _drop(found, names, lost), html)
    html = _CLOSING.sub(lambda found: "" if found[1] in names else found[0], html)
    for what, mark in _LOST.items():
        if times := len(mark.findall(html)):
            lost[what] = times
    html = between(*_NOT_WORDS, html, lambda inside: "")
    html = _ALONE.sub(lambda found: link(found[1]), html)
    for given, here in _TAGS:
        html = re.sub(rf"<(/?){given}(?=[\s>])", rf"<\1{here}", html, flags=re.IGNORECASE)
    if is_classic and not has_blocks:
        html = paragraphs(html)
    if pictures:
        html = in_figures(html)
    for _level in range(_MOST_EMPTY):
        html = _EMPTY.sub("", html)
    told = [_told(what, times) for what, times in lost.items() if times]
    if pictures:
        told += [
            f"picture in the text not taken: {where:.200} isn't in the folder of pictures"
            for where in pictures.missing
        ]
    return re.sub(r"\n{3,}", "\n\n", html).strip(), told


def _captioned(html: str) -> str:
    """The picture's words alone: the picture itself isn't taken."""
    picture = re.search(r"<img\b[^>]*>", html)
    words = re.sub(r"<[^>]*>", "", html).strip()
    return f"{picture[0] if picture else ''}<figcaption>{words}</figcaption>" if words else html


def _drop(found: re.Match[str], names: set[str], lost: Counter[str]) -> str:
    name = found[1] or found[2]
    names.add(name)
    if not found[0].startswith("[/"):
        lost[f"shortcode “{name}”"] += 1
    return ""


def _told(what: str, times: int) -> str:
    """The first word of `what` is the one that has a plural."""
    noun, space, rest = what.partition(" ")
    return f"{times} {noun}{'' if times == 1 else 's'}{space}{rest} not taken"
