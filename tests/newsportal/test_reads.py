"""How often articles are read is counted without cookies and without bots, and written down in batches."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import Error, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, Reads
from newsportal.reads import MOST_ARTICLES, MOST_AT_ADDRESS, ONCE_IN, Tally, tally
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, EditorFactory, UserFactory
from tests.memory import forget
from tests.worker import work

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1"


@pytest.fixture(autouse=True)
def _nothing_heard() -> None:
    tally.clear()


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


def read(article: Article, *, agent: str = FIREFOX, address: str = "203.0.113.7", **headers: str) -> None:
    answer = Client().post(
        f"/reads/{article.pk}/", headers={"User-Agent": agent, **headers}, REMOTE_ADDR=address
    )
    assert (answer.status_code, answer.content) == (204, b"")
    assert not answer.cookies


def counted(article: Article) -> int:
    tally.write()
    return sum(Reads.objects.filter(article=article).values_list("count", flat=True))


def test_each_reader_counts_once_in_a_while(article: Article) -> None:
    for _ in range(3):
        read(article)
        read(article, agent=SAFARI)
        read(article, address="203.0.113.8")
    assert counted(article) == 3


def test_and_again_when_they_come_back_later(article: Article) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        own = Tally()
        own.add(article.pk, "a reader")
        clock.shift(ONCE_IN - 1)
        own.add(article.pk, "a reader")
        clock.shift(2)
        own.add(article.pk, "a reader")
        own.write()
    assert counted(article) == 2


def test_a_program_that_calls_itself_another_browser_each_time_moves_no_ranking(article: Article) -> None:
    for version in range(MOST_AT_ADDRESS + 30):
        read(article, agent=f"{FIREFOX} {version}")
    read(article, address="203.0.113.8")
    assert counted(article) == MOST_AT_ADDRESS + 1


def test_an_address_of_many_is_heard_again_later_and_of_another_story_at_once(article: Article) -> None:
    other = ArticleFactory()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        own = Tally()
        for reader in range(MOST_AT_ADDRESS + 5):
            own.add(article.pk, f"reader {reader}", "an address")
        own.add(other.pk, "reader 0", "an address")
        clock.shift(ONCE_IN + 1)
        own.add(article.pk, "one more", "an address")
        own.write()
    assert counted(article) == MOST_AT_ADDRESS + 1 and counted(other) == 1


@pytest.mark.parametrize(
    "agent",
    [
        "",
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0.0.0 Safari/537.36",
        "curl/8.14.1",
        "python-requests/2.32",
    ],
)
def test_bots_count_for_nothing(article: Article, agent: str) -> None:
    read(article, agent=agent)
    assert counted(article) == 0


def test_nor_does_what_another_site_sends(article: Article) -> None:
    read(article, **{"Sec-Fetch-Site": "cross-site"})
    assert counted(article) == 0
    read(article, **{"Sec-Fetch-Site": "same-origin"})
    assert counted(article) == 1


def test_what_is_not_public_or_not_there_is_read_by_nobody(article: Article) -> None:
    draft = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    due = ArticleFactory(published_at=timezone.now() + timedelta(hours=1))
    for pk in (draft.pk, due.pk, article.pk, 2**63 - 1):
        tally.add(pk, "a reader")
    tally.write()
    assert list(Reads.objects.values_list("article", "count")) == [(article.pk, 1)]


@pytest.mark.parametrize("pk", ["0", str(2**63), "9" * 30])
def test_a_number_that_no_article_can_have_is_no_failure(pk: str) -> None:
    answer = Client().post(f"/reads/{pk}/", headers={"User-Agent": FIREFOX})
    assert answer.status_code in (204, 404)
    tally.write()


def test_nothing_is_looked_up_for_it(article: Article, django_assert_num_queries: object) -> None:
    client = Client()
    client.force_login(UserFactory())
    with django_assert_num_queries(0):  # type: ignore[operator]
        client.post(f"/reads/{article.pk}/", headers={"User-Agent": FIREFOX})


def test_it_can_only_be_sent(article: Article) -> None:
    assert Client().get(f"/reads/{article.pk}/").status_code == 405


def test_hours_are_kept_apart_and_old_ones_forgotten(article: Article) -> None:
    with time_machine.travel("2026-03-01 10:59:00+00:00", tick=False) as clock:
        Article.objects.update(published_at=timezone.now() - timedelta(days=1))
        for hour in range(3):
            tally.add(article.pk, f"{hour}")
            tally.write()
            clock.shift(timedelta(hours=1))
        assert Reads.objects.count() == 3
        clock.move_to("2026-04-01 11:30:00+00:00")
        from articles.tasks import forget_reads

        forget_reads.enqueue()
        work()
        assert [row.hour.hour for row in Reads.objects.order_by("hour")] == [12]


def test_programs_that_make_up_articles_fill_no_memory() -> None:
    own = Tally()
    for pk in range(MOST_ARTICLES + 10):
        own.add(pk, "a program")
    assert len(own._counts) == MOST_ARTICLES


def test_while_the_database_takes_nothing_nothing_is_lost(article: Article) -> None:
    read(article)
    with transaction.atomic():
        connection.set_rollback(True)
        with pytest.raises(Error):
            tally.write()
        connection.set_rollback(False)
    read(article, agent=SAFARI)
    assert counted(article) == 2


@pytest.mark.django_db(transaction=True)
def test_servers_that_write_at_once_lose_nothing() -> None:
    articles = [ArticleFactory() for _ in range(20)]

    def serve(number: int) -> None:
        try:
            own = Tally()
            for turn in range(10):
                for article in articles[:: 1 if number % 2 else -1]:
                    own.add(article.pk, f"{number} {turn}")
                own.write()
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as servers:
        list(servers.map(serve, range(6)))
    assert [counted(article) for article in articles] == [60] * 20


# ---------------------------------------------------------------------- what is most read


def ranked(page: str) -> list[str]:
    """The headlines under "Most read"."""
    found = re.search(r'aria-labelledby="read-heading">.*?</section>', page, re.DOTALL)
    return re.findall(r"<a [^>]*>(The ferry[^<]*)</a>", found[0]) if found else []


def front() -> str:
    return Client().get("/").text


def test_the_front_page_has_the_most_read_of_the_last_day_in_their_order() -> None:
    seldom, often, yesterday, gone = [ArticleFactory(headline=f"The ferry {n}") for n in range(4)]
    now = timezone.now()
    Reads.objects.add({yesterday.pk: 50}, at=now - timedelta(hours=26))
    Reads.objects.add({seldom.pk: 1, often.pk: 1, gone.pk: 9}, at=now)
    Reads.objects.add({often.pk: 2}, at=now - timedelta(hours=20))
    gone.unpublish(by=EditorFactory())
    assert ranked(front()) == ["The ferry 1", "The ferry 0"]


def test_nothing_is_said_of_it_while_nobody_reads(article: Article) -> None:
    assert "Most read" not in front() and "Most discussed" not in front()


def test_the_stored_page_follows_within_a_minute(article: Article) -> None:
    forget()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert ranked(front()) == []
        Reads.objects.add({article.pk: 1}, at=timezone.now())
        clock.shift(timedelta(seconds=30))
        assert ranked(front()) == []
        clock.shift(timedelta(seconds=31))
        assert ranked(front()) == [article.headline]


def test_the_front_page_takes_ten_queries_at_most() -> None:
    for _ in range(30):
        CommentFactory(article=ArticleFactory(authors=[AuthorFactory()]))
    Reads.objects.add({article.pk: 1 for article in Article.objects.all()}, at=timezone.now())
    forget()
    with CaptureQueriesContext(connection) as queries:
        front()
    assert len(queries) <= 10
