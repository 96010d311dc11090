"""What was typed becomes safe HTML."""

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from comments.text import MAX_LENGTH, render

ALLOWED = {"p", "br", "blockquote", "em", "strong", "a", "ul", "ol", "li", "code", "pre"}


def test_paragraphs_and_line_breaks_stay_as_typed() -> None:
    assert render("one\ntwo\n\nthree") == "<p>one<br>\ntwo</p>\n<p>three</p>"


def test_quotes_emphasis_lists_links_and_code() -> None:
    html = render(
        "> said\n\n*so* **very**\n\n- a\n- b\n\n[here](https://example.com) `x < y`\n\n```\ncode\n```"
    )
    for part in (
        "<blockquote ",
        "<em>so</em>",
        "<strong>very</strong>",
        "<li>a</li>",
        "<code>x &lt; y</code>",
        "<pre>",
    ):
        assert part in html


def test_html_is_shown_not_obeyed() -> None:
    assert render("<script>alert(1)</script>") == "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"


@pytest.mark.parametrize(
    "text",
    ["詳しくはhttps://example.com/abcを見て", "см（https://example.com/abc）", "https://example.com/abc"],
)
def test_an_address_is_a_link_with_or_without_a_space_around_it(text: str) -> None:
    assert '<a href="https://example.com/abc"' in render(text)


@pytest.mark.parametrize(
    "link",
    [
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "<javascript:alert(1)>",
        "[x](//evil.example)",
        "[x](/admin/)",
        "[x](vbscript:x)",
    ],
)
def test_no_link_leads_to_a_script_or_into_the_site(link: str) -> None:
    assert "href" not in render(link)


def test_links_lend_no_weight_and_have_no_way_back() -> None:
    assert 'rel="nofollow ugc noopener"' in render("https://example.com")


@pytest.mark.parametrize(
    ("typed", "address", "after"),
    [
        ("https://example.com/あ", "https://example.com/", "あ"),
        ("見て https://example.com/newsこれ", "https://example.com/news", "これ"),
        ("(https://example.com/a)", "https://example.com/a", ")"),
        ("https://example.com/a_(b).", "https://example.com/a_(b)", "."),
        ("https://example.com/?a=1&b=2", "https://example.com/?a=1&amp;b=2", ""),
        ("*https://example.com/x*", "https://example.com/x", ""),
    ],
)
def test_a_bare_address_becomes_a_link_of_ascii_only(typed: str, address: str, after: str) -> None:
    html = render(typed)
    assert f'href="{address}"' in html
    assert re.sub(r"<[^>]+>", "", html).endswith(after or address)


def test_an_address_in_code_stays_code() -> None:
    assert "<a" not in render("`https://example.com`\n\n```\nhttps://example.com\n```")


def test_a_written_link_is_not_linked_twice() -> None:
    assert render("[https://example.com](https://example.com)").count("<a ") == 1


@pytest.mark.parametrize(
    "attack",
    [
        "> " * 4900 + "x",
        ">" * 9999,
        "[" * 9999,
        "*" * 9999,
        "`" * 9999,
        "- " * 4999,
        "![" * 4999,
        "\n".join("> " * (i % 40) + "x" for i in range(400)),
        "\n".join(" " * i + "- x" for i in range(130)),
        "https://a.example " * 555,
        "<" * 9999,
        "_a_ **b** " * 999,
        "&#x3C;" * 1666,
        "(https://a.example/" + "(" * 9900,
    ],
)
def test_no_comment_takes_long_to_render(attack: str) -> None:
    start = time.process_time()
    html = render(attack[:MAX_LENGTH])
    assert time.process_time() - start < 1
    assert html.count("<blockquote ") <= 400 * 9


def test_quotes_nest_no_deeper_than_eight() -> None:
    assert render(">" * 50 + " deep").count("<blockquote ") == 8


def test_what_is_too_long_is_refused_before_it_is_read() -> None:
    with pytest.raises(ValueError, match="10000"):
        render("x" * (MAX_LENGTH + 1))


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet=st.sampled_from("<>&\"'`*_[]()!#-:/\\ \nahtpsjr.=日é"), max_size=200))
def test_whatever_is_typed_only_allowed_tags_come_out(source: str) -> None:
    html = render(source)
    for tag, attributes in re.findall(r"<\s*/?\s*([a-zA-Z0-9]+)([^>]*)>", html):
        assert tag in ALLOWED
        for name, value in re.findall(r'(\w+)="([^"]*)"', attributes):
            assert name in {"href", "rel", "start"} or (name, value) == ("dir", "auto")
            assert name != "href" or re.match(r"(https?|mailto):", value)
