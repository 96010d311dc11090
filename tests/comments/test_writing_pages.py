"""Posting, replying and quoting by plain forms: what browsers without scripts do, and what scripts get as JSON."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from articles.models import Article
from comments.models import Comment, Discussion
from tests.comments.pages import JSON, comment_html, field, page, post_address, typed, words
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    return ArticleFactory()


@pytest.fixture
def reader_client() -> Client:
    """A signed-in reader whose tokens are checked, as in a browser."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(UserFactory(username="Kelpie"))
    return client


def form(html: str, text: str, **changes: str) -> dict[str, str]:
    """What the composer on the page would send."""
    names = ("csrfmiddlewaretoken", "key", "parent")
    return {name: field(html, name) for name in names if field(html, name)} | {"text": text} | changes


def test_a_comment_is_posted_and_shown_where_it_stands(reader_client: Client, article: Article) -> None:
    sent = form(page(reader_client, article), "The *first* word.")
    response = reader_client.post(post_address(article), sent)
    comment = Comment.objects.get()
    assert response.status_code == 303
    assert response.url == f"{article.get_absolute_url()}#comment-{comment.pk}"
    html = page(reader_client, article)
    assert "The first word." in words(comment_html(html, comment))
    assert "1 Comment" in words(html)


def test_a_reply_is_written_on_the_page_of_its_comment_at_any_depth(reader_client: Client) -> None:
    comment = CommentFactory()
    for depth in range(1, 8):
        html = reader_client.get(f"/comments/{comment.pk}/reply/").content.decode()
        assert comment.html in html
        rest()
        reader_client.post(post_address(comment.discussion.article), form(html, f"At depth {depth}."))
        reply = Comment.objects.latest("pk")
        assert (reply.parent_id, reply.depth) == (comment.pk, depth)
        comment = reply


def test_a_quote_names_who_and_when_and_leads_to_the_comment(reader_client: Client) -> None:
    comment = CommentFactory(by=UserFactory(username="old_salt"), text="Dogs ride free.")
    html = reader_client.get(f"/comments/{comment.pk}/quote/").content.decode()
    assert typed(html).startswith("> [old_salt ")
    assert "> Dogs ride free." in typed(html)
    reader_client.post(post_address(comment.discussion.article), form(html, typed(html) + "Thanks."))
    quote = Comment.objects.latest("pk")
    assert quote.parent_id == comment.pk
    assert f'/comments/{comment.pk}/"' in quote.html
    assert "Dogs ride free." in quote.html.partition("</blockquote>")[0]


def test_a_script_gets_the_address_and_number_of_the_new_comment(
    reader_client: Client, article: Article
) -> None:
    sent = form(page(reader_client, article), "Well.")
    answer = reader_client.post(post_address(article), sent, **JSON).json()
    comment = Comment.objects.get()
    assert answer == {"url": f"{article.get_absolute_url()}#comment-{comment.pk}", "id": comment.pk}


def test_a_double_click_or_a_resend_makes_one_comment(reader_client: Client, article: Article) -> None:
    sent = form(page(reader_client, article), "Once.")
    answers = [reader_client.post(post_address(article), sent).url for _ in range(3)]
    assert len(set(answers)) == 1
    assert Comment.objects.count() == 1


def test_another_text_in_a_form_that_was_used_already_is_kept_and_posted_by_the_next_press(
    reader_client: Client, article: Article
) -> None:
    # As after posting, going back in the browser and writing something else.
    html = page(reader_client, article)
    reader_client.post(post_address(article), form(html, "The first thought."))
    refused = reader_client.post(post_address(article), form(html, "A second thought."))
    assert refused.status_code == 422
    assert typed(refused.content.decode()) == "A second thought."
    again = form(refused.content.decode(), "A second thought.")
    rest()
    assert reader_client.post(post_address(article), again).status_code == 303
    assert Comment.objects.count() == 2


def test_a_script_gets_a_new_key_with_each_refusal(reader_client: Client, article: Article) -> None:
    sent = form(page(reader_client, article), "The first thought.")
    reader_client.post(post_address(article), sent)
    answer = reader_client.post(post_address(article), sent | {"text": "A second one."}, **JSON)
    assert answer.status_code == 422
    fresh = sent | {"text": "A second one.", "key": answer.json()["key"]}
    rest()
    assert reader_client.post(post_address(article), fresh, **JSON).status_code == 200
    assert Comment.objects.count() == 2


def test_two_tabs_write_two_comments(reader_client: Client, article: Article) -> None:
    one, other = page(reader_client, article), page(reader_client, article)
    reader_client.post(post_address(article), form(one, "From one tab."))
    rest()
    reader_client.post(post_address(article), form(other, "From the other."))
    assert set(Comment.objects.values_list("text", flat=True)) == {"From one tab.", "From the other."}


@pytest.mark.django_db(transaction=True)
def test_eight_sends_at_the_same_moment_make_one_comment(article: Article) -> None:
    reader = UserFactory()

    def send(_: int) -> str:
        client = Client()
        client.force_login(reader)
        try:
            return client.post(post_address(article), {"text": "Once.", "key": "same"}).url
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        answers = set(threads.map(send, range(8)))
    assert len(answers) == 1
    assert Comment.objects.count() == 1
    assert Discussion.objects.get().comment_count == 1


REFUSED = [
    ("  \n ", "Write something first"),
    ("x" * 10_001, "at most 10,000 characters"),
    ("a\x00b", "can't be stored"),
]


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_a_refused_text_is_still_in_the_box_with_the_reason(
    reader_client: Client, article: Article, text: str, why: str
) -> None:
    response = reader_client.post(post_address(article), form(page(reader_client, article), text))
    html = response.content.decode()
    assert response.status_code == 422
    assert why in words(html)
    assert typed(html) == text
    assert not Comment.objects.exists()


@pytest.mark.parametrize(("text", "why"), REFUSED)
def test_a_script_gets_the_reason_alone(reader_client: Client, article: Article, text: str, why: str) -> None:
    sent = form(page(reader_client, article), text)
    response = reader_client.post(post_address(article), sent, **JSON)
    assert response.status_code == 422
    assert why in response.json()["message"]


def test_what_waits_as_a_draft_stands_in_the_composer_and_its_form_names_nothing_else(
    reader_client: Client, article: Article
) -> None:
    reader_client.post(post_address(article), form(page(reader_client, article), "x" * 10_001))
    html = page(reader_client, article)
    assert typed(html) == "x" * 10_001
    # Only an edit starts from a wording.
    assert field(html, "base") == "" and "Default" not in html


def test_what_was_refused_can_be_mended_and_posted(reader_client: Client, article: Article) -> None:
    response = reader_client.post(post_address(article), form(page(reader_client, article), "x" * 10_001))
    mended = form(response.content.decode(), "x" * 10_000)
    assert reader_client.post(post_address(article), mended).status_code == 303
    assert Comment.objects.count() == 1


def test_a_discussion_closed_meanwhile_refuses_and_keeps_the_text(
    reader_client: Client, article: Article
) -> None:
    sent = form(page(reader_client, article), "Too late.")
    Discussion.objects.of(article).set_state("closed", by=ModeratorFactory())
    response = reader_client.post(post_address(article), sent)
    assert response.status_code == 422
    assert "closed" in words(response.content.decode())
    assert typed(response.content.decode()) == "Too late."


@pytest.mark.parametrize("verb", ["reply", "quote"])
def test_whoever_would_answer_in_a_closed_discussion_learns_it_before_the_work(
    reader_client: Client, verb: str
) -> None:
    comment = CommentFactory()
    comment.discussion.set_state(Discussion.State.CLOSED, by=ModeratorFactory())
    answer = reader_client.get(f"/comments/{comment.pk}/{verb}/")
    assert answer.status_code == 303 and answer.url == comment.get_absolute_url()
    page_of_it = reader_client.get(answer.url, follow=True).content.decode()
    assert "This discussion is closed." in words(page_of_it) and "Post comment" not in page_of_it


def test_a_reply_to_what_was_hidden_meanwhile_can_be_posted_as_a_comment_of_its_own(
    reader_client: Client,
) -> None:
    parent = CommentFactory()
    article = parent.discussion.article
    html = reader_client.get(f"/comments/{parent.pk}/reply/").content.decode()
    parent.hide(by=ModeratorFactory(), reason="spam")
    refused = reader_client.post(post_address(article), form(html, "I disagree."))
    assert refused.status_code == 422
    assert "has been removed" in words(refused.content.decode())
    assert typed(refused.content.decode()) == "I disagree."
    again = form(refused.content.decode(), "I disagree.")
    assert reader_client.post(post_address(article), again).status_code == 303
    assert Comment.objects.latest("pk").parent_id is None


@pytest.mark.parametrize("parent", ["999999", "x", "-1", "9" * 30, "１"])
def test_a_reply_to_nothing_is_refused_with_the_text_kept(
    reader_client: Client, article: Article, parent: str
) -> None:
    sent = form(page(reader_client, article), "To whom?", parent=parent)
    response = reader_client.post(post_address(article), sent)
    assert response.status_code == 422
    assert typed(response.content.decode()) == "To whom?"


def test_a_comment_of_a_held_discussion_waits_and_its_author_is_told(
    reader_client: Client, article: Article
) -> None:
    Discussion.objects.of(article).set_state("held", by=ModeratorFactory())
    sent = form(page(reader_client, article), "Please read me.")
    answer = reader_client.post(post_address(article), sent, **JSON).json()
    assert "A moderator reads your comment" in answer["message"]
    assert "Please read me." not in page(Client(), article)


def test_a_form_without_its_token_posts_nothing_and_shows_what_was_typed(
    reader_client: Client, article: Article
) -> None:
    response = reader_client.post(post_address(article), {"text": "Keep this.", "key": "k"})
    assert response.status_code == 403
    assert "Keep this." in response.content.decode()
    assert not Comment.objects.exists()


def test_posting_is_never_done_by_following_a_link(reader_client: Client, article: Article) -> None:
    assert reader_client.get(post_address(article) + "?text=no").status_code == 405
    assert not Comment.objects.exists()


@pytest.mark.parametrize("verb", ["reply", "quote", "report"])
def test_a_hidden_comment_cant_be_answered_or_told_from_a_missing_one(
    reader_client: Client, verb: str
) -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    assert reader_client.get(f"/comments/{comment.pk}/{verb}/").status_code == 404
    assert reader_client.get(f"/comments/999999/{verb}/").status_code == 404


def test_nobody_writes_under_an_article_that_isnt_public(reader_client: Client) -> None:
    article = ArticleFactory(state=Article.State.DRAFT, published_at=None)
    token = field(page(reader_client, ArticleFactory()), "csrfmiddlewaretoken")
    sent = {"text": "First!", "csrfmiddlewaretoken": token}
    assert reader_client.post(post_address(article), sent).status_code == 404


@pytest.mark.parametrize("state", [Article.State.UNPUBLISHED, Article.State.PUBLISHED])
def test_a_refused_reply_shows_nothing_of_a_comment_from_elsewhere(
    reader_client: Client, article: Article, state: str
) -> None:
    elsewhere = CommentFactory(text="Said under a story that was taken off.")
    Article.objects.filter(pk=elsewhere.discussion_id).update(state=state)
    sent = form(page(reader_client, article), "Show me.", parent=str(elsewhere.pk))
    refused = reader_client.post(post_address(article), sent)
    assert refused.status_code == 422
    assert elsewhere.text not in refused.content.decode()
    assert elsewhere.author.username not in refused.content.decode()
