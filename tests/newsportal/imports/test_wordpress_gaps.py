"""What a WordPress export says in other places than the usual, or not at all: times, titles, several authors, other lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles.models import Article
from comments.models import Comment
from tests.newsportal.imports import wxr
from tests.newsportal.imports.bringing import bring_in

pytestmark = pytest.mark.django_db


def test_what_has_no_time_in_utc_has_the_one_of_its_clock_and_says_so(tmp_path: Path) -> None:
    none = "0000-00-00 00:00:00"
    comment = wxr.comment(1, date_gmt=none, date="2024-05-11 17:00:00")
    dated = wxr.post(1, post_date_gmt=none, post_date="2024-05-11 16:00:00", comments=(comment,))
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", dated, wxr.post(2, post_date_gmt=none)))
    at = Article.objects.get(slug="story-1").published_at
    assert at and at.isoformat() == "2024-05-11T07:00:00+00:00"
    assert Comment.objects.get().created_at.isoformat() == "2024-05-11T08:00:00+00:00"
    assert said.lines.count("by the clock of its own site") == 2 and "it is dated now" in said.lines


def test_a_post_without_a_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1, "", body="It <b>left</b>.")))
    assert Article.objects.get().headline == "It left."


def test_all_who_wrote_it_stand_in_the_byline_and_other_lists_are_named(tmp_path: Path) -> None:
    terms = "".join(
        f"<category domain='{domain}' nicename='x'>{name}</category>"
        for domain, name in (("author", "ada"), ("author", "mio-guest"), ("series", "Harbour files"))
    )
    guest = wxr.post(
        9,
        "Mio",
        post_type="guest-author",
        meta={"cap-user_login": "mio-guest", "cap-display_name": "森 美緒"},
    )
    post = wxr.post(1).replace("</item>", f"{terms}</item>")
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", post, guest))
    assert [author.name for author in Article.objects.get().ordered_authors] == ["Ada Wills", "森 美緒"]
    assert said.lines.strip().endswith("its series “Harbour files” not taken")
