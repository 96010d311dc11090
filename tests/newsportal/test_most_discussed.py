"""What the front page has as most discussed: of the last week, and of all time where that has too little."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from newsportal.pages.front import DISCUSSED_WITHIN, MOST_DISCUSSED
from tests.factories import ArticleFactory, CommentFactory, EditorFactory
from tests.memory import forget

pytestmark = pytest.mark.django_db


def discussed(headline: str, count: int, age: timedelta = timedelta(hours=1)) -> Article:
    article: Article = ArticleFactory(headline=headline, published_at=timezone.now() - age)
    for _ in range(count):
        CommentFactory(article=article)
    return article


def ranked() -> list[str]:
    found = re.search(r'aria-labelledby="discussed-heading">.*?</section>', Client().get("/").text, re.DOTALL)
    return re.findall(r"<h3[^>]*>\s*<a [^>]*>([^<]*)</a>", found[0]) if found else []


def test_what_was_discussed_most_years_ago_gives_way_to_the_week() -> None:
    discussed("Of all time", 5, timedelta(days=900))
    discussed("Just past", 4, DISCUSSED_WITHIN + timedelta(hours=1))
    for number in range(1, MOST_DISCUSSED):
        discussed(f"Of the week {number}", 1 + number % 2, DISCUSSED_WITHIN - timedelta(hours=number))
    discussed("Silent", 0)
    week = [f"Of the week {number}" for number in (5, 3, 1, 4, 2)]
    assert ranked() == [*week, "Of all time"]
    discussed("Of today", 3)
    discussed("Of today and gone", 3).unpublish(by=EditorFactory())
    assert ranked() == ["Of today", *week]


def test_a_quiet_paper_has_that_of_all_time() -> None:
    discussed("Of all time", 2, timedelta(days=900))
    discussed("Of another year", 1, timedelta(days=300))
    assert ranked() == ["Of all time", "Of another year"]


def test_it_is_asked_in_one_query_for_any_number() -> None:
    counts = []
    for number in (2, 9):
        for _ in range(number):
            discussed("Of the week", 1)
        forget()
        with CaptureQueriesContext(connection) as queries:
            Client().get("/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
