"""What sitemaps and linked data are held against: the parser of the sitemap protocol's most used library, and Google's types of
schema.org under a real TypeScript compiler."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from tests.node_packages import NODE

FOLDER = Path(__file__).resolve().parent
_TSC = FOLDER / "node_modules" / "typescript" / "bin" / "tsc"


def entries_of_sitemap(xml: bytes, kind: str = "urlset") -> list[dict[str, Any]]:
    """The entries of a sitemap, or with `kind` "index" of an index. Raises ValueError for what the protocol doesn't know."""
    command = [NODE, FOLDER / "sitemap.js", kind]
    done = subprocess.run(command, input=xml, capture_output=True, timeout=60, check=False)
    if done.returncode or done.stderr:
        raise ValueError(done.stderr.decode())
    return json.loads(done.stdout)


def faults_of_linked_data(things: list[dict[str, Any]]) -> list[str]:
    """What the types of schema.org have against each of `things`, and what Google's wants of each kind that they leave open."""
    kinds = sorted({thing["@type"] for thing in things})
    lines = [f'import type {{ WithContext, {", ".join(kinds)} }} from "schema-dts";']
    for number, thing in enumerate(things):
        words = json.dumps(thing, ensure_ascii=False)
        lines.append(f"export const thing{number}: WithContext<{thing['@type']}> = {words};")
    # Beside its types, or they aren't found.
    source = FOLDER / "node_modules" / "things.ts"
    source.write_text("\n".join(lines))
    options = ["--noEmit", "--strict", "--skipLibCheck", "--module", "nodenext", "--target", "es2022"]
    command = [NODE, _TSC, *options, source]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    return done.stdout.splitlines()
