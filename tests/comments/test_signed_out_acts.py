"""What signed-out readers press leads to the login and back, with what they had typed still there."""

import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from comments.models import Comment, Draft, Report, Vote
from tests.comments.pages import JSON, act, comment_html, field, page, post_address, typed
from tests.factories import PASSWORD, ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Client:
    """A client whose tokens are checked, as in a browser."""
    return Client(enforce_csrf_checks=True)


def login(visitor: Client, address: str, role: type[UserFactory] = UserFactory) -> str:
    """Logs in by the form at `address`, where the reader was led; returns where that leads."""
    html = visitor.get(address).content.decode()
    next_page = parse_qs(urlsplit(address).query)["next"][0]
    sent = {
        "login": role(password=PASSWORD).username,
        "password": PASSWORD,
        "next": next_page,
        "csrfmiddlewaretoken": field(html, "csrfmiddlewaretoken"),
    }
    response = visitor.post(urlsplit(address).path, sent)
    assert response.status_code == 302, response.content.decode()
    return response.url


def test_a_comment_typed_before_the_login_waits_in_the_box_after_it(visitor: Client) -> None:
    article = ArticleFactory()
    response = visitor.post(post_address(article), {"text": "Typed\nbefore.", "key": ""})
    assert response.url.startswith("/accounts/login/")
    back = login(visitor, response.url)
    assert back == f"{article.get_absolute_url()}#composer"
    html = page(visitor, article)
    assert typed(html) == "Typed\nbefore."
    assert not Comment.objects.exists()
    sent = {name: field(html, name) for name in ("csrfmiddlewaretoken", "key")}
    visitor.post(post_address(article), sent | {"text": typed(html)})
    assert Comment.objects.get().text == "Typed\nbefore."
    assert typed(page(visitor, article)) == ""


def test_a_reply_typed_before_the_login_waits_in_its_box_after_it(visitor: Client) -> None:
    parent = CommentFactory()
    sent = {"text": "I disagree.", "parent": str(parent.pk)}
    response = visitor.post(post_address(parent.discussion.article), sent)
    back = login(visitor, response.url)
    assert back == f"/comments/{parent.pk}/reply/"
    html = visitor.get(back).content.decode()
    assert typed(html) == "I disagree."
    assert field(html, "parent") == str(parent.pk)


@pytest.mark.parametrize("verb", ["reply", "quote", "report"])
def test_reply_quote_and_report_lead_to_their_page_by_the_login(visitor: Client, verb: str) -> None:
    comment = CommentFactory()
    response = visitor.get(f"/comments/{comment.pk}/{verb}/")
    assert response.status_code == 302
    back = login(visitor, response.url)
    assert back == f"/comments/{comment.pk}/{verb}/"
    assert visitor.get(back).status_code == 200


@pytest.mark.parametrize("verb", ["vote", "reply", "quote", "report"])
def test_what_stood_in_the_composer_is_kept_whatever_else_is_pressed(visitor: Client, verb: str) -> None:
    """As browsers without scripts send it: these buttons belong to the composer's form."""
    comment = CommentFactory()
    article = comment.discussion.article
    html = comment_html(page(visitor, article), comment)
    (button,) = re.findall(
        rf'<button [^>]*formaction="/comments/{comment.pk}/{verb}/"[^>]*?value="1"[^>]*>', html
    ) or (re.findall(rf'<button [^>]*formaction="/comments/{comment.pk}/{verb}/"[^>]*>', html))
    assert 'form="composer"' in button and (verb == "vote" or 'formmethod="post"' in button)
    response = visitor.post(
        f"/comments/{comment.pk}/{verb}/", {"text": "Half a thought", "key": "", "value": "1"}
    )
    back = login(visitor, response.url)
    assert visitor.get(back, follow=True).status_code == 200
    assert typed(page(visitor, article)) == "Half a thought"
    assert not Vote.objects.exists() and not Report.objects.exists()


OURS = {"headers": {"origin": "http://testserver"}}


def test_a_preview_needs_no_login_and_leaves_nothing_behind(visitor: Client) -> None:
    parent = CommentFactory()
    article = parent.discussion.article
    for answered in ({}, {"parent": str(parent.pk)}):
        sent = {"text": "Quite *so*.", "key": "", "preview": "1"} | answered
        html = visitor.post(post_address(article), sent, **OURS).text
        assert "<p>Quite <em>so</em>.</p>" in html and typed(html) == "Quite *so*."
        assert field(html, "parent") == answered.get("parent", "")
    assert not visitor.cookies and not Draft.objects.exists()
    # From there it goes on as from under the article.
    back = login(visitor, visitor.post(post_address(article), {"text": "Quite *so*."}, **OURS).url)
    assert typed(visitor.get(back).text) == "Quite *so*."


def test_another_site_shows_no_words_under_our_name(visitor: Client) -> None:
    sent = {"text": "Buy this.", "preview": "1"}
    address = post_address(ArticleFactory())
    assert visitor.post(address, sent, headers={"origin": "https://evil.example"}).status_code == 403
    # A browser that doesn't say where the form stands.
    assert visitor.post(address, sent).url.startswith("/accounts/login/")


def test_more_previews_than_anybody_looks_at_lead_to_the_login_with_the_words(
    visitor: Client, settings: Any
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "preview": "2/m/ip"}
    article = ArticleFactory()
    sent = {"text": "Quite so.", "preview": "1"}
    answers = [visitor.post(post_address(article), sent, **OURS) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 302]
    login(visitor, answers[2].url)
    assert typed(page(visitor, article)) == "Quite so."


def test_the_login_above_the_page_leads_back_to_it(visitor: Client) -> None:
    article = ArticleFactory()
    html = page(visitor, article, "?sort=newest")
    (link,) = re.findall(r'<a href="(/accounts/login/[^"]*)">Login</a>', html)
    assert login(visitor, unescape(link)) == f"{article.get_absolute_url()}?sort=newest"


@pytest.mark.parametrize("value", ["1", "-1", "0"])
def test_a_vote_leads_to_the_login_and_back_to_the_comment_and_is_not_cast(
    visitor: Client, value: str
) -> None:
    comment = CommentFactory()
    response = act(visitor, comment, "vote", value=value)
    back = login(visitor, response.url)
    assert visitor.get(back).url.endswith(f"#comment-{comment.pk}")
    assert not Vote.objects.exists()


@pytest.mark.parametrize("verb", ["vote", "report", "hide", "restore"])
def test_no_act_is_done_for_strangers(visitor: Client, verb: str) -> None:
    comment = CommentFactory()
    assert act(visitor, comment, verb, value="1", reason="spam").url.startswith("/accounts/login/")
    assert not Vote.objects.exists()
    assert not Report.objects.exists()
    comment.refresh_from_db()
    assert comment.is_public


def test_a_script_is_told_where_the_login_is(visitor: Client) -> None:
    comment = CommentFactory()
    response = visitor.post(f"/comments/{comment.pk}/vote/", {"value": "1"}, **JSON)
    assert response.status_code == 401
    assert response.json()["login"].startswith("/accounts/login/?next=")


def test_only_the_last_five_drafts_are_kept(visitor: Client) -> None:
    articles = [ArticleFactory() for _ in range(6)]
    for number, article in enumerate(articles):
        visitor.post(post_address(article), {"text": f"draft {number}"})
    assert [typed(page(visitor, article)) for article in articles] == [
        "", "draft 1", "draft 2", "draft 3", "draft 4", "draft 5",
    ]  # fmt: skip


def test_a_draft_is_seen_by_nobody_else(visitor: Client) -> None:
    article = ArticleFactory()
    visitor.post(post_address(article), {"text": "mine alone"})
    assert "mine alone" in page(visitor, article)
    assert "mine alone" not in page(Client(), article)


def test_a_reply_waits_even_where_its_comment_was_hidden_during_the_login(visitor: Client) -> None:
    parent = CommentFactory()
    article = parent.discussion.article
    response = visitor.post(post_address(article), {"text": "I disagree.", "parent": str(parent.pk)})
    parent.hide(by=ModeratorFactory(), reason="spam")
    response = visitor.get(login(visitor, response.url))
    html = response.content.decode()
    assert response.status_code == 422
    assert typed(html) == "I disagree."
    sent = {name: field(html, name) for name in ("csrfmiddlewaretoken", "key")}
    assert visitor.post(post_address(article), sent | {"text": typed(html)}).status_code == 303


@pytest.mark.parametrize(("verb", "name"), [("report", "words"), ("hide", "reason")])
def test_what_was_typed_into_a_form_waits_in_it_after_the_login(
    visitor: Client, verb: str, name: str
) -> None:
    # As where the session ended while somebody was typing.
    comment = CommentFactory()
    response = act(visitor, comment, verb, **{name: "He names her street."})
    assert login(visitor, response.url, ModeratorFactory) == f"/comments/{comment.pk}/{verb}/"
    html = visitor.get(f"/comments/{comment.pk}/{verb}/").content.decode()
    assert "He names her street." in html
    hidden = {part: field(html, part) for part in ("csrfmiddlewaretoken", "key", "seen")}
    fields = hidden | {"reason": "abuse", name: "other"}
    act(visitor, comment, verb, **fields)
    comment.refresh_from_db()
    if comment.is_public:
        assert "street" not in visitor.get(f"/comments/{comment.pk}/{verb}/").content.decode()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://testserver.evil.example"])
def test_a_form_of_another_site_cannot_plant_a_draft_or_end_a_session(visitor: Client, origin: str) -> None:
    # Browsers send such a post without the session's cookie; an answer that sets one would replace the reader's own.
    article = ArticleFactory()
    response = visitor.post(post_address(article), {"text": "planted"}, headers={"origin": origin})
    assert response.status_code == 403
    assert not response.cookies.get("sessionid")
    own = visitor.post(post_address(article), {"text": "mine"}, headers={"origin": "http://testserver"})
    assert own.url.startswith("/accounts/login/")
