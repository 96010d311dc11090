"""What an earlier renderer made is made anew, beside the traffic, and nobody is taken to have edited it."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from comments import rendering
from comments import text as comment_text
from comments.models import Comment, Discussion
from tests.at_once import at_once
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory

pytestmark = pytest.mark.django_db(transaction=True)


def make_old(*comments: Comment, html: str = "<p>As it was.</p>") -> None:
    Comment.objects.filter(pk__in=[one.pk for one in comments]).update(html=html, renderer=1)


def render() -> str:
    out = StringIO()
    call_command("render", stdout=out)
    return out.getvalue()


def test_old_comments_are_rendered_anew_and_their_pages_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rendering, "BATCH", 2)
    article = ArticleFactory()
    comments = [CommentFactory(article=article, text=f"It is *{n}*.") for n in range(5)]
    comments[4].hide(by=ModeratorFactory(), reason="spam")
    make_old(*comments)
    assert "As it was." in Client().get(article.get_absolute_url()).text
    assert render() == "5 comments read otherwise now.\n"
    page = Client().get(article.get_absolute_url()).text
    assert "As it was." not in page and "It is <em>3</em>." in page and "<em>4</em>" not in page
    for comment in Comment.objects.all():
        assert comment.html == comment_text.render(comment.text) and comment.renderer == comment_text.VERSION
        assert comment.edited_at is None and not comment.edits.exists()


def test_what_reads_as_before_moves_no_version() -> None:
    same = CommentFactory()
    make_old(same, html=same.html)
    before = Discussion.objects.get(pk=same.discussion_id).version
    assert render() == render() == "All comments read as before.\n"
    same.refresh_from_db()
    assert same.renderer == comment_text.VERSION
    assert Discussion.objects.get(pk=same.discussion_id).version == before


def test_who_edits_meanwhile_is_not_undone() -> None:
    comments = CommentFactory.create_batch(8)
    make_old(*comments)

    def edit(comment: Comment) -> None:
        comment.edit(by=comment.author, text=f"Edited, {comment.pk}.")

    at_once(render, *(lambda one=one: edit(one) for one in comments))
    assert {one.html for one in Comment.objects.all()} == {f"<p>Edited, {one.pk}.</p>" for one in comments}
