"""A WordPress export comes in with authors, sections, topics, states, pictures and threads, once, and says what it leaves out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article, Edition, Origin, Photo, Section
from comments.models import Comment
from tests.factories import ArticleFactory, UserFactory
from tests.newsportal.exchanging import picture
from tests.newsportal.imports import wxr
from tests.newsportal.imports.bringing import bring_in, dump

pytestmark = pytest.mark.django_db


def test_a_post_comes_in_as_it_was(tmp_path: Path) -> None:
    made = wxr.post(
        7,
        "Ferries &amp; <em>gulls</em>",
        categories=("Harbour", "Opinion"),
        tags=("Ferries",),
        excerpt="In short.",
    )
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", made))
    article = Article.objects.get()
    assert (article.headline, article.standfirst, article.slug) == ("Ferries & gulls", "In short.", "story-7")
    assert article.section.slug == "harbour" and article.state == "published" and article.is_public
    assert article.published_at and article.published_at.isoformat() == "2024-05-12T07:00:00+00:00"
    assert sorted(topic.name for topic in article.topics.all()) == ["Ferries", "Opinion"]
    assert [author.name for author in article.ordered_authors] == ["Ada Wills"]
    assert article.body == "<p>The first ferry left at dawn.</p>"
    assert said.out.strip() == "Loaded 1 article." and not said.lines and not said.error


def test_states_are_kept_and_what_was_not_public_is_a_draft(tmp_path: Path) -> None:
    states = ["publish", "future", "draft", "pending", "private", "trash"]
    posts = [wxr.post(place, status=status) for place, status in enumerate(states)]
    later = wxr.post(8, status="future", post_date_gmt="2999-01-01 00:00:00")
    locked = wxr.post(9, post_password="open sesame")
    undated = wxr.post(10, status="draft", post_date_gmt="0000-00-00 00:00:00", slug="")
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", *posts, later, locked, undated))
    found = dict(Article.objects.values_list("slug", "state"))
    assert [found.get(f"story-{place}") for place in range(5)] == [
        "published",
        "published",
        "draft",
        "draft",
        "draft",
    ]
    assert (
        found["story-9"] == "draft" and found["the-ferry-sails-again"] == "draft" and "story-5" not in found
    )
    assert Article.objects.get(slug="story-8").is_scheduled
    assert "it was thrown away" in said.lines and "behind a password" in said.lines


def test_pages_pingbacks_spam_and_shortcodes_are_not_taken_and_each_is_named_with_its_line(
    tmp_path: Path,
) -> None:
    body = """<!-- wp:paragraph --><p>One [sic] <b>two</b>.</p><!-- /wp:paragraph -->
[gallery ids="1,2"][contact-form-7 id="5"]<img src="https://old.example/a.jpg"><script>alert(1)</script>
<iframe src="https://example.com">No frames</iframe>"""
    comments = (
        wxr.comment(1),
        wxr.comment(2, type="pingback"),
        wxr.comment(3, approved="spam"),
        wxr.comment(4, approved="0"),
    )
    file = wxr.write(
        tmp_path / "a.xml", wxr.post(1, body=body, comments=comments), wxr.post(2, post_type="page")
    )
    said = bring_in("wordpress", file, report=tmp_path / "report.txt")
    article = Article.objects.get()
    assert article.body.strip() == "<p>One [sic] <strong>two</strong>.</p>"
    assert list(Comment.objects.order_by("pk").values_list("key", "state")) == [
        ("wp-1", "public"),
        ("wp-4", "held"),
    ]
    for told in (
        "1 shortcode “gallery” not taken",
        "1 shortcode “contact-form-7” not taken",
        "1 picture in the text not taken",
        "1 embed not taken",
        "comment wp-2 not taken: it is a pingback",
        "comment wp-3 not taken: spam",
        "not taken: it is a page, and only posts are taken",
    ):
        assert told in said.lines
    assert all(line.startswith("line ") for line in said.lines.splitlines())
    assert (tmp_path / "report.txt").read_text() == said.lines + said.out


def test_a_classic_body_has_paragraphs_where_it_had_empty_lines(tmp_path: Path) -> None:
    body = 'One\ntwo\n\n[caption id="x" width="30"]<img src="a.jpg" /> A gull[/caption]\n\n<h4>Three</h4>\n\n[embed]https://example.com/v[/embed]'
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1, body=body)))
    made = Article.objects.get().body
    assert (
        "<p>One<br>two</p>" in made and "<figcaption>A gull</figcaption>" in made and "<h3>Three</h3>" in made
    )
    assert '<a href="https://example.com/v" rel="noopener">https://example.com/v</a>' in made


def test_a_thread_keeps_its_shape_though_some_of_it_is_not_taken(tmp_path: Path) -> None:
    comments = (
        wxr.comment(3, "A reply.", parent=2, author="Ken"),
        wxr.comment(1, "First."),
        wxr.comment(2, "Buy pills", parent=1, approved="spam"),
        wxr.comment(4, "Lost", parent=99),
    )
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1, comments=comments)))
    first, spam, reply, lost = (Comment.objects.get(key=f"wp-{number}") for number in (1, 2, 3, 4))
    assert (spam.parent, spam.state, spam.text, spam.author) == (first, "deleted", "", None)
    assert reply.parent == spam and reply.depth == 2 and lost.parent is None
    assert "comment wp-4 answers wp-99, which isn't there" in said.lines


def test_a_comment_keeps_its_words_and_marks(tmp_path: Path) -> None:
    html = 'So <b>true</b>:\n<blockquote>2 * 3 * 4 [x]\n1. No</blockquote><a href="https://example.com/">here</a> <a href="javascript:x">not</a>'
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1, comments=(wxr.comment(1, html),))))
    shown = Comment.objects.get().html
    assert "<strong>true</strong>" in shown and "<blockquote" in shown and "2 * 3 * 4 [x]" in shown
    assert (
        "1. No" in shown
        and "<ol>" not in shown
        and 'href="https://example.com/"' in shown
        and "javascript" not in shown
    )


def test_who_commented_there_is_nobody_who_is_called_so_here(tmp_path: Path) -> None:
    here = UserFactory(username="Noor")
    comments = (wxr.comment(1, author="Noor"), wxr.comment(2, author="a/b\u202e"), wxr.comment(3, author=""))
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1, comments=comments)))
    names = list(Comment.objects.order_by("pk").values_list("author__username", flat=True))
    assert names == ["Noor*", "a∕b", "Anonymous"] and not here.comments.exists()
    assert all(user.is_stand_in for user in User.objects.exclude(pk=here.pk))


def test_the_picture_at_its_head_comes_from_the_folder_of_pictures(tmp_path: Path) -> None:
    (tmp_path / "uploads/2024/05").mkdir(parents=True)
    (tmp_path / "uploads/2024/05/ferry.jpg").write_bytes(picture())
    (tmp_path / "uploads/broken.jpg").write_bytes(b"GIF89a")
    items = [
        *(wxr.post(number, meta={"_thumbnail_id": str(number + 50)}) for number in (1, 2, 3, 4)),
        wxr.attachment(51, "2024/05/ferry.jpg", caption="A ferry", alt="White ship"),
        wxr.attachment(52, "2024/05/gone.jpg"),
        wxr.attachment(53, "broken.jpg"),
        wxr.attachment(54, "../../../etc/passwd"),
    ]
    file = wxr.write(tmp_path / "a.xml", *items)
    bring_in("wordpress", file, dry_run=True, pictures=tmp_path / "uploads")
    assert not (tmp_path / "media").exists()
    said = bring_in("wordpress", file, pictures=tmp_path / "uploads")
    photo = Photo.objects.get()
    assert (photo.caption, photo.alt, photo.articles.get().slug) == ("A ferry", "White ship", "story-1")
    assert Article.objects.count() == 4 and said.lines.count("its picture not taken") == 3 and not said.error
    without = bring_in("wordpress", file, section="other")
    assert without.lines.count("no folder of pictures was given") == 4


def test_old_addresses_lead_on(tmp_path: Path, client: Client) -> None:
    items = [
        wxr.post(1),
        wxr.post(2, link="https://old.example/?p=2"),
        wxr.post(3, link="https://old.example/a%20b/港.html"),
        wxr.post(4, link="https://old.example/admin/"),
    ]
    said = bring_in("wordpress", wxr.write(tmp_path / "a.xml", *items))
    for old, new in (("/2024/05/12/story-1/", 1), ("/2024/05/12/story-1", 1), ("/a b/港.html", 3)):
        answer = client.get(old, {"utm": "x"})
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/harbour/story-{new}/?utm=x")
    assert "/?p=2, is no path" in said.lines and "/admin/, is one of this site's own" in said.lines
    Article.objects.filter(slug="story-1").update(state="unpublished")
    assert client.get("/2024/05/12/story-1/").status_code == 410
    Article.objects.filter(slug="story-1").update(state="draft", published_at=None)
    assert client.get("/2024/05/12/story-1/").status_code == 404


def test_coming_in_again_changes_nothing_whatever_editors_did_meanwhile(tmp_path: Path) -> None:
    twins = [wxr.post(number, "Untitled", slug="", status="draft") for number in (1, 2)]
    file = wxr.write(tmp_path / "a.xml", *twins, wxr.post(3, comments=(wxr.comment(1),)))
    bring_in("wordpress", file)
    assert sorted(Article.objects.values_list("slug", flat=True)) == ["story-3", "untitled", "untitled-2"]
    moved = Article.objects.get(slug="story-3")
    moved.slug, moved.section = "renamed", Section.objects.create(name="Moved", slug="moved")
    moved.save()
    Article.objects.get(slug="untitled-2").delete()
    before = dump(), Edition.objects.get().version
    said = bring_in("wordpress", file)
    assert (dump(), Edition.objects.get().version) == before
    assert (
        "isn't here any more" in said.lines and "2 articles were there already, nothing changed." in said.out
    )


def test_another_story_at_the_address_stays_and_the_one_that_comes_has_another(tmp_path: Path) -> None:
    own = ArticleFactory(slug="story-1", headline="Ours")
    same = ArticleFactory(slug="story-2", headline="The ferry sails again")
    bring_in("wordpress", wxr.write(tmp_path / "a.xml", wxr.post(1), wxr.post(2)))
    own.refresh_from_db()
    assert own.headline == "Ours" and not own.origins.exists() and Article.objects.count() == 3
    assert Article.objects.get(slug="story-1-2").origins.exists() and same.origins.exists()


def test_a_dry_run_changes_nothing_and_says_what_a_run_would_say(tmp_path: Path) -> None:
    file = wxr.write(
        tmp_path / "a.xml", wxr.post(1, comments=(wxr.comment(1),)), wxr.post(2, "", slug="", body="")
    )
    before = dump(), Edition.objects.get().version, User.objects.count(), Section.objects.count()
    dry = bring_in("wordpress", file, dry_run=True)
    assert before == (dump(), Edition.objects.get().version, User.objects.count(), Section.objects.count())
    assert not Origin.objects.exists()
    wet = bring_in("wordpress", file)
    assert dry.out == f"This was a dry run, which changed nothing. A run would say: {wet.out}"
    assert (dry.lines, dry.error) == (wet.lines, wet.error) and "headline must be a text" in wet.lines


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("<rss><channel><item><title>x</title></item></channel></rss>", "it is no export of WordPress"),
        ("", "the file ends in the middle"),
        ("<rss", "the file ends in the middle"),
        ("<rss></rs>", "it isn't well-formed XML"),
        ('<?xml version="1.0" encoding="x-none"?><rss/>', "line 1"),
        (f"<rss {' ' * 1_300_000}/>", "a tag or comment is longer"),
        ("<a>" * 200, "more than 100 deep"),
    ],
)
def test_what_is_no_export_is_one_sentence(tmp_path: Path, written: str, told: str) -> None:
    (tmp_path / "a.xml").write_text(written)
    said = bring_in("wordpress", tmp_path / "a.xml")
    assert told in said.error and "\n" not in said.error and not Article.objects.exists()


def test_a_file_that_is_cut_off_brings_nothing(tmp_path: Path) -> None:
    whole: Any = wxr.write(tmp_path / "a.xml", wxr.post(1), wxr.post(2)).read_text()
    (tmp_path / "a.xml").write_text(whole[: len(whole) - 200])
    assert "it was cut off" in bring_in("wordpress", tmp_path / "a.xml").error
    assert not Article.objects.exists()
