"""Links that readers have kept: they lead to where it stands now, for ever, or say that it is gone."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Section, Topic
from comments.models import Comment
from tests.factories import ArticleFactory, AuthorFactory, EditorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db


def ends_at(client: Client, path: str) -> str:
    """Where a browser stands that follows `path`."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, path
    return answer.request["PATH_INFO"]


def rename(article: Article, slug: str) -> None:
    article.slug = slug
    article.save()


def test_every_address_that_an_article_had_leads_to_it(client: Client) -> None:
    article = ArticleFactory()
    had = [article.get_absolute_url()]
    rename(article, "second-name")
    had.append(article.get_absolute_url())
    Section.objects.filter(pk=article.section_id).update(slug="waterfront")
    article.refresh_from_db()
    had.append(article.get_absolute_url())
    article.section = SectionFactory(slug="port")
    article.save()
    had.append(article.get_absolute_url())
    rename(article, "third-name")
    assert len(set(had)) == 4
    assert {ends_at(client, path) for path in had} == {article.get_absolute_url()}


@pytest.mark.parametrize("then", ["renamed again", "deleted"])
def test_an_article_that_left_a_renamed_section_is_found_under_its_first_name_whatever_becomes_of_it(
    client: Client, then: str
) -> None:
    article = ArticleFactory()
    had, left = [article.get_absolute_url()], Section.objects.filter(pk=article.section_id)
    left.update(slug="waterfront")
    article.refresh_from_db()
    had.append(article.get_absolute_url())
    article.section = SectionFactory(slug="port")
    article.save()
    if then == "deleted":
        left.get().delete()
    else:
        left.update(slug="seaside")
    assert [ends_at(client, path) for path in had] == [article.get_absolute_url()] * 2


def test_it_is_said_to_have_moved_for_good_and_keeps_what_was_asked(client: Client) -> None:
    article = ArticleFactory()
    former = article.get_absolute_url()
    rename(article, "海の朝")
    answer = client.get(f"{former}?sort=newest&thread=")
    assert answer.status_code == 301
    assert answer["Location"] == f"{article.get_absolute_url()}?sort=newest&thread="
    assert answer["Cache-Control"] == "max-age=3600"
    assert client.get(f"{former}comments/count/").status_code == 301


def test_what_stands_at_an_address_today_comes_first(client: Client) -> None:
    article = ArticleFactory()
    former, slug = article.get_absolute_url(), article.slug
    rename(article, "moved-on")
    other = ArticleFactory(section=article.section, slug=slug)
    assert other.headline in client.get(former).text
    rename(other, "moved-on-too")
    # Whoever had it last: newer links mean that one.
    assert ends_at(client, former) == other.get_absolute_url()


def test_two_that_change_places_are_where_they_say(client: Client) -> None:
    one, other = ArticleFactory(slug="one"), ArticleFactory(slug="other")
    here, there = one.get_absolute_url(), other.get_absolute_url()
    rename(one, "between")
    rename(other, "one")
    rename(one, "other")
    assert other.headline in client.get(here).text and one.headline in client.get(there).text


def test_a_section_renamed_under_traffic_takes_a_comment_that_is_on_its_way() -> None:
    article, reader = ArticleFactory(), UserFactory()
    client = Client()
    client.force_login(reader)
    former = article.get_absolute_url()
    Section.objects.filter(pk=article.section_id).update(slug="waterfront")
    answer = client.post(f"{former}comments/", {"text": "Typed before.", "key": "k"})
    assert answer.status_code == 308
    answer = client.post(answer["Location"], {"text": "Typed before.", "key": "k"})
    assert answer.status_code == 303
    assert Comment.objects.get().text == "Typed before."


@pytest.mark.parametrize("noun", ["section", "section_feed", "topic", "topic_feed", "author", "author_feed"])
def test_sections_topics_and_authors_are_found_under_the_names_they_had(client: Client, noun: str) -> None:
    author = AuthorFactory()
    article = ArticleFactory(authors=[author])
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    article.topics.add(topic)
    name = noun.removesuffix("_feed")
    model, pk = {"topic": (Topic, topic.pk), "author": (Author, author.pk)}.get(
        name, (Section, article.section_id)
    )
    former = model.objects.get(pk=pk).get_absolute_url() + ("feed/json/" if noun.endswith("_feed") else "")
    model.objects.filter(pk=pk).update(slug="new-name")
    assert ends_at(client, former) == former.replace(
        former.strip("/").split("/")[name != "section"], "new-name"
    )


@pytest.mark.parametrize("noun", ["topic", "topic_feed", "author", "author_feed"])
def test_names_in_japanese_are_found_as_well(client: Client, noun: str) -> None:
    topic, author = Topic.objects.create(name="港", slug="港"), AuthorFactory(slug="海野")
    ArticleFactory(authors=[author]).topics.add(topic)
    address = reverse(noun, args=[topic.slug if noun.startswith("topic") else author.slug])
    for one in (topic, author):
        type(one).objects.filter(pk=one.pk).update(slug="港湾")
    answer = client.get(address)
    assert answer.status_code == 301 and "/港湾/" in unquote(answer["Location"])
    assert client.get(answer["Location"]).status_code == 200


def test_what_was_never_read_leads_nowhere(client: Client) -> None:
    draft = ArticleFactory(state="draft", published_at=None)
    address = draft.get_absolute_url()
    rename(draft, "other")
    assert client.get(address).status_code == client.get(draft.get_absolute_url()).status_code == 404
    assert client.get("/nowhere/at-all/").status_code == client.get("/nowhere/").status_code == 404
    ahead = ArticleFactory(published_at=timezone.now() + timedelta(hours=1))
    address = ahead.get_absolute_url()
    rename(ahead, "tomorrow")
    assert client.get(address).status_code == client.get(ahead.get_absolute_url()).status_code == 404


def test_what_was_taken_off_the_site_is_gone_under_each_of_its_names(client: Client) -> None:
    article = ArticleFactory()
    former = article.get_absolute_url()
    rename(article, "second-name")
    article.unpublish(by=EditorFactory())
    for path in (former, article.get_absolute_url()):
        answer = client.get(path)
        assert answer.status_code == 410 and article.headline not in answer.text
    article.publish(by=EditorFactory())
    assert ends_at(client, former) == article.get_absolute_url()


def test_a_wrong_question_about_what_stands_is_no_move(client: Client) -> None:
    article = ArticleFactory()
    assert client.get(f"{article.get_absolute_url()}?sort=nonsense").status_code == 404
