"""Writes stories as agencies send them, after the IPTC's user guide to ninjs 2 and its guidelines for NewsML-G2."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

URI = "urn:example:ferry"


def ninjs(file: Path, version: int = 1, **fields: Any) -> Path:
    story = {
        "uri": URI,
        "standard": {"name": "ninjs", "version": "2.0"},
        "type": "text",
        "version": str(version),
        "firstcreated": "2024-05-12T07:00:00Z",
        "versioncreated": f"2024-05-12T0{7 + version}:00:00Z",
        "pubstatus": "usable",
        "headlines": [
            {"role": "short", "value": "Ferry"},
            {"role": "main", "value": "The ferry sails again"},
        ],
        "descriptions": [{"role": "summary", "value": "In short."}],
        "bodies": [
            {"role": "main", "contenttype": "text/plain", "value": "It left."},
            {
                "role": "main",
                "contenttype": "text/html",
                "value": "<p>It left at <b>dawn</b>.</p><script>x</script>",
            },
        ],
        "by": "By Ada Wills and 森 葵",
        "subjects": [{"uri": "http://cv.iptc.org/newscodes/mediatopic/20000340", "name": "Boats"}],
        "infosources": [{"name": "Harbour Agency"}],
    } | fields
    file.write_text(json.dumps({name: value for name, value in story.items() if value is not None}))
    return file


def item(
    version: int = 1,
    *,
    guid: str = URI,
    status: str = "usable",
    headline: str = "The ferry sails again",
    note: str = "",
    signal: str = "",
    kind: str = "text",
    body: str = "<p>It left at <strong>dawn</strong>.</p>",
) -> str:
    marks = (f"<edNote>{escape(note)}</edNote>" if note else "") + (
        f'<signal qcode="{signal}"/>' if signal else ""
    )
    return f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="{guid}" version="{version}" standard="NewsML-G2"
 standardversion="2.34" conformance="power" xml:lang="en">
<catalogRef href="http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_38.xml"/>
<rightsInfo><copyrightHolder><name>Harbour Agency</name></copyrightHolder></rightsInfo>
<itemMeta><itemClass qcode="ninat:{kind}"/><provider qcode="nprov:HA"><name>Harbour Agency</name></provider>
<versionCreated>2024-05-12T0{7 + version}:00:00Z</versionCreated><firstCreated>2024-05-12T07:00:00Z</firstCreated>
<pubStatus qcode="stat:{status}"/>{marks}</itemMeta>
<contentMeta><by>By Ada Wills</by><headline>{escape(headline)}</headline><description>In short.</description>
<subject qcode="medtop:20000340"><name>Boats</name></subject></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head>
<body>{body}</body></html></inlineXML></contentSet></newsItem>"""


def newsml(file: Path, *items: str) -> Path:
    file.write_text(f'<?xml version="1.0" encoding="UTF-8"?>\n{items[0]}', encoding="utf-8")
    if len(items) > 1:
        inside = "\n".join(items)
        file.write_text(
            '<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header><sent>2024-05-12T07:00:00Z</sent></header>'
            f"<itemSet>{inside}</itemSet></newsMessage>",
            encoding="utf-8",
        )
    return file
