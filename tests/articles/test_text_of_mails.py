"""The text of a mail as the desk shows it: letter for letter, whatever a writer, a wire or an editor has put into it."""

from __future__ import annotations

import pytest

from articles.models import NewsletterIssue
from tests.articles.issues import issue_of
from tests.clients import signed_in
from tests.factories import ArticleFactory, EditorFactory

pytestmark = pytest.mark.django_db

HOSTILE = "Ships <form action=/x><b>& tides"


@pytest.mark.parametrize("kind", ["article", "newsletterissue"])
def test_what_it_says_is_no_html_of_the_desk(kind: str) -> None:
    article = ArticleFactory(headline=HOSTILE, standfirst=HOSTILE)
    issue = issue_of(article)
    NewsletterIssue.objects.update(introduction=HOSTILE)
    path = f"article/{article.pk}/alert/" if kind == "article" else f"newsletterissue/{issue.pk}/mail/"
    page = signed_in(EditorFactory()).get(f"/admin/articles/{path}")
    assert page.status_code == 200 and "<form action=/x>" not in page.text
    assert "Ships &lt;form action=/x&gt;&lt;b&gt;&amp; tides" in page.text.partition("<pre")[2]
