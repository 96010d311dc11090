"""Tables keep what tells those who hear them which cells are heads, and lists and definitions stay what they are, whoever cleans them."""

from __future__ import annotations

import pytest

from articles import body

HEADED = (
    '<table><thead><tr><th scope="col">Club</th><th scope="col">Goals</th></tr></thead>'
    '<tbody><tr><th scope="row">Rovers</th><td>3</td></tr></tbody></table>'
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        # As the editor's own script has it.
        (
            "<table><tbody><tr><th>Club</th><th>Goals</th></tr><tr><th>Rovers</th><td>3</td></tr></tbody></table>",
            HEADED,
        ),
        (HEADED, HEADED),
        ("<table><tr><td>1</td></tr></table>", "<table><tbody><tr><td>1</td></tr></tbody></table>"),
        # Heads alone are no head of anything.
        (
            "<table><tr><th>1</th></tr></table>",
            '<table><tbody><tr><th scope="row">1</th></tr></tbody></table>',
        ),
        (
            "<table><caption>Goals <b>so far</b></caption>" + HEADED[7:],
            f"<p>Goals <strong>so far</strong></p>{HEADED}",
        ),
        ('<th scope="x" onclick="y">', ""),
    ],
)
def test_the_heads_of_a_table_say_of_what_they_are(typed: str, kept: str) -> None:
    assert body.cleaned(typed) == kept
    assert body.cleaned(kept) == kept


def test_words_that_stand_astray_in_a_table_are_not_lost() -> None:
    clean = body.cleaned("<table><tr><th>1</th><td>2</td></tr>Astray</table>")
    assert "Astray" in clean and "<th>1</th>" in clean.replace(' scope="row"', "")


def test_a_list_goes_on_where_it_stopped() -> None:
    assert body.cleaned('<ol start="3" type="1"><li>three</li></ol>') == '<ol start="3"><li>three</li></ol>'


def test_terms_and_what_they_mean_are_paragraphs() -> None:
    assert (
        body.cleaned("<dl><dt>Knot</dt><dd>A mile an hour.</dd></dl>") == "<p>Knot</p><p>A mile an hour.</p>"
    )
