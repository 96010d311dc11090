"""Words that a moderator or a rule took away: looked for in all that the site answers, in mails that weren't sent yet, in the
search and in what pages are kept of. Before that they are found, where they were public: a walk that finds nothing proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.models import User
from articles.models import Article, Suggestion
from comments import appealing, rule_changes, waves
from comments.models import Comment, Statement, Wave
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from tests.comments.pages import JSON, post_address
from tests.factories import ArticleFactory, AuthorFactory, CommentFactory, ModeratorFactory, UserFactory, rest
from tests.mails import html, mails, reader_with_mail, text
from tests.newsportal.routes import TABLE, arguments_of
from tests.newsportal.searches import headlines
from tests.worker import work

pytestmark = pytest.mark.django_db

# Each word stands in one comment, or in what was said to moderators about one.
PUBLIC = {"zyxhidden", "zyxedited", "zyxreported", "zyxwaved", "zyxreply", "zyxpicked"}
NEVER = {"zyxheld", "zyxrefused", "zyxcomplaint", "zyxappeal", "zyxsuggested", "zyxbefore"}
# What of these walks changes who is asking, or is asked elsewhere.
LEFT_OUT = {"openid_connect_login", "openid_connect_callback", "account_logout"}


@pytest.fixture
def article() -> Article:
    found = ArticleFactory(headline="Night ferry returns", authors=[AuthorFactory(slug="ada")])
    found.topics.create(name="Ferries", slug="ferries")
    return found


@pytest.fixture
def kelpie() -> User:
    """Follows, is answered and mentioned, reports, and has a mail waiting about all of it."""
    return reader_with_mail(username="Kelpie")


@pytest.fixture
def comments(article: Article, kelpie: User) -> dict[str, Comment]:
    writer, mine = UserFactory(username="Writer"), CommentFactory(article=article, by=kelpie)
    mine.discussion.follow(by=kelpie)
    # Each of it is told, and mailed after the first in a bundle that waits.
    CommentFactory(article=article, by=UserFactory(), text="@Kelpie, the first of all.")
    work()
    said = {
        word: CommentFactory(article=article, by=writer, text=f"@Kelpie, {word}.", parent=mine)
        for word in sorted(PUBLIC - {"zyxreply", "zyxwaved"})
    }
    said["zyxwaved"] = CommentFactory(article=article, text="@Kelpie, buy zyxwaved.")
    said["zyxreply"] = CommentFactory(parent=said["zyxhidden"], text="@Kelpie, zyxreply.")
    rest()
    said["zyxedited"].edit(by=writer, text="@Kelpie, zyxbefore no more: zyxedited.")
    said["zyxedited"].edit(by=writer, text="@Kelpie, put right: zyxedited.")
    said["zyxpicked"].pick(by=ModeratorFactory())
    said["zyxreported"].report(by=kelpie, reason="other", words="zyxcomplaint")
    Suggestion.objects.make(article, by=writer, words="zyxsuggested", may_name=True)
    work()
    return said


def take_away(comments: dict[str, Comment], article: Article) -> None:
    """By hand, with a wave, by rules; told of, appealed against; and what was never let in."""
    mona, writer = ModeratorFactory(), User.objects.get(username="Writer")
    for word in PUBLIC - {"zyxwaved"}:
        comments[word].hide(by=mona, reason="Insult or threat")
    wave = Wave.objects.create(
        kind="text", comments=[comments["zyxwaved"].pk], first_at=timezone.now(), last_at=timezone.now()
    )
    waves.hide(wave, by=mona, reason="Spam or advertising")
    rule_changes.list_words(["zyxheld"], "hold", by=mona)
    rule_changes.list_words(["zyxrefused"], "refuse", by=mona)
    comments["zyxheld"] = CommentFactory(article=article, by=UserFactory(), text="@Kelpie, zyxheld.")
    with pytest.raises(Refusal):
        comments["zyxheld"].discussion.post(by=writer, text="@Kelpie, zyxrefused.")
    work(UNDO_FOR)
    statement = Statement.objects.filter(reader=writer, act="hide").first()
    appealing.appeal(statement, by=writer, words="zyxappeal")  # type: ignore[arg-type]
    work(UNDO_FOR)


def addresses(comments: dict[str, Comment]) -> Iterator[str]:
    """Every route of the table, asked about each of the comments."""
    asked = set()
    for comment in comments.values():
        arguments = arguments_of(comment)
        for name in set(TABLE) - LEFT_OUT:
            try:
                asked.add(reverse(name, args=arguments.get(name, [])))
            except NoReverseMatch:
                pytest.fail(f"{name}: what is it asked for?")
    yield from sorted(asked)
    article = next(iter(comments.values())).discussion.article
    for sort in ("oldest", "newest", "best", "controversial"):
        yield f"{article.get_absolute_url()}?sort={sort}"
    for comment in comments.values():
        yield f"{article.get_absolute_url()}?thread={comment.pk}"
    for statement in Statement.objects.all():
        yield f"/accounts/decisions/{statement.pk}/"
    for kind in ("rss", "atom", "json"):
        yield f"/feed/{kind}/"


def found(client: Client, asked: Iterable[str]) -> dict[str, set[str]]:
    """The words that stand somewhere in an answer to what is asked, or are found by the search, with the addresses where."""
    places: dict[str, set[str]] = {}
    for address in asked:
        for headers in ({}, JSON["headers"], {"hx-request": "true"}):
            answer = client.get(address, headers=headers, follow=True)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            said = content + repr(answer.headers.items()).encode()
            for word in PUBLIC | NEVER:
                if word.encode() in said:
                    places.setdefault(word, set()).add(address)
    for word in PUBLIC | NEVER:
        for address in (f"/search/?in=comments&q={word}", f"/search/?in=comments&q={word[:-1]}"):
            if headlines(client.get(address).text):
                places.setdefault(word, set()).add("search")
    return places


def pressed(client: Client, comments: dict[str, Comment]) -> Iterator[tuple[str, str]]:
    """What the forms about each answer."""
    for word, comment in comments.items():
        for verb in (
            "vote",
            "reply",
            "quote",
            "edit",
            "delete",
            "report",
            "hide",
            "approve",
            "restore",
            "pick",
        ):
            for kind in ({}, JSON):
                answer = client.post(f"/comments/{comment.pk}/{verb}/", {"value": "1", "save": "1"}, **kind)
                yield f"{verb} {word}", answer.text
        sent = {"text": "I answer.", "parent": comment.pk, "preview": "1"}
        for kind in ({}, JSON):
            yield f"preview {word}", client.post(post_address(comment.discussion.article), sent, **kind).text


@pytest.mark.parametrize("role", ["signed out", "kelpie"])
def test_what_was_taken_away_is_in_no_answer_to_a_reader(
    comments: dict[str, Comment], article: Article, kelpie: User, role: str
) -> None:
    client = Client()
    if role == "kelpie":
        client.force_login(kelpie)
    before = found(client, [article.get_absolute_url()])
    assert set(before) >= PUBLIC and "search" in before["zyxhidden"]
    assert article.get_absolute_url() in before["zyxhidden"]
    take_away(comments, article)
    after = found(client, addresses(comments))
    # Their own report is theirs to read.
    own = {"zyxcomplaint"} if role == "kelpie" else set()
    assert {word: places for word, places in after.items() if word not in own} == {}
    said = [
        (place, word) for place, html in pressed(client, comments) for word in PUBLIC | NEVER if word in html
    ]
    assert said == []


def test_mails_that_wait_say_nothing_of_what_was_taken_away_meanwhile(
    comments: dict[str, Comment], article: Article
) -> None:
    sent = len(mails())
    take_away(comments, article)
    work(timedelta(days=1))
    written = [text(mail) + html(mail) + str(mail.items()) for mail in mails()]
    assert len(written) >= sent
    assert [word for word in PUBLIC | NEVER for mail in written if word in mail] == []


def test_its_author_reads_their_own_words_on_the_page_of_the_decision_and_nobody_else_does(
    comments: dict[str, Comment], article: Article, kelpie: User
) -> None:
    take_away(comments, article)
    writer = Client()
    writer.force_login(User.objects.get(username="Writer"))
    other = Client()
    other.force_login(kelpie)
    pages = [f"/accounts/decisions/{one.pk}/" for one in Statement.objects.filter(reader__username="Writer")]
    read = " ".join(writer.get(page).text for page in pages)
    assert {word for word in PUBLIC | NEVER if word in read} == {
        *("zyxhidden", "zyxedited", "zyxreported", "zyxpicked", "zyxrefused", "zyxappeal")
    }
    assert {other.get(page).status_code for page in pages} == {404}
