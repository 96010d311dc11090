"""Reads pages as a reader does: one comment of a page, the names of its buttons, what its forms would send."""

import re
from html import unescape
from typing import Any

from django.test import Client

from articles.models import Article
from comments.models import Comment

JSON = {"headers": {"accept": "application/json"}}


def page(client: Client, article: Article, query: str = "") -> str:
    response = client.get(article.get_absolute_url() + query)
    assert response.status_code == 200
    return response.content.decode()


def comment_html(html: str, comment: Comment) -> str:
    """The `<article>` of `comment`; fails where the page doesn't have it."""
    found = re.search(rf'<article [^>]*id="comment-{comment.pk}"[^>]*>.*?</article>', html, re.DOTALL)
    assert found, f"no comment {comment.pk} on the page"
    return found[0]


def words(html: str) -> str:
    """The text without tags, runs of white space as one."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def buttons(html: str) -> list[str]:
    """The accessible names of the buttons, without those for browsers without scripts."""
    shown = re.sub(r"<noscript>.*?</noscript>", "", html, flags=re.DOTALL)
    return [unescape(name) for name in re.findall(r'<button [^>]*aria-label="([^"]*)"', shown)]


def typed(html: str) -> str:
    """What stands in the composer."""
    found = re.search(r'<textarea name="text"[^>]*>\n?(.*?)</textarea>', html, re.DOTALL)
    assert found, "no composer on the page"
    return unescape(found[1])


def field(html: str, name: str) -> str:
    """The value of a hidden field of the first form that has it; empty where there is none."""
    found = re.search(rf'<input type="hidden" name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def post_address(article: Article) -> str:
    return f"{article.get_absolute_url()}comments/"


def act(client: Client, comment: Comment, verb: str, **fields: Any) -> Any:
    """Posts as the page's buttons and forms do, without a script."""
    return client.post(f"/comments/{comment.pk}/{verb}/", fields)


def language(answer: Any) -> str:
    """The language that an answer says it is in."""
    found = re.search(r'<html lang="([^"]+)"', answer.text)
    assert found and answer["Content-Language"] == found[1]
    return found[1]


def write(client: Client, article: Any, text: str = "What I think.", **options: Any) -> Any:
    """Sends a comment by the form under `article`."""
    return client.post(post_address(article), {"text": text}, **options)
