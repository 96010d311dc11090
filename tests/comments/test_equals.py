"""Thousands of comments that no order tells apart: most have no vote."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.listings import COUNTED, PER_PAGE
from comments.models import Comment, Discussion
from comments.threads import Place, read_thread
from tests.factories import ArticleFactory, UserFactory
from tests.plans import rows_passed_over

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("sort", ["best", "controversial"])
def test_a_page_amid_equals_begins_at_its_place(sort: str) -> None:
    discussion, reader = Discussion.objects.of(ArticleFactory()), UserFactory()
    roots = Comment.objects.bulk_create(
        Comment(
            discussion=discussion,
            author=reader,
            text="x",
            html="<p>x</p>",
            renderer=1,
            key=str(number),
            created_at=reader.date_joined,
        )
        for number in range(3_000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    middle = roots[1_500]
    with CaptureQueriesContext(connection) as queries:
        page = read_thread(discussion, Place(sort, start=str(middle.pk)))
    assert page is not None
    # Equals stand with the newest first.
    assert [entry.comment.pk for entry in page.entries] == [middle.pk - place for place in range(PER_PAGE)]
    assert rows_passed_over(queries) < COUNTED
