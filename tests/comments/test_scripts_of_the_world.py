"""Comments and names in any script: kept as written, in their own language and direction, without reaching into what is around."""

from __future__ import annotations

import unicodedata

import pytest
from django.test import Client

from comments.models import Comment, Mute
from comments.text import MAX_LENGTH, cited, read, render, source
from newsportal.exchange.comment_records import user_name
from tests.comments.pages import comment_html, words
from tests.factories import ArticleFactory, CommentFactory, UserFactory
from tests.mails import html, one_mail, reader_with_mail, text
from tests.worker import work

pytestmark = pytest.mark.django_db
NARGES = "نرگس"
HEAP = "Z\u0301\u0302\u0303\u0304\u0305\u0306\u0307algo"


@pytest.mark.parametrize(
    "said",
    [
        unicodedata.normalize("NFD", "Tiếng Việt có dấu: ệ ữ ặ"),
        "ที่นี่มีน้ำแข็ง กี่ปี๊ป",
        "اللُّغَةُ العَرَبِيَّةُ وَٱلرَّحْمَٰنِ",
        "हिन्दी में लिखिए, क्ष्म्य",
        "בְּרֵאשִׁ֖ית בָּרָ֣א",
        "日本語と👩‍👩‍👧‍👦と❤️‍🔥",
    ],
)
def test_real_writing_is_kept_to_the_letter(said: str) -> None:
    comment = CommentFactory(text=said)
    assert comment.text == said and said in words(comment.html)


def test_heaps_of_marks_are_cut_alike_in_comments_edits_and_previews() -> None:
    kept = "Z\u0301\u0302\u0303\u0304algo"
    client, article, author = Client(), ArticleFactory(), UserFactory()
    client.force_login(author)
    post = f"{article.get_absolute_url()}comments/"
    preview = client.post(post, {"text": HEAP, "preview": "1"})
    assert f"<p>{kept}</p>" in preview.text and HEAP in preview.text
    client.post(post, {"text": HEAP})
    comment = Comment.objects.get()
    assert comment.text == kept and comment.html == f"<p>{kept}</p>"
    comment.edit(by=author, text=f"{HEAP}!", base="")
    assert comment.text == f"{kept}!"


def test_many_times_too_long_a_text_costs_no_look_at_each_character() -> None:
    typed = "é\u0301" * (10 * MAX_LENGTH)
    assert source(typed) == typed


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("こんにちは。ラーメンが好き。", '<p lang="ja">'),
        ("JRの駅で待つ", '<p lang="ja">'),
        ("안녕하세요", '<p lang="ko">'),
        ("I love ラーメン very much", "<p>"),
        ("漢字", "<p>"),
        ("Plain words", "<p>"),
        (
            "> そうです\n\nYes.",
            '<blockquote dir="auto">\n<p lang="ja">そうです</p>\n</blockquote>\n<p>Yes.</p>',
        ),
        ("- そうです\n- yes", '<li lang="ja">そうです</li>\n<li>yes</li>'),
    ],
)
def test_a_japanese_or_korean_paragraph_says_so(typed: str, shown: str) -> None:
    assert shown in render(typed)


def test_nobody_can_write_a_language_or_direction_of_their_own() -> None:
    assert "<p" not in render('<p lang="ja" dir="rtl">').replace("<p>", "")


def test_what_is_cited_in_a_line_cannot_turn_it_around() -> None:
    assert cited("a\u202eb\u2067c\u2069\u200f", 10) == "abc"
    assert "\u202e" in read("a\u202eb").html


def test_a_name_written_from_the_right_is_set_apart_in_sentences() -> None:
    narges = UserFactory(username=NARGES)
    first = CommentFactory(by=narges)
    reply = CommentFactory(parent=first, by=UserFactory(username="Kelpie"))
    reader = UserFactory()
    Mute.objects.mute(narges, by=reader)
    client = Client()
    client.force_login(reader)
    page = client.get(first.discussion.article.get_absolute_url()).text
    own, answer = comment_html(page, first), comment_html(page, reply)
    assert f"Muted: show what \u2068{NARGES}\u2069 wrote" in own
    assert f">{NARGES}</a>" in own
    assert f">to \u2068{NARGES}\u2069</a>" in answer and "\u2068" not in answer.replace(f"\u2068{NARGES}", "")
    assert f"> [\u2068{NARGES}\u2069 " in client.get(f"/comments/{first.pk}/quote/").text.replace("&gt;", ">")
    assert f"Unmute \u2068{NARGES}\u2069" in client.get(f"/users/{NARGES}/").text


def test_a_name_written_from_the_right_is_set_apart_in_mails() -> None:
    own = CommentFactory(by=reader_with_mail(username="Kelpie"), article=ArticleFactory(headline="7 boats"))
    CommentFactory(parent=own, by=UserFactory(username=NARGES), text="Yes\u202e.")
    work()
    mail = one_mail()
    sentence = f"\u2068{NARGES}\u2069 replied to you"
    assert str(mail["Subject"]) == f"{sentence}: 7 boats"
    assert text(mail).startswith(sentence) and f">{sentence}</a>" in html(mail)
    assert "\u202e" not in text(mail) and "\u202e" not in html(mail)


def test_an_imported_name_turns_nothing_around() -> None:
    assert user_name("Kel\u202epie\u2069", "author") == "Kelpie"
