"""A list of articles that came at one moment, as an import brings them."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsportal.pages.cards import PER_PAGE, page_of
from tests.factories import SectionFactory
from tests.plans import rows_passed_over

pytestmark = pytest.mark.django_db


def test_a_page_amid_articles_of_one_moment_begins_at_its_place() -> None:
    section, now = SectionFactory(), timezone.now()
    made = Article.objects.bulk_create(
        Article(section=section, headline="x", slug=f"x-{number}", state="published", published_at=now)
        for number in range(2_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    middle = made[1_000]
    request = RequestFactory().get("/", {"before": f"{now:%Y-%m-%dT%H:%M:%S.%f%z}_{middle.pk}"})
    with CaptureQueriesContext(connection) as queries:
        page = page_of(Article.objects.published().filter(section=section), request)
    assert [article.pk for article in page.articles] == [
        middle.pk - place for place in range(1, PER_PAGE + 1)
    ]
    assert rows_passed_over(queries) < PER_PAGE
