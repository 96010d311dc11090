"""Quoting: what comes along, and what of a removed comment doesn't."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from comments.models import Comment, Discussion
from comments.quoting import quotation
from comments.text import render
from tests.comments.pages import JSON, typed, words
from tests.factories import CommentFactory, ModeratorFactory, UserFactory

WHERE = {
    "name": "mina",
    "time": "Nov 7, 2024  07:12 am JST",
    "url": "https://news.example/comments/7/",
}


def quoted(source: str, **where: Any) -> str:
    return quotation(source, **WHERE | where).source


def test_a_quotation_names_who_when_and_where() -> None:
    html = render(quoted("First.\nSecond.") + "Yes.")
    assert 'href="https://news.example/comments/7/"' in html and ">mina Nov 7, 2024" in html
    assert "First.<br>" in html
    assert html.endswith("<p>Yes.</p>")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("> older\n\nFirst.\nSecond.", "First.\nSecond."),
        # A quote goes on to the end of its paragraph, with or without its sign.
        ("> older\nstill older\n\nFirst.", "First."),
        ("First.\n\n> older\n> > oldest\n\nSecond.", "First.\n\nSecond."),
        ("First.\n> older\n\nSecond.", "First.\n\nSecond."),
        ("```\n> prompt\n```", "```\n> prompt\n```"),
        ("2 > 1, as I said.", "2 > 1, as I said."),
    ],
)
def test_what_it_quotes_itself_stays_behind(source: str, said: str) -> None:
    assert render(quotation(source, **WHERE).body) == render(said)


def test_of_a_comment_that_only_quotes_the_outermost_quote_comes_along() -> None:
    body = quotation("> older\n>\n> > oldest", **WHERE).body
    assert "> older" in body and "oldest" not in body
    assert quotation("> > only this", **WHERE).body


@pytest.mark.parametrize("name", ["old_salt", "_salt_", "__init__", "a.b-c"])
def test_a_name_is_quoted_as_it_is_written(name: str) -> None:
    assert f">{name} Nov 7" in render(quoted("Well.", name=name))


@pytest.mark.parametrize("source", ["> " * 5000, ">" * 10_000, "\u2028> a\u2028b", "- > a\n- > b\n", "\r"])
def test_any_text_can_be_quoted(source: str) -> None:
    assert render(quoted(source)[:10_000])


@pytest.fixture
def comment(db: None) -> Comment:
    return CommentFactory(text="Dogs ride free.", by__username="old_salt")


def test_a_script_gets_the_quotation_alone(client: Client, comment: Comment) -> None:
    client.force_login(UserFactory())
    answer = client.get(f"/comments/{comment.pk}/quote/", **JSON).json()
    assert answer["head"].startswith("[old_salt ")
    assert answer["head"].endswith(f" JST]({settings.SITE_URL}/comments/{comment.pk}/)")
    assert answer["body"] == "Dogs ride free."


@pytest.mark.parametrize("end", ["hidden", "deleted", "held"])
@pytest.mark.parametrize("how", [{}, JSON], ids=["page", "script"])
def test_what_is_removed_is_quoted_for_nobody(
    client: Client, comment: Comment, end: str, how: dict[str, Any]
) -> None:
    CommentFactory(parent=comment)
    moderator = ModeratorFactory()
    if end == "hidden":
        comment.hide(by=moderator, reason="spam")
    elif end == "deleted":
        comment.withdraw(by=comment.author)
    else:
        Discussion.objects.get().set_state("held", by=moderator)
        comment = CommentFactory(article=comment.discussion.article, text="Dogs ride free.")
    for reader in (UserFactory(), moderator):
        client.force_login(reader)
        answer = client.get(f"/comments/{comment.pk}/quote/", **how)
        assert answer.status_code == 404
        assert "Dogs ride free." not in answer.content.decode()


def test_who_would_hide_a_comment_is_told_who_quotes_it(client: Client, comment: Comment) -> None:
    quote = quoted(comment.text, url=settings.SITE_URL + comment.get_absolute_url())
    CommentFactory(article=comment.discussion.article, text="About something else.")
    gone = CommentFactory(parent=comment, text=f"{quote}Nor do dogs, any more.")
    moderator = ModeratorFactory()
    gone.hide(by=moderator, reason="spam")
    client.force_login(moderator)
    assert "What quotes it" not in client.get(f"/comments/{comment.pk}/hide/").text
    answer = CommentFactory(parent=comment, by__username="Selkie", text=f"{quote}Do cats?")
    html = client.get(f"/comments/{comment.pk}/hide/").text
    told = html.partition("comments, too:")[2].partition("</p>")[0]
    assert words(told).startswith("Selkie, ") and told.count("<a ") == 1
    assert f'href="/comments/{answer.pk}/"' in told


def test_the_desks_screen_names_them_before_it_is_hidden_and_after_with_the_way_to_each(
    client: Client, comment: Comment
) -> None:
    moderator = ModeratorFactory()
    client.force_login(moderator)
    screen = f"/admin/comments/queue/{comment.pk}/"
    assert "What quotes it" not in client.get(screen).text
    quote = quoted(comment.text, url=settings.SITE_URL + comment.get_absolute_url())
    answer = CommentFactory(parent=comment, by__username="Selkie", text=f"{quote}Do cats?")
    for _hidden in range(2):
        told = client.get(screen).text.partition("comments, too:")[2].partition("</p>")[0]
        assert words(told).startswith("Selkie, ") and told.count("<a ") == 1
        assert f'href="/admin/comments/queue/{answer.pk}/"' in told
        comment.hide(by=moderator, reason="spam")


def test_the_link_of_a_quote_says_what_became_of_the_comment(client: Client, comment: Comment) -> None:
    address = comment.get_absolute_url()
    never = client.get("/comments/999999999/")
    comment.hide(by=ModeratorFactory(), reason="spam")
    gone = client.get(address)
    assert gone.status_code == never.status_code == 404
    assert "It was removed by a moderator or deleted by its author, or never was." in words(gone.text)
    assert words(gone.text) == words(never.text)


def test_a_quote_comes_before_what_is_written_already_and_only_once(client: Client, comment: Comment) -> None:
    client.force_login(UserFactory())
    article = comment.discussion.article
    draft = {"text": "I think so, too.", "parent": comment.pk, "save": "1"}
    client.post(f"{article.get_absolute_url()}comments/", draft)
    html = client.get(f"/comments/{comment.pk}/quote/").content.decode()
    assert typed(html).endswith("> Dogs ride free.\n\nI think so, too.")
    client.post(f"{article.get_absolute_url()}comments/", draft | {"text": typed(html)})
    again = client.get(f"/comments/{comment.pk}/quote/").content.decode()
    assert typed(again).count("> Dogs ride free.") == 1
