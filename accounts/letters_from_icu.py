"""Makes letters.json: which characters may stand in a name, of which scripts, and what each looks like. `make letters`.

From the copy of the Unicode data that ICU bears, so that scripts and look-alikes (UTS #39) are of one version. ICU itself
has 30 MB; what names need of it has 35 KB, and is read without it.
"""

from __future__ import annotations

import json
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import icu

FILE = Path(__file__).with_name("letters.json")
_OF_ALL = {"Zyyy", "Zinh"}


def main() -> None:
    letters: dict[str, list[int]] = defaultdict(list)
    prototypes: dict[str, str] = {}
    checker = icu.SpoofChecker()
    for code, scripts in _letters():
        letters[" ".join(scripts)].append(code)
        for part in unicodedata.normalize("NFD", chr(code)):
            if (prototype := checker.getSkeleton(0, part)) != part:
                prototypes[part] = prototype
    data = {
        "from": f"ICU {icu.ICU_VERSION}, Unicode {icu.UNICODE_VERSION}; letters that Python knows by Unicode "
        + unicodedata.unidata_version,
        "licence": "© 1991-2025 Unicode, Inc. Unicode License V3, https://www.unicode.org/license.txt",
        "scripts": {scripts: _ranges(codes) for scripts, codes in sorted(letters.items())},
        "prototypes": dict(sorted(prototypes.items())),
    }
    FILE.write_text(json.dumps(data, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")


def _letters() -> Iterable[tuple[int, list[str]]]:
    """(code, scripts) of the letters, marks and digits that may stand in names: those that composition (NFKC) keeps. Of the
    scripts that people write today without the odd ones, which are of use to linguists and to who poses as another (UTS #39,
    Identifier_Status); of all others every one, for nobody's own letters are odd."""
    recommended = icu.SpoofChecker.getRecommendedUnicodeSet()
    kept = [
        code
        for code in range(sys.maxunicode + 1)
        if (kind := unicodedata.category(chr(code)))[0] in "LM" or kind in {"Nd", "Nl"}
        if unicodedata.normalize("NFKC", chr(code)) == chr(code)
    ]
    in_wide_use = {_script(code) for code in kept if recommended.contains(chr(code))} | _OF_ALL
    for code in kept:
        if recommended.contains(chr(code)) or _script(code) not in in_wide_use:
            yield (
                code,
                sorted(icu.Script(one).getShortName() for one in icu.Script.getScriptExtensions(chr(code))),
            )


def _script(code: int) -> str:
    name: str = icu.Script.getScript(chr(code)).getShortName()
    return name


def _ranges(codes: list[int]) -> str:
    """ "41-5A 61-7A" """
    among = set(codes)
    starts = [code for code in codes if code - 1 not in among]
    ends = [code for code in codes if code + 1 not in among]
    return " ".join(
        f"{start:X}" if start == end else f"{start:X}-{end:X}"
        for start, end in zip(starts, ends, strict=True)
    )


if __name__ == "__main__":
    main()
