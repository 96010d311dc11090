"""What was typed into any form of the discussions is there again: by plain forms, without scripts."""

from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from articles.models import Article
from comments.models import Comment, Draft, Report, Vote
from tests.comments.pages import JSON, comment_html, field, page, post_address, typed, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db

OURS = {"headers": {"origin": "http://testserver"}}


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader_client(client: Client) -> Client:
    client.force_login(ModeratorFactory(username="Kelpie"))
    return client


def form(html: str, text: str, **pressed: str) -> dict[str, str]:
    """What the composer on the page would send, with the button `pressed`."""
    names = ("key", "seen", "parent", "base")
    return {name: field(html, name) for name in names if field(html, name)} | {"text": text} | pressed


def other_key(html: str) -> str:
    """The key of the draft that was written elsewhere."""
    return html.partition('name="use" value="')[2].partition('"')[0]


@pytest.mark.parametrize("button", ["save", "preview"])
def test_a_comment_that_was_kept_or_previewed_is_in_the_box_on_any_device(
    reader_client: Client, article: Article, button: str
) -> None:
    html = page(reader_client, article)
    answer = reader_client.post(post_address(article), form(html, "Half a thought", **{button: "1"}))
    assert typed(answer.content.decode()) == "Half a thought"
    elsewhere = Client()
    elsewhere.force_login(Draft.objects.get().reader)
    html = page(elsewhere, article)
    assert typed(html) == "Half a thought"
    assert "Kept as a draft" in words(html)
    assert not Comment.objects.exists()


def test_a_refused_comment_is_in_the_box_until_it_is_posted(reader_client: Client, article: Article) -> None:
    too_long = "x" * 10_001
    reader_client.post(post_address(article), form(page(reader_client, article), too_long))
    html = page(reader_client, article)
    assert typed(html) == too_long
    assert reader_client.post(post_address(article), form(html, "Shorter.")).status_code == 303
    assert typed(page(reader_client, article)) == ""
    assert not Draft.objects.exists()


FORMS = [("edit", "text"), ("report", "words"), ("hide", "reason")]


@pytest.mark.parametrize(("verb", "name"), FORMS)
def test_each_form_about_a_comment_keeps_what_is_typed_into_it(
    reader_client: Client, verb: str, name: str
) -> None:
    own = {"by": User.objects.get(username="Kelpie")} if verb == "edit" else {}
    comment = CommentFactory(text="As it stands.", **own)
    address = f"/comments/{comment.pk}/{verb}/"
    sent = form(reader_client.get(address).content.decode(), "") | {name: "Begun words", "save": "1"}
    assert "Begun words" in reader_client.post(address, sent).content.decode()
    html = reader_client.get(address).content.decode()
    assert "Begun words" in html
    discarded = reader_client.post(
        address, form(html, "") | {name: "Begun words", "discard": field(html, "key")}
    )
    assert "Begun words" not in discarded.content.decode()
    assert "Begun words" not in reader_client.get(address).content.decode()
    comment.refresh_from_db()
    assert (comment.text, comment.is_public, comment.reports.count()) == ("As it stands.", True, 0)


@pytest.mark.parametrize(("verb", "name"), [*FORMS, ("reply", "text")])
def test_an_ended_login_loses_nothing_of_any_form(verb: str, name: str) -> None:
    reader = ModeratorFactory()
    comment = CommentFactory(by=reader if verb == "edit" else UserFactory())
    client = Client()
    address = f"/comments/{comment.pk}/{verb}/"
    client.force_login(reader)
    sent = form(client.get(address).content.decode(), "") | {name: "Typed while it ended."}
    client.logout()
    posted_to = post_address(comment.discussion.article) if verb == "reply" else address
    assert client.post(posted_to, sent).url.startswith("/accounts/login/")
    client.force_login(reader)
    assert "Typed while it ended." in client.get(address).content.decode()
    assert not Draft.objects.filter(reader=None).exists()


def test_a_second_tab_overwrites_nothing_and_either_text_can_be_used(
    reader_client: Client, article: Article
) -> None:
    one, other = page(reader_client, article), page(reader_client, article)
    reader_client.post(post_address(article), form(one, "From one tab.", save="1"))
    html = reader_client.post(
        post_address(article), form(other, "From the other.", save="1")
    ).content.decode()
    assert "Also written elsewhere: From one tab." in words(html)
    assert typed(html) == "From the other."
    used = form(html, "From the other, and more.", use=other_key(html))
    html = reader_client.post(post_address(article), used).content.decode()
    assert typed(html) == "From one tab."
    assert "Also written elsewhere: From the other, and more." in words(html)
    gone = form(html, "From one tab.", discard=other_key(html))
    html = reader_client.post(post_address(article), gone).content.decode()
    assert typed(html) == "From one tab."
    assert "Also written elsewhere" not in words(html)
    assert Draft.objects.get().text == "From one tab."


def test_a_form_whose_token_no_longer_fits_leads_to_a_composer_with_the_text(article: Article) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    refused = client.post(post_address(article), {"text": "Keep this."}, **OURS)
    html = refused.content.decode()
    assert refused.status_code == 403
    assert "Keep this." in html
    assert f'href="{article.get_absolute_url()}#composer"' in html
    assert typed(page(client, article)) == "Keep this."


@pytest.mark.parametrize("verb", ["comment", "edit", "report", "hide", "vote"])
def test_nothing_is_done_for_another_than_the_page_was_made_for(article: Article, verb: str) -> None:
    ada, bea = ModeratorFactory(username="Ada"), ModeratorFactory(username="Bea")
    comment = CommentFactory(
        article=article, by=bea if verb == "edit" else UserFactory(), text="As it stands."
    )
    address = post_address(article) if verb == "comment" else f"/comments/{comment.pk}/{verb}/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    html = page(client, article)
    token = {name: field(html, name) for name in ("csrfmiddlewaretoken", "reader")}
    assert token["reader"] == str(ada.pk)
    # The cookie with the token stays, as it never does in truth.
    client.force_login(bea)
    sent = token | {"text": "Other words.", "words": "Look.", "reason": "abuse", "value": "1", "key": "k"}
    for kind in (OURS, {**OURS, "headers": {**OURS["headers"], **JSON["headers"]}}):
        refused = client.post(address, sent, **kind)
        assert refused.status_code == (403 if kind is OURS else 409)
        assert "You are logged in as Bea now." in refused.text
        assert [*Comment.objects.all()] == [comment] and not Vote.objects.exists()
        assert not Report.objects.exists()
        comment.refresh_from_db()
        assert (comment.text, comment.is_public) == ("As it stands.", True)
    assert client.post(address, sent | {"reader": str(bea.pk)}).status_code == 303


@pytest.mark.parametrize("origin", [{}, {"headers": {"origin": "https://evil.example"}}])
def test_another_site_cannot_put_words_into_a_composer(article: Article, origin: Any) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory())
    assert client.post(post_address(article), {"text": "planted"}, **origin).status_code == 403
    assert not Draft.objects.exists()


def test_a_reply_begun_is_named_under_the_article_and_its_hidden_author_is_not(
    reader_client: Client, article: Article
) -> None:
    comment = CommentFactory(article=article, by=UserFactory(username="old_salt"))
    html = reader_client.get(f"/comments/{comment.pk}/reply/").content.decode()
    reader_client.post(post_address(article), form(html, "Begun.", save="1"))
    html = page(reader_client, article)
    assert "You have begun: a reply to old_salt" in words(html)
    assert f'href="/comments/{comment.pk}/reply/"' in html
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert "You have begun: a reply to a removed comment" in words(page(reader_client, article))


def test_a_change_that_was_begun_from_an_older_wording_overwrites_no_newer_one(reader_client: Client) -> None:
    comment = CommentFactory(text="First.", by=User.objects.get(username="Kelpie"))
    address = f"/comments/{comment.pk}/edit/"
    html = reader_client.get(address).content.decode()
    reader_client.post(address, form(html, "A draft of the first.", save="1"))
    comment.edit(by=comment.author, text="Second.")
    html = reader_client.get(address).content.decode()
    assert typed(html) == "A draft of the first."
    refused = reader_client.post(address, form(html, "A draft of the first."))
    assert refused.status_code == 422
    assert "Second." in words(refused.content.decode())
    assert reader_client.post(address, form(refused.content.decode(), typed(html))).status_code == 303


def test_a_quote_asked_for_again_comes_once(reader_client: Client) -> None:
    comment = CommentFactory(text="Dogs ride free.")
    address = f"/comments/{comment.pk}/quote/"
    text = typed(reader_client.get(address).content.decode()) + "Thanks"
    html = reader_client.get(address).content.decode()
    reader_client.post(post_address(comment.discussion.article), form(html, text, save="1"))
    assert typed(reader_client.get(address).content.decode()) == text


def test_a_script_gets_what_of_the_form_changed(reader_client: Client, article: Article) -> None:
    sent = form(page(reader_client, article), "Half a", save="1")
    answer = reader_client.post(post_address(article), sent, **JSON).json()
    assert (answer["text"], answer["key"]) == ("Half a", sent["key"])
    assert 'name="seen" value="1"' in answer["draft"]


def test_who_only_looks_gets_no_cookie_and_who_types_nothing_neither(article: Article) -> None:
    comment = CommentFactory(article=article)
    visitor = Client()
    page(visitor, article)
    for verb in ("reply", "report", "edit", "hide"):
        visitor.get(f"/comments/{comment.pk}/{verb}/")
    visitor.post(post_address(article), {"text": " \n"})
    assert not visitor.cookies
    assert "comment-" in comment_html(page(visitor, article), comment)


@pytest.mark.parametrize("verb", ["edit", "report"])
def test_what_was_typed_about_a_comment_that_is_gone_meanwhile_stands_on_the_page_that_says_so(
    verb: str,
) -> None:
    comment = CommentFactory()
    client = Client()
    client.force_login(comment.author if verb == "edit" else UserFactory())
    comment.hide(by=ModeratorFactory(), reason="insult")
    sent = {"text": "Better words", "words": "Better words", "reason": "abuse"}
    page_of_it = client.post(f"/comments/{comment.pk}/{verb}/", sent)
    assert page_of_it.status_code == 404 and "Better words" in page_of_it.text


def test_a_change_that_was_begun_is_there_when_its_comment_is_hidden(
    client: Client, article: Article
) -> None:
    comment = CommentFactory(article=article, text="At six.", by=UserFactory())
    client.force_login(comment.author)
    address = f"/comments/{comment.pk}/edit/"
    client.post(address, form(client.get(address).text, "At seven.", save="1"))
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert address in page(client, article)
    kept = client.get(address)
    assert kept.status_code == 200
    assert typed(kept.text) == "At seven."
    assert "At six." not in kept.text
    assert client.post(address, form(kept.text, "At eight.")).status_code == 404
    discarded = client.post(
        address, form(kept.text, "At seven.", discard=field(kept.text, "key")), follow=True
    )
    assert discarded.redirect_chain == [(f"{article.get_absolute_url()}#comments", 303)]
    assert client.get(address).status_code == 404


def test_a_change_of_anothers_comment_is_never_shown(client: Client, article: Article) -> None:
    """What was sent before the login is kept for any comment."""
    address = f"/comments/{CommentFactory(article=article).pk}/edit/"
    client.post(address, {"text": "At seven."}, **OURS)
    client.force_login(UserFactory())
    page(client, article)
    assert Draft.objects.get().act == Draft.Act.EDIT
    assert client.get(address).status_code == 404
