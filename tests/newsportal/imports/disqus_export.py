"""Writes exports as Disqus does."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<disqus xmlns="http://disqus.com" xmlns:dsq="http://disqus.com/disqus-internals"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<category dsq:id="1"><forum>oldpaper</forum><title>General</title><isDefault>true</isDefault></category>
"""


def thread(number: int, link: str, identifier: str = "", *, deleted: str = "false") -> str:
    return (
        f'<thread dsq:id="{number}"><id>{escape(identifier)}</id><forum>oldpaper</forum><category dsq:id="1"/>'
        f"<link>{escape(link)}</link><title>Thread {number}</title><message/><createdAt>2024-05-12T07:00:00Z</createdAt>"
        f"<isClosed>false</isClosed><isDeleted>{deleted}</isDeleted></thread>\n"
    )


def post(number: int, of: int, words: str = "<p>I was there.</p>", *, parent: int = 0, **flags: str) -> str:
    given = {"isDeleted": "false", "isSpam": "false", **flags}
    return (
        f'<post dsq:id="{number}"><id/><message><![CDATA[{words}]]></message><createdAt>2024-05-12T08:00:{number:02}Z</createdAt>'
        + "".join(f"<{name}>{value}</{name}>" for name, value in given.items())
        + "<author><email>noor@example.com</email><name>Noor</name><isAnonymous>false</isAnonymous><username>noor</username></author>"
        + f'<ipAddress>192.0.2.1</ipAddress><thread dsq:id="{of}"/>'
        + (f'<parent dsq:id="{parent}"/>' if parent else "")
        + "</post>\n"
    )


def write(file: Path, *elements: str) -> Path:
    file.write_text(HEAD + "".join(elements) + "</disqus>", encoding="utf-8")
    return file
