"""Every version of an article is kept, compared with any other, and brought back: by whom is always said."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import plain, versions
from articles.differences import difference
from articles.models import Article
from tests.articles.desk_form import change_page, opened
from tests.articles.photos import in_text, photo, upload
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, ModeratorFactory, SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory(
        headline="The ferry left at dawn",
        body="<p>The first ferry left at dawn.</p><p>Nobody saw it.</p>",
        authors=[AuthorFactory(name="Zora"), AuthorFactory(name="Abel")],
        published_at=timezone.now() - timezone.timedelta(days=3),
    )


def save(client: Client, article: Article, **changed: Any) -> None:
    answer = client.post(change_page(article), opened(client, article) | {"_save": ""} | changed)
    assert answer.status_code == 302, answer.context["errors"]


def history(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/history/"


def compare(article: Article, *, of: int = 1, to: int = 0) -> str:
    """The page of the difference between two versions, counted back from the newest."""
    kept = list(article.versions.all())
    return f"{history(article)}compare/?from={kept[of].history_id}&to={kept[to].history_id}"


def test_what_stood_before_the_first_change_and_each_save_is_kept_with_who(article: Article) -> None:
    wren, finch = EditorFactory(username="wren"), EditorFactory(username="finch")
    assert not article.versions.exists(), "who was loaded or made elsewhere costs nothing until it is changed"
    save(signed_in(wren), article, headline="The ferry left at noon")
    save(signed_in(finch), article, body="<p>Nobody saw it.</p>", standfirst="At last.")
    kept = list(article.versions.all())
    assert [version.headline for version in kept] == ["The ferry left at noon"] * 2 + [article.headline]
    assert [version.history_user for version in kept] == [finch, wren, None]
    assert [sorted(version.changed) for version in kept] == [["body", "standfirst"], ["headline"], []]
    assert [name for _pk, name in kept[-1].authors] == ["Zora", "Abel"]


def test_a_save_that_changes_nothing_is_no_version(article: Article) -> None:
    editor = signed_in(EditorFactory())
    save(editor, article, headline="Another")
    save(editor, article)
    assert article.versions.count() == 2


def test_authors_section_address_and_state_are_in_it(article: Article) -> None:
    wren = EditorFactory()
    client = signed_in(wren)
    save(client, article, section=SectionFactory(name="Sea", slug="sea").pk, slug="ferry")
    save(client, article, **{"bylines-1-DELETE": "on"})
    article.refresh_from_db()
    article.unpublish(by=wren)
    article.publish(by=wren)
    assert [version.changed for version in article.versions.all()][:-1] == [
        ["state"],
        ["state"],
        ["authors"],
        ["section", "slug"],
    ]
    page = words(client.get(compare(article, of=4)).text)
    for said in ("Harbour", "Sea", "ferry", "[removed:"):
        assert said in page
    assert "Zora" in page and "Abel" in page


def test_a_new_article_has_its_first_version_from_who_wrote_it() -> None:
    wren = EditorFactory()
    form = {"headline": "New", "slug": "new", "section": SectionFactory().pk, "_publish": ""}
    form |= {
        f"{rows}-{count}_FORMS": 0
        for rows in ("bylines", "articletopic_set")
        for count in ("TOTAL", "INITIAL")
    }
    signed_in(wren).post("/admin/articles/article/add/", form)
    published, first = Article.objects.get().versions.all()
    assert (first.state, first.history_user, first.history_type) == ("draft", wren, "+")
    assert (published.state, published.history_user, published.history_type) == ("published", wren, "~")


def test_several_published_from_the_list_say_who(article: Article) -> None:
    wren = EditorFactory()
    chosen = {"action": "unpublish_selected", "_selected_action": [article.pk]}
    signed_in(wren).post("/admin/articles/article/", chosen)
    newest = article.versions.first()
    assert (newest.state, newest.history_user) == ("unpublished", wren)


def test_the_page_tells_who_when_and_what(article: Article) -> None:
    client = signed_in(EditorFactory(username="wren"))
    assert "Nobody has changed this article here yet" in words(client.get(history(article)).text)
    save(client, article, headline="The ferry left at noon")
    page = client.get(history(article)).text
    for said in ("wren", "Changed: headline", "as it is now", "as it was before the first change"):
        assert said in words(page)


def test_the_number_that_notes_and_buttons_name_is_read_beside_each(article: Article) -> None:
    editor = signed_in(EditorFactory())
    save(editor, article, headline="Another")
    numbers = [f"version {version.history_id}" for version in article.versions.all()]
    for page in (editor.get(f"/admin/articles/article/{article.pk}/history/"), editor.get(compare(article))):
        assert re.findall(r'"version-number">([^<]*)<', page.text) in (numbers, numbers[::-1])


def test_the_difference_marks_words_and_tells_them_by_ear(article: Article) -> None:
    client = signed_in(EditorFactory())
    save(client, article, body="<p>The first ferry left at <strong>noon</strong>.</p><p>Nobody saw it.</p>")
    page = client.get(compare(article)).text
    assert "<del>dawn</del>" in page and "<ins>**noon**</ins>" in page
    heard = words(page).replace(" ]", "]")
    assert "[removed: dawn]" in heard and "[added: **noon**]" in heard
    assert "Headline" not in page[page.index("history-desk") :], "what is the same isn't said"


def test_either_order_gives_the_same_and_a_foreign_version_none(article: Article) -> None:
    client = signed_in(EditorFactory())
    save(client, article, headline="Another")
    assert client.get(compare(article)).text.count("<del>") == 1
    assert client.get(compare(article, of=0, to=1)).text.count("<ins>") == client.get(
        compare(article)
    ).text.count("<ins>")
    other = ArticleFactory()
    save(client, other, headline="Another")
    foreign = compare(other).replace(history(other), history(article))
    for bad in (foreign, f"{history(article)}compare/", f"{history(article)}compare/?from=x&to={10**30}"):
        assert client.get(bad).status_code == 404


def test_restoring_is_a_new_version_and_readers_have_it_with_the_next_answer(
    client: Client, article: Article
) -> None:
    wren = EditorFactory(username="wren")
    desk = signed_in(wren)
    save(desk, article, body="<p>Wrong.</p>", headline="Wrong", **{"bylines-0-DELETE": "on"})
    newest, oldest = article.versions.all()
    assert "Wrong." in client.get(article.get_absolute_url()).text
    Article.objects.filter(pk=article.pk).update(updated_at=None)
    url = f"{history(article)}{oldest.history_id}/restore/"
    assert desk.get(url).status_code == 405
    assert desk.post(url, {"seen": newest.history_id}).status_code == 303
    page = client.get(article.get_absolute_url()).text
    assert "Nobody saw it." in page and "Zora" in page and "Wrong" not in page
    kept = list(article.versions.all())
    assert [version.history_id for version in kept[1:]] == [newest.history_id, oldest.history_id]
    assert (kept[0].history_user, kept[0].restores) == (wren, oldest.history_id)
    assert kept[0].changed == ["headline", "body", "authors"]
    article.refresh_from_db()
    assert article.updated_at is not None and article.state == "published"
    assert [author.name for author in article.ordered_authors] == ["Zora", "Abel"]
    assert f"Version {oldest.history_id} was restored." in words(desk.get(history(article)).text)


def test_restoring_neither_publishes_nor_takes_off(article: Article) -> None:
    wren = EditorFactory()
    article.unpublish(by=wren)
    newest, public = article.versions.all()
    article.restore(public, by=wren, seen=newest.history_id)
    article.refresh_from_db()
    assert article.state == "unpublished"


def test_what_was_changed_meanwhile_is_not_written_over(article: Article) -> None:
    client = signed_in(EditorFactory())
    save(client, article, headline="Second")
    second, first = article.versions.all()
    save(client, article, headline="Third")
    url = f"{history(article)}{first.history_id}/restore/"
    for seen in (second.history_id, "", "x"):
        answer = client.post(url, {"seen": seen}, follow=True)
        assert "Somebody has changed the article" in words(answer.text)
    article.refresh_from_db()
    assert article.headline == "Third" and article.versions.count() == 3


def test_only_who_may_change_articles_restores(article: Article) -> None:
    article.unpublish(by=EditorFactory())
    newest, oldest = article.versions.all()
    with pytest.raises(PermissionDenied):
        article.restore(oldest, by=ModeratorFactory(), seen=newest.history_id)


def test_an_address_that_is_anothers_by_now_is_refused_with_a_sentence(article: Article) -> None:
    client, slug = signed_in(EditorFactory()), article.slug
    save(client, article, slug="elsewhere")
    newest, oldest = article.versions.all()
    ArticleFactory(section=article.section, slug=slug)
    url = f"{history(article)}{oldest.history_id}/restore/"
    answer = client.post(url, {"seen": newest.history_id}, follow=True)
    assert "Another article of this section has this slug." in words(answer.text)
    article.refresh_from_db()
    assert article.slug == "elsewhere"


def test_an_author_who_was_deleted_is_named_as_gone(article: Article) -> None:
    client = signed_in(EditorFactory())
    save(client, article, **{"bylines-0-DELETE": "on"})
    newest, oldest = article.versions.all()
    article.authors.model.objects.get(name="Zora").delete()
    assert "Zora" in words(client.get(compare(article)).text), "the name stands in the version"
    url = f"{history(article)}{oldest.history_id}/restore/"
    answer = client.post(url, {"seen": newest.history_id}, follow=True)
    assert "couldn't come back: authors" in words(answer.text)


def test_a_picture_that_was_deleted_is_named_as_gone_and_leaves_no_hole_in_the_text(article: Article) -> None:
    client, kept, spare = signed_in(EditorFactory()), photo(), photo()
    save(client, article, body=f"<p>Dawn.</p>{in_text(kept)}{in_text(spare)}")
    save(client, article, body=f"<p>Dawn.</p>{in_text(kept)}")
    spare.remove()
    newest, older = article.versions.all()[:2]
    url = f"{history(article)}{older.history_id}/restore/"
    answer = client.post(url, {"seen": newest.history_id}, follow=True)
    assert "couldn't come back: pictures in the text" in words(answer.text)
    article.refresh_from_db()
    assert kept.image.url in article.body and spare.image.url not in article.body
    assert article.body.count("<figure>") == 1 and article.body.count("<p>Before.</p>") == 2


def test_a_text_that_is_brought_back_shows_what_its_photo_has_now(
    article: Article,
) -> None:
    client, exchanged = signed_in(EditorFactory()), photo()
    save(client, article, body=in_text(exchanged))
    save(client, article, headline="Another")
    before = exchanged.image.url
    exchanged.image = upload()
    exchanged.save()
    newest, older = article.versions.all()[:2]
    assert article.restore(older, by=EditorFactory(), seen=newest.history_id) == []
    article.refresh_from_db()
    assert before not in article.body and exchanged.image.url in article.body


def test_a_version_can_be_neither_rewritten_nor_deleted_but_outlives_the_account(article: Article) -> None:
    wren = EditorFactory()
    article.unpublish(by=wren)
    newest = article.versions.first()
    for act in (
        lambda: article.versions.filter(history_id=newest.history_id).update(body="other"),
        lambda: article.versions.filter(history_id=newest.history_id).update(photo_id=1),
        lambda: article.versions.all().delete(),
    ):
        with pytest.raises(DatabaseError, match="pgtrigger"), transaction.atomic():
            act()
    wren.delete()
    newest.refresh_from_db()
    assert newest.history_user is None


def test_the_history_takes_the_same_queries_for_one_and_for_thirty(article: Article) -> None:
    wren = EditorFactory()
    client, taken = signed_in(wren), []
    for number in (2, 30):
        for turn in range(number):
            (article.unpublish if turn % 2 else article.publish)(by=wren)
        with CaptureQueriesContext(connection) as queries:
            client.get(history(article))
        taken.append(len(queries))
    assert taken[0] == taken[1]


def test_more_than_fifty_are_paged(article: Article) -> None:
    wren = EditorFactory()
    for turn in range(60):
        (article.publish if turn % 2 else article.unpublish)(by=wren)
    client = signed_in(wren)
    page = client.get(history(article))
    assert len(page.context["rows"]) == 50
    older = client.get(f"{history(article)}?before={page.context['more']}")
    assert len(older.context["rows"]) == 11 and older.context["more"] is None


# ---------------------------------------------------------------------- the difference itself


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("one two\nthree", "one\ntwo three\n"),
        ("a\nb\nc\n", "a\nc\nd\n"),
        ("橋は1978年に開通した。", "橋は1987年に開通しました。"),
    ],
)
def test_the_parts_make_both_texts(before: str, after: str) -> None:
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after


def test_the_longest_bodies_are_compared_in_little_time() -> None:
    sentence = "The first ferry left at dawn and nobody on the whole quay saw it leave. "
    lines = [f"{number} {sentence}" for number in range(6_000)]
    began = timezone.now()
    difference("\n".join(lines), "\n".join([*lines[:3_000], "New.", *lines[3_100:]]))
    parts = difference("".join(lines), "".join(reversed(lines)))
    assert [part.kind for part in parts] == ["removed", "added"], (
        "one line of 500,000 characters is taken whole"
    )
    assert (timezone.now() - began).total_seconds() < 10


def test_a_body_is_read_line_by_line() -> None:
    html = (
        "<h2>Head</h2>\n<p>One <em>two</em> <a href='https://a.example/'>three</a><br>four</p><ul><li><p>five</p></li></ul>"
        "<blockquote><p>six</p></blockquote><table><tbody><tr><td><p>7</p></td><td>8</td></tr></tbody></table><hr>"
    )
    assert plain.lines(html).splitlines() == [
        "## Head",
        "One *two* three (https://a.example/)",
        "four",
        "• five",
        "> six",
        "7 | 8 |",
        "———",
    ]
    assert plain.lines("") == ""


def test_every_field_of_an_article_is_in_its_versions_or_has_its_reason() -> None:
    # Whose it is in the newsroom stays whatever becomes of its words.
    left_out = {"id", "created_at", "updated_at", "begun_by_id"}
    fields = {field.attname for field in Article._meta.concrete_fields} - left_out
    assert fields == set(versions.FIELDS)
