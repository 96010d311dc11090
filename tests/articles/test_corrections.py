"""Corrections: who makes them, where readers see them, and that what they were told stands."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import feedparser
import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from articles.models import Article, Correction
from tests.clients import signed_in
from tests.comments.pages import words
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory, UserFactory
from tests.newsportal.machine_readable import linked_data
from tests.validators import entries_of_sitemap, faults_of_linked_data

pytestmark = pytest.mark.django_db
WRONG = "An earlier version gave the year as 1987. The bridge was opened in 1978."


@pytest.fixture
def article() -> Article:
    return ArticleFactory(published_at=timezone.now() - timedelta(days=3))


def desk_of(article: Article, correction: Correction | None = None) -> str:
    return f"/admin/articles/article/{article.pk}/corrections/" + (f"{correction.pk}/" if correction else "")


def age(correction: Correction) -> None:
    """Its minutes are over."""
    Article.objects.filter(pk=correction.article_id).update(updated_at=timezone.now() - timedelta(hours=1))
    Correction.objects.filter(pk=correction.pk).update(at=timezone.now() - timedelta(hours=1))


def test_a_correction_is_on_the_article_with_the_next_answer_and_dated(
    client: Client, article: Article
) -> None:
    before = words(client.get(article.get_absolute_url()).text)
    assert "Correct" not in before.replace("Suggest a correction", "")
    article.correct(by=EditorFactory(), words=f"{WRONG}\n\nIt has <two> lanes.")
    page = client.get(article.get_absolute_url()).text
    assert f"<p>{WRONG}</p>" in page and "<p>It has &lt;two&gt; lanes.</p>" in page
    shown = words(page)
    assert "Correction " in shown and "Corrected " in shown and "Updated" not in shown
    assert 'href="#corrections"' in page and 'id="corrections"' in page


def test_several_stand_with_the_newest_first_and_a_later_update_is_told_as_well(
    client: Client, article: Article
) -> None:
    age(article.correct(by=EditorFactory(), words="The first."))
    article.correct(by=EditorFactory(), words="The second.")
    shown = words(client.get(article.get_absolute_url()).text)
    assert "Corrections" in shown and shown.index("The second.") < shown.index("The first.")
    Article.objects.filter(pk=article.pk).update(updated_at=timezone.now())
    assert "Updated" in words(client.get(article.get_absolute_url()).text)


def test_its_words_are_in_their_own_language(client: Client, article: Article) -> None:
    article.correct(by=EditorFactory(), words="橋は1978年に開通しました。")
    assert 'dir="auto" lang="ja"' in client.get(article.get_absolute_url()).text


def test_machines_learn_of_it(client: Client, article: Article) -> None:
    newer = ArticleFactory()
    made = article.correct(by=EditorFactory(), words=f"{WRONG} & </script>")
    things = linked_data(client.get(article.get_absolute_url()).text)
    assert faults_of_linked_data(things) == []
    (told,) = things[0]["correction"]
    assert told["@type"] == "CorrectionComment" and told["text"] == made.words
    assert told["datePublished"] == things[0]["dateModified"] == made.at.isoformat(timespec="seconds")
    assert "correction" not in linked_data(client.get(newer.get_absolute_url()).text)[0]
    for kind in ("", "atom/"):
        read = feedparser.parse(client.get(f"/feed/{kind}").content)
        assert not read.bozo
        bare, corrected = read.entries
        assert "1978" in corrected.content[0].value and "1978" not in bare.content[0].value
    assert corrected.updated_parsed[:6] == made.at.utctimetuple()[:6]
    (_bare, item) = json.loads(client.get("/feed/json/").text)["items"]
    assert "1978" in item["content_html"] and item["date_modified"] == made.at.isoformat()
    entries = entries_of_sitemap(client.get("/sitemap-articles.xml").content)
    dated = {entry["url"].removeprefix(settings.SITE_URL): entry["lastmod"][:10] for entry in entries}
    assert dated[article.get_absolute_url()] == f"{timezone.localtime(made.at):%Y-%m-%d}"


def test_the_index_of_sitemaps_tells_of_a_change_in_an_older_article(
    client: Client, article: Article
) -> None:
    ArticleFactory(published_at=timezone.now() - timedelta(days=2))
    made = article.correct(by=EditorFactory(), words=WRONG)
    (articles, *_others) = entries_of_sitemap(client.get("/sitemap.xml").content, "index")
    assert articles["lastmod"][:10] == f"{timezone.localtime(made.at):%Y-%m-%d}"


@pytest.mark.parametrize("factory", [UserFactory, ModeratorFactory])
def test_only_who_may_publish_corrects(article: Article, factory: Any) -> None:
    with pytest.raises(PermissionDenied):
        article.correct(by=factory(), words=WRONG)
    answer = signed_in(factory()).post(desk_of(article), {"words": WRONG})
    assert answer.status_code in (302, 403) and not Correction.objects.exists()


def test_what_nobody_could_read_yet_is_put_right_without_a_word() -> None:
    editor = EditorFactory()
    for article in (
        ArticleFactory(state="draft", published_at=None),
        ArticleFactory(published_at=timezone.now() + timedelta(hours=1)),
    ):
        with pytest.raises(ValueError, match="nobody could read"):
            article.correct(by=editor, words=WRONG)
        page = signed_in(editor).post(desk_of(article), {"words": WRONG})
        assert page.status_code == 422 and "without a word" in page.text
        assert (
            "Correct…" not in signed_in(editor).get(desk_of(article)[: -len("corrections/")] + "change/").text
        )
    assert not Correction.objects.exists()


def test_what_is_off_the_site_is_corrected_before_it_comes_out_again(
    client: Client, article: Article
) -> None:
    article.unpublish(by=EditorFactory())
    article.correct(by=EditorFactory(), words=WRONG)
    assert "1978" not in client.get(article.get_absolute_url()).text
    article.publish(by=EditorFactory())
    assert WRONG in client.get(article.get_absolute_url()).text


# ---------------------------------------------------------------------- the desk


def test_an_editor_corrects_at_the_desk_and_it_is_in_the_history(article: Article) -> None:
    editor = signed_in(EditorFactory(username="wren"))
    assert "Correct…" in editor.get(f"/admin/articles/article/{article.pk}/change/").text
    assert editor.post(desk_of(article), {"words": f" {WRONG} "}).status_code == 303
    made = Correction.objects.get()
    assert made.words == WRONG and made.by and made.by.username == "wren"
    article.refresh_from_db()
    assert article.updated_at == made.at
    page = editor.get(desk_of(article)).text
    assert WRONG in page and "wren" in page and "The correction is on the article." in page
    assert "Corrections (1)" in editor.get(f"/admin/articles/article/{article.pk}/change/").text
    assert WRONG in editor.get(f"/admin/articles/article/{article.pk}/history/").text


@pytest.mark.parametrize("bad", ["", "  \n ", "x" * 1001, "a\x00b"])
def test_words_that_are_none_or_too_many_are_refused_beside_their_box(article: Article, bad: str) -> None:
    page = signed_in(EditorFactory()).post(desk_of(article), {"words": bad})
    assert page.status_code == 422 and 'class="errorlist"' in page.text
    assert bad.strip("\n \x00")[:900] in page.text
    if "\x00" not in bad:
        with pytest.raises(ValidationError):
            article.correct(by=EditorFactory(), words=bad)
    assert not Correction.objects.exists()


def test_its_editor_puts_its_words_right_for_some_minutes_and_both_are_in_the_history(
    client: Client, article: Article
) -> None:
    wren = EditorFactory()
    made = article.correct(by=wren, words="It was opened in 1879.")
    assert client.get(article.get_absolute_url()).status_code == 200
    assert "1879" in signed_in(wren).get(desk_of(article, made)).text
    assert signed_in(wren).post(desk_of(article, made), {"words": WRONG}).status_code == 303
    page = client.get(article.get_absolute_url()).text
    assert WRONG in page and "1879" not in page
    history = signed_in(wren).get(f"/admin/articles/article/{article.pk}/history/").text
    assert "1879" in history and "1978" in history


def test_afterwards_it_stands_and_what_was_typed_is_given_back(article: Article) -> None:
    wren, other = EditorFactory(), EditorFactory()
    made = article.correct(by=wren, words=WRONG)
    refused = [signed_in(other).post(desk_of(article, made), {"words": "Never happened."})]
    age(made)
    refused.append(signed_in(wren).post(desk_of(article, made), {"words": "Never happened."}))
    assert all(page.status_code == 422 and "Never happened." in page.text for page in refused)
    made.refresh_from_db()
    with pytest.raises(PermissionDenied):
        made.amend(by=wren, words="Never happened.")
    assert Correction.objects.get().words == WRONG


def test_no_path_rewrites_what_readers_know(article: Article) -> None:
    made = article.correct(by=EditorFactory(), words=WRONG)
    age(made)
    for changed in ({"words": "Never happened."}, {"at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Correction.objects.filter(pk=made.pk).update(**changed)
    # Its editor may go.
    made.by.delete()
    assert Correction.objects.get().by is None


def test_an_article_that_was_corrected_is_not_deleted(article: Article) -> None:
    article.correct(by=EditorFactory(), words=WRONG)
    url = f"/admin/articles/article/{article.pk}/delete/"
    assert signed_in(EditorFactory()).post(url, {"post": "yes"}).status_code == 403


def test_a_form_of_another_article_amends_nothing(article: Article) -> None:
    editor = EditorFactory()
    made = article.correct(by=editor, words=WRONG)
    assert signed_in(editor).post(desk_of(ArticleFactory(), made), {"words": "x"}).status_code == 404
