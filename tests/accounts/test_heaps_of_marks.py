"""Marks heaped on a letter are thinned out; real writing keeps all of its own."""

from __future__ import annotations

import unicodedata

import pytest

from accounts.characters import without_heaps


@pytest.mark.parametrize(
    "text",
    [
        "Tiếng Việt có dấu: ệ ữ ặ",
        unicodedata.normalize("NFD", "Tiếng Việt có dấu: ệ ữ ặ"),
        "ที่นี่มีน้ำแข็ง กี่ปี๊ปผู้ใหญ่",
        "اللُّغَةُ العَرَبِيَّةُ وَٱلرَّحْمَٰنِ",
        "हिन्दी में लिखिए, क्ष्म्य र्त्स्न्य",
        "בְּרֵאשִׁ֖ית בָּרָ֣א אֱלֹהִ֑ים",
        "བསྒྲུབས་པ། ཧཱུྃ",
        "မြန်မာဘာသာ ကျွန်ုပ်",
        "👩‍👩‍👧‍👦 ❤️‍🔥 1️⃣ 🇯🇵",
    ],
)
def test_real_writing_keeps_all_its_marks(text: str) -> None:
    assert without_heaps(text) == text


@pytest.mark.parametrize("between", ["", "\u200d", "\u034f", "\ufe0f"])
def test_of_the_marks_on_one_letter_the_first_four_stay(between: str) -> None:
    heap = between.join("\u0301\u0302\u0303\u0304\u0305\u0306\u0307")
    kept = without_heaps(f"a{heap}b")
    assert "\u0304" in kept and "\u0305" not in kept and kept[-1] == "b"
    assert (
        sum(
            unicodedata.category(one) == "Mn" and one > "\u0300" and one < "\u0308"
            for one in without_heaps(f"ệ{heap}")
        )
        == 2
    )
