"""Elements of XHTML within XML, as HTML again."""

from __future__ import annotations

from html import escape
from xml.etree.ElementTree import Element

_EMPTY = {"br", "hr", "img"}


def inside(element: Element) -> str:
    """All that is in `element`, without itself. Elements of other namespaces leave their words."""
    return escape(element.text or "", quote=False) + "".join(
        _html(child) + escape(child.tail or "", quote=False) for child in element
    )


def _html(element: Element) -> str:
    if ":" in element.tag:
        return inside(element)
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if ":" not in name)
    if element.tag in _EMPTY:
        return f"<{element.tag}{attributes}>"
    return f"<{element.tag}{attributes}>{inside(element)}</{element.tag}>"
