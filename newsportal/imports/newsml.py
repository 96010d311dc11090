"""NewsML-G2, the IPTC's news in XML: a newsItem, or a newsMessage with many; text as XHTML, NITF or plain."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from xml.etree.ElementTree import Element

from articles.body import from_paragraphs
from newsportal.imports import agency, xml_stream
from newsportal.imports.item import BrokenFileError, Item, Options
from newsportal.imports.xhtml import inside
from newsportal.imports.xml_stream import children, text

_PREFIXES = {
    "http://iptc.org/std/nar/2006-10-01/": "",
    "http://www.w3.org/1999/xhtml": "",
    "http://iptc.org/std/NITF/2006-10-18/": "",
}
_KINDS = {
    "packageItem": "a package",
    "conceptItem": "a concept",
    "knowledgeItem": "a list of concepts",
    "planningItem": "a plan",
    "catalogItem": "a catalogue",
}
# What NITF calls otherwise.
_NITF = (("hl2", "h2"), ("bq", "blockquote"))


def read(path: Path, options: Options) -> Iterator[Item]:
    """Raises BrokenFileError, before the first item where the file isn't whole."""
    with path.open("rb") as file:
        xml_stream.check(file)
        found = None
        for found in xml_stream.elements(file, ("newsItem", *_KINDS), _PREFIXES):
            item = _item(found.element, f"line {found.line}", options, path.parent)
            item.read = found.read
            yield item
        if found is None:
            raise BrokenFileError("it is no NewsML-G2: no newsItem is in it")


def _item(element: Element, where: str, options: Options, folder: Path) -> Item:
    if element.tag in _KINDS:
        return Item(where, remarks=[f"not taken: it is {_KINDS[element.tag]}, and only stories are taken"])
    meta = _first(element, "itemMeta")
    kind = _code(_first(meta, "itemClass"))
    if kind not in ("text", "composite", ""):
        return Item(where, remarks=[f"not taken: it is of the class “{kind[:40]}”, and only text is taken"])
    return agency.item(where, "wire", _story(element, meta), options, folder)


def _story(element: Element, meta: Element) -> agency.Story:
    content, rights = _first(element, "contentMeta"), _first(element, "rightsInfo")
    signals = [_code(signal) for signal in children(meta, "signal")]
    return agency.Story(
        key=element.get("guid", ""),
        version=element.get("version", ""),
        status=_code(_first(meta, "pubStatus")) or "usable",
        headline=_words(content, "headline") or _words(meta, "title"),
        summary=_words(content, "description"),
        html=_body(element),
        byline=_words(content, "by") or ", ".join(_named(one) for one in children(content, "creator")),
        subjects=[_named(one) for one in children(content, "subject")],
        source=_named(_first(meta, "provider")) or _named(_first(rights, "copyrightHolder")),
        notice=_words(rights, "copyrightNotice"),
        note=_words(meta, "edNote"),
        is_correction="correction" in signals,
        first=text(meta, "firstCreated"),
        changed=text(meta, "versionCreated"),
        embargo=_embargo(meta),
    )


def _embargo(meta: Element) -> str:
    """Until when; an empty element is an embargo without an end (its type is DateTimeOrNull)."""
    given = children(meta, "embargoed")
    return ((given[0].text or "").strip() or "until further notice") if given else ""


def _body(element: Element) -> str:
    contents = _first(element, "contentSet")
    for xml in children(contents, "inlineXML"):
        bodies = list(xml.iter("body.content")) or list(xml.iter("body")) or [xml]
        html = inside(bodies[0])
        for there, here in _NITF:
            html = html.replace(f"<{there}>", f"<{here}>").replace(f"</{there}>", f"</{here}>")
        return html
    for data in children(contents, "inlineData"):
        given = data.text or ""
        if data.get("contenttype", "").startswith("text/html"):
            return given
        return from_paragraphs(part.strip() for part in given.split("\n\n") if part.strip())
    return ""


def _first(element: Element, name: str) -> Element:
    """The first `name` in it, and an empty one where there is none."""
    return next((child for child in element if child.tag == name), Element(name))


def _code(element: Element) -> str:
    """What a code of the IPTC says: `stat:canceled` and …/pubstatusg2/canceled are both `canceled`."""
    code = element.get("qcode") or element.get("uri") or element.get("literal") or ""
    return code.rpartition("/")[2].rpartition(":")[2]


def _words(element: Element, name: str) -> str:
    """Its words with all that is marked in them, as HTML."""
    return escape("".join(_first(element, name).itertext()), quote=False)


def _named(element: Element) -> str:
    literal = element.get("literal", "")
    code = (
        (element.get("qcode") or "").rpartition(":")[2]
        if element.tag in ("provider", "copyrightHolder")
        else ""
    )
    return _words(element, "name") or escape(literal or code, quote=False)
