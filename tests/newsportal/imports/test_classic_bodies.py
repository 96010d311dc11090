"""Posts of WordPress' classic editor, which kept line breaks where pages have paragraphs."""

from __future__ import annotations

import pytest

from articles.body import cleaned
from newsportal.imports.bodies import plain_body


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("One <em>two</em>\nthree\r\n\r\nfour", "<p>One <em>two</em><br>three</p>\n<p>four</p>"),
        ("<h2>Next</h2>\nAfter it.", "<h2>Next</h2>\n<p>After it.</p>"),
        (
            "Before:\n<ol>\n<li>x</li>\n</ol>\nand on.",
            "<p>Before:</p>\n<ol>\n<li>x</li>\n</ol>\n<p>and on.</p>",
        ),
        (
            "<blockquote>First.\n\nSecond.</blockquote>",
            "<blockquote>\n<p>First.</p>\n<p>Second.</p>\n</blockquote>",
        ),
        (
            "Code:\n<pre class='x'>a = 1\n\n<b>b</b> = 2</pre>\nend",
            "<p>Code:</p>\n<pre>a = 1\n\n<strong>b</strong> = 2</pre>\n<p>end</p>",
        ),
        ("<pre>never\n\nended", "<pre>never\n<p>ended</p></pre>"),
        ("<div>One\n\nTwo</div>", "<p>One</p>\n<p>Two</p>"),
        (
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
            "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n</ul>",
        ),
        (
            "See:\nhttps://v.example/?a=1&amp;b=2\nthere",
            '<p>See:</p>\n<p><a href="https://v.example/?a=1&amp;b=2" rel="noopener">https://v.example/?a=1&amp;b=2</a></p>\n<p>there</p>',
        ),
        (
            "[youtube]https://v.example/1[/youtube]",
            '<p><a href="https://v.example/1" rel="noopener">https://v.example/1</a></p>',
        ),
        ("See [1] and [sic] https://v.example/ there.", "<p>See [1] and [sic] https://v.example/ there.</p>"),
    ],
)
def test_it_reads_as_it_did_there(given: str, made: str) -> None:
    html, lost = plain_body(given, is_classic=True)
    assert cleaned(html).strip() == made and not lost
