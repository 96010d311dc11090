"""Topics that are the same are made one at the desk: stories, readers' choices and links go over to the one that stays."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles import merging
from articles.models import AlertChoice, Article, ArticleTopic, Topic
from articles.tasks import index_due_words
from tests.articles.subscribers import subscriber
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory, ModeratorFactory
from tests.newsportal.searches import found
from tests.worker import work

pytestmark = pytest.mark.django_db

DESK = "/admin/articles/topic/"


@pytest.fixture
def ferry() -> Topic:
    return Topic.objects.create(name="Ferry", slug="ferry")


@pytest.fixture
def ferries() -> Topic:
    return Topic.objects.create(name="Liners", slug="liners")


def about(*topics: Topic, **fields: str) -> Article:
    article: Article = ArticleFactory(**fields)
    article.topics.add(*topics)
    return article


def press(client: Client, *topics: Topic, **fields: object) -> str:
    data = {"action": "merge_selected", "_selected_action": [topic.pk for topic in topics], **fields}
    return client.post(DESK, data, follow=True).text


def test_stories_choices_and_links_go_over_to_the_one_that_stays(
    client: Client, ferry: Topic, ferries: Topic
) -> None:
    one, both, other = about(ferry), about(ferry, ferries), about(ferries)
    reader, of_both = subscriber("ada", topics=[ferry]), subscriber("bea", topics=[ferry, ferries])
    Topic.objects.filter(pk=ferry.pk).update(slug="フェリー")
    ferry.refresh_from_db()
    had = ["/topics/ferry/", ferry.get_absolute_url()]
    merging.merge([ferry], into=ferries, by=EditorFactory())
    assert list(Topic.objects.all()) == [ferries]
    assert {article.pk for article in Article.objects.filter(topics=ferries)} == {one.pk, both.pk, other.pk}
    assert [list(AlertChoice.objects.get(subscription=who).topics.all()) for who in (reader, of_both)] == [
        [ferries],
        [ferries],
    ]
    for path in had:
        assert client.get(path).headers["Location"] == "/topics/liners/"
        assert client.get(f"{path}feed/").headers["Location"] == "/topics/liners/feed/"


def test_stories_are_found_by_the_name_that_stays_the_latest_at_once(ferries: Topic) -> None:
    zephyrs = Topic.objects.create(name="Zephyrs", slug="zephyrs")
    articles = [about(zephyrs, headline=f"Story {number}") for number in range(60)]
    merging.merge([zephyrs], into=ferries, by=EditorFactory())
    assert found("liners", sort="newest") == [article.headline for article in articles[:39:-1]]
    assert found("zephyrs", sort="newest") == [article.headline for article in articles[9::-1]]
    index_due_words.enqueue()
    work()
    assert found("zephyrs") == []


def test_it_takes_as_much_for_any_number_of_stories(ferry: Topic, ferries: Topic) -> None:
    counts, editor = [], EditorFactory()
    # What rights the editor has is asked for once.
    editor.get_all_permissions()
    for number in (2, 40):
        merged = Topic.objects.create(name=f"F{number}", slug=f"f{number}")
        for _ in range(number):
            about(merged)
        with CaptureQueriesContext(connection) as queries:
            merging.merge([merged], into=ferries, by=editor)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_an_editor_ticks_them_says_which_one_stays_and_is_told_what_was_done(
    client: Client, ferry: Topic, ferries: Topic
) -> None:
    third = Topic.objects.create(name="Boats <b>", slug="boats")
    article = about(ferry)
    about(third)
    editor = signed_in(EditorFactory())
    asked = press(editor, ferry, ferries, third)
    assert "Which one stays?" in asked and "1 story" in asked and "0 stories" in asked and "<b>" not in asked
    assert Topic.objects.count() == 3
    # Which one was forgotten: nothing is done.
    assert "Choose the one that stays." in press(editor, ferry, ferries, third, merge="1")
    said = press(editor, ferry, ferries, third, merge="1", into=ferries.pk)
    assert "Merged into Liners: Boats &lt;b&gt;, Ferry." in said
    assert list(Topic.objects.all()) == [ferries] and list(article.topics.all()) == [ferries]
    assert "Merged" in LogEntry.objects.get(object_id=ferries.pk).get_change_message()


def test_one_alone_or_one_that_was_not_ticked_is_no_merging(ferry: Topic, ferries: Topic) -> None:
    third = Topic.objects.create(name="Boats", slug="boats")
    editor = signed_in(EditorFactory())
    assert "Tick at least two topics." in press(editor, ferry)
    press(editor, ferry, ferries, merge="1", into=third.pk)
    press(editor, ferry, ferries, merge="1", into="x")
    assert Topic.objects.count() == 3


def test_who_may_not_delete_topics_merges_none(ferry: Topic, ferries: Topic) -> None:
    moderator = ModeratorFactory()
    with pytest.raises(PermissionDenied):
        merging.merge([ferry], into=ferries, by=moderator)
    assert signed_in(moderator).post(DESK, {"action": "merge_selected"}).status_code == 403
    assert Topic.objects.count() == 2 and not ArticleTopic.objects.exists()
