"""Domains: where the links of a comment lead as browsers read them, and which listed domain that is."""

from __future__ import annotations

import time

import pytest

from comments import text as comment_text
from comments.domain_list import DomainList, host_name, links, named
from tests.comments.ruling import list_domains
from tests.factories import CommentFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("typed", "hosts"),
    [
        ("see https://example.com/a and http://Docs.Example.com", ["example.com", "docs.example.com"]),
        ("[here](https://example.com)", ["example.com"]),
        ("[here](https://me:secret@example.com:8443/)", ["example.com"]),
        ("[here](https://harmless.example@example.com/)", ["example.com"]),
        ("[here](https:///example.com)", ["example.com"]),
        ("[here](https://ex%61mple.com)", ["example.com"]),
        ("[here](https://example。com)", ["example.com"]),
        ("[here](https://example.com./)", ["example.com"]),
        ("[here](https://bücher.example)", ["xn--bcher-kva.example"]),
        ("[here](https://192.0.2.1/)", ["192.0.2.1"]),
        ("<https://example.com>", ["example.com"]),
        ("`https://example.com`", []),
        ("mailto:me@example.com", []),
        ("none", []),
    ],
)
def test_links_lead_to_hosts(typed: str, hosts: list[str]) -> None:
    assert links(comment_text.render(typed)) == hosts


def test_a_reader_who_is_mentioned_is_no_link() -> None:
    assert links('<p><a href="/users/kelpie/">@kelpie</a></p>') == []


@pytest.mark.parametrize(
    "text",
    [
        "go to spam.example now",
        "spam.example",
        "SPAM.EXAMPLE!",
        "spam[.]example",
        "me@spam.example",
        "これはspam.exampleです",
        "ｓｐａｍ．ｅｘａｍｐｌｅ",
        "spam。example",
        "spam․example",
        "spam｡example",
    ],
)
def test_a_domain_is_named_without_being_linked(text: str) -> None:
    listed = DomainList({"spam.example": "refuse"})
    assert listed.answers(named(text, listed.tops))


@pytest.mark.parametrize(
    ("domain", "typed"),
    [
        ("пример.рф", "пример.рф"),
        ("例え.jp", "例え。jp"),
        ("例え.テスト", "例え。テスト"),
        ("例え.テスト", "これはxn--r8jz45g.xn--zckzahです"),
        ("xn--r8jz45g.xn--zckzah", "例え．ﾃｽﾄ"),
        ("straße.de", "[a](https://straße.de/x)"),
        ("straße.de", "https://xn--strae-oqa.de/"),
        ("xn--strae-oqa.de", "straße.de"),
        # Where a link leads on to.
        ("spam.example", "https://ok.example/?to=https%3A%2F%2Fspam.example"),
        ("spam.example", "[a](https://ok.example/?to=https%253A%252F%252Fspam.example%252F)"),
        ("spam.example", "[a](mailto:me@spam.example)"),
        ("192.0.2.1", "http://3221225985/"),
        ("192.0.2.1", "http://0xC0.0.02.1:80/"),
    ],
)
def test_a_listed_domain_is_found_however_a_comment_leads_to_it(domain: str, typed: str) -> None:
    list_domains(domain)
    comment = CommentFactory(text=typed)
    assert comment.state == "held"


@pytest.mark.parametrize("typed", ["xn--", "xn--a-.example", "0x.0x", "1.2.3.4.5", "999999999999"])
def test_what_is_no_name_and_no_address_does_no_harm(typed: str) -> None:
    list_domains("spam.example")
    assert CommentFactory(text=f"http://{typed}/ {typed}").state == "public"


@pytest.mark.parametrize("text", ["The end.Then", "e.g. this", "3.14", "spam . example", "…"])
def test_other_dots_name_no_listed_domain(text: str) -> None:
    listed = DomainList({"spam.example": "refuse"})
    assert not listed.answers(named(text, listed.tops))


def test_many_sentences_that_look_like_names_take_no_long() -> None:
    listed = DomainList({"spam.example": "refuse", "例え.jp": "hold"})
    sentences = (
        f"{chr(0x4E00 + n)}の船は今日も雨の中を出た。{chr(0x5E00 + n)}の港には誰もいなかった！"
        for n in range(380)
    )
    text = "".join(sentences)[:10_000]
    named(text[:100], listed.tops)
    start = time.process_time()
    assert not listed.answers(named(text, listed.tops))
    # Thirty times what it takes; to write each two of them in the letters of DNS takes longer than that.
    assert time.process_time() - start < 0.03


def test_a_listed_domain_stands_for_all_below_it_and_the_longer_one_counts() -> None:
    listed = DomainList({"example.com": "refuse", "docs.example.com": "pass"})
    assert listed.answer("www.example.com") == ("example.com", "refuse")
    assert listed.answer("docs.example.com") == ("docs.example.com", "pass")
    assert listed.answer("en.docs.example.com") == ("docs.example.com", "pass")
    assert listed.answer("notexample.com") is None
    assert listed.answer("example.com.evil.example") is None
    assert listed.answer("") is None


def test_what_can_be_no_host_stays_as_it_was_typed() -> None:
    assert host_name("a" * 70 + "é.example") == "a" * 70 + "é.example"
