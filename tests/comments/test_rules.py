"""The rules about what is said and by whom: each passes, holds or refuses, with its words, and the log has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from comments import premoderating
from comments.models import Comment, ModerationEntry, Notification, RuleSetting
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.rules import ORDER
from comments.telling import tell_due
from tests.comments.pages import JSON, page, post_address
from tests.comments.ruling import held_by, list_domains, list_words, refusal, set_rule
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, UserFactory, rest

pytestmark = pytest.mark.django_db


def test_a_new_site_holds_nobody_and_has_a_row_for_each_rule() -> None:
    assert set(RuleSetting.objects.values_list("code", flat=True)) == {rule.code for rule in ORDER}
    newcomer = UserFactory(date_joined=timezone.now())
    assert CommentFactory(
        by=newcomer, text="See https://example.com/ and [this](https://example.org/)."
    ).is_public


# ---------------------------------------------------------------------- words


def test_a_listed_word_is_held_and_its_author_told_why() -> None:
    list_words("spam")
    comment = CommentFactory(text="Buy my *s*.p.a.m now")
    assert (held_by(comment), comment.untold) == ("words", "comment")
    entry = ModerationEntry.objects.get(act="hold")
    assert (entry.actor, entry.reader, entry.before, entry.after) == (
        None,
        comment.author,
        {},
        {"state": "held"},
    )
    assert entry.reason == "It says “s.p.a.m”, and a moderator looks at that first."


def test_a_listed_word_is_refused_and_the_log_has_it_without_the_text() -> None:
    list_words("scam*", answer="refuse")
    article, author = ArticleFactory(), UserFactory()
    refused = refusal(by=author, article=article, text="Such scammers, my dear.")
    assert (refused.rule, refused.code) == ("words", "words")
    assert "“scammers”" in refused.message
    entry = ModerationEntry.objects.get(act="refuse")
    assert (entry.rule, entry.reader, entry.discussion_id, entry.comment) == (
        "words",
        author,
        article.pk,
        None,
    )
    assert "dear" not in entry.reason and not Comment.objects.exists()


def test_the_gravest_word_counts() -> None:
    list_words("spam")
    list_words("scam", answer="refuse")
    assert refusal(text="spam and scam").rule == "words"


def test_what_may_be_said_though_a_part_is_listed() -> None:
    list_words("*cunt*", "ばか", answer="refuse")
    list_words("Scunthorpe", "ばかり", answer="pass")
    assert CommentFactory(text="From Scunthorpe, 泣いてばかり").is_public
    assert refusal(text="From Scunthorpe, cunts").rule == "words"
    assert refusal(text="泣いてばかりのばか").rule == "words"


def test_a_word_split_by_emphasis_or_a_link_is_one_word() -> None:
    list_words("spam", answer="refuse")
    assert refusal(text="sp**a**m").rule == refusal(text="[sp](https://example.com)am").rule == "words"


def test_the_house_may_say_what_it_decides_on() -> None:
    list_words("spam", answer="refuse")
    assert CommentFactory(by=ModeratorFactory(), text="No spam here.").is_public


def test_an_edit_passes_the_same_rules() -> None:
    comment = CommentFactory(text="Harmless.")
    list_words("spam")
    list_words("scam", answer="refuse")
    rest()
    with pytest.raises(Refusal):
        comment.edit(by=comment.author, text="A scam.")
    comment.edit(by=comment.author, text="Some spam.")
    assert held_by(comment) == "words"
    assert (comment.untold, ModerationEntry.objects.get(act="hold").before) == ("change", {"state": "public"})


def test_who_is_refused_again_and_again_does_not_fill_the_log() -> None:
    list_words("spam", answer="refuse")
    author, article = UserFactory(), ArticleFactory()
    for _ in range(25):
        with pytest.raises(Refusal):
            article_post(author, article, "spam")
    assert ModerationEntry.objects.filter(act="refuse").count() == 20


def article_post(author: Any, article: Any, text: str) -> Comment:
    from comments.models import Discussion

    return Discussion.objects.of(article).post(by=author, text=text)


# ---------------------------------------------------------------------- links


def test_domains_with_all_below_them_are_held_refused_or_pass() -> None:
    list_domains("held.example")
    list_domains("bad.example", answer="refuse")
    list_domains("good.bad.example", answer="pass")
    assert held_by(CommentFactory(text="https://www.held.example/x")) == "links"
    assert "bad.example" in refusal(text="[this](https://www.bad.example)").message
    assert refusal(text="go to bad . no: bad.example").rule == "links"
    assert CommentFactory(text="https://good.bad.example").is_public
    assert CommentFactory(text="https://notbad.example").is_public


def test_only_so_many_links() -> None:
    set_rule("links", answer="refuse", most=2)
    list_domains("example.org", answer="pass")
    two = "https://example.com/1 https://example.com/2"
    assert CommentFactory(text=f"{two} https://example.org {settings.SITE_URL}/ @nobody").is_public
    assert refusal(text=f"{two} https://example.com/3").message.startswith(
        "A comment has at most 2 links here."
    )


def test_links_of_newcomers_wait_or_are_refused_until_some_comments_stand() -> None:
    set_rule("links", newcomers="hold")
    author = UserFactory()
    assert held_by(CommentFactory(by=author, text="See https://example.com")) == "links"
    assert CommentFactory(by=author, text="No link.").is_public
    set_rule("links", newcomers="refuse")
    assert refusal(by=author, text="See https://example.com/1").rule == "links"
    for _ in range(2):
        CommentFactory(by=author)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=2))
    assert CommentFactory(by=author, text="See https://example.com/2").is_public


def test_links_to_what_is_not_listed() -> None:
    set_rule("links", others="hold")
    list_domains("example.com", answer="pass")
    assert CommentFactory(text="https://docs.example.com").is_public
    assert held_by(CommentFactory(text="https://example.org")) == "links"


# ---------------------------------------------------------------------- authors


def test_newcomers_are_held_until_two_are_approved() -> None:
    set_rule("newcomer")
    author, moderator = UserFactory(), ModeratorFactory()
    first, second = CommentFactory(by=author), CommentFactory(by=author)
    assert held_by(first) == held_by(second) == "newcomer"
    first.restore(by=moderator)
    assert held_by(CommentFactory(by=author)) == "newcomer"
    second.restore(by=moderator)
    assert CommentFactory(by=author).is_public
    assert CommentFactory(by=ModeratorFactory()).is_public


def test_comments_that_have_stood_for_a_day_count_as_approved() -> None:
    author = UserFactory()
    for _ in range(2):
        CommentFactory(by=author)
    set_rule("newcomer")
    assert held_by(CommentFactory(by=author)) == "newcomer"
    Comment.objects.filter(state="public").update(created_at=timezone.now() - timedelta(hours=25))
    assert CommentFactory(by=author).is_public


def test_who_was_often_hidden_of_late_is_held_or_refused() -> None:
    author, moderator = UserFactory(), ModeratorFactory()
    for _ in range(3):
        assert CommentFactory(by=author).is_public
    for comment in Comment.objects.all():
        comment.hide(by=moderator, reason="No.")
    assert held_by(CommentFactory(by=author)) == "history"
    set_rule("history", answer="refuse")
    assert refusal(by=author).rule == "history"
    set_rule("history", is_on=False)
    assert CommentFactory(by=author).is_public


def test_a_reader_is_read_first_told_why_and_no_longer() -> None:
    reader, moderator = UserFactory(), ModeratorFactory()
    premoderation = premoderating.begin(reader, by=moderator, reason="Loud.")
    comment = CommentFactory(by=reader)
    assert held_by(comment) == "premoderation"
    client = Client()
    client.force_login(reader)
    html = page(client, comment.discussion.article)
    assert "A moderator reads your comments before they appear." in html and "Loud." in html
    premoderating.end(premoderation, by=moderator)
    assert CommentFactory(by=reader).is_public
    acts = (
        ModerationEntry.objects.filter(reader=reader, actor=moderator)
        .order_by("id")
        .values_list("act", "reason")
    )
    assert list(acts) == [("premoderate", "Loud."), ("unpremoderate", "")]


def test_nobody_of_the_house_is_read_first() -> None:
    with pytest.raises(Refusal):
        premoderating.begin(ModeratorFactory(), by=ModeratorFactory(), reason="Loud.")


# ---------------------------------------------------------------------- in all


def test_the_first_rule_that_holds_is_told_and_a_later_one_can_refuse() -> None:
    list_words("spam")
    set_rule("newcomer")
    assert held_by(CommentFactory(text="spam")) == "words"
    set_rule("links", answer="refuse", most=0)
    assert refusal(text="spam https://example.com").rule == "links"


def test_who_posts_is_told_that_it_waits_and_why(client: Client) -> None:
    list_words("spam")
    article = ArticleFactory()
    client.force_login(UserFactory())
    answer = client.post(post_address(article), {"text": "Some spam."}, **JSON)
    assert "It says “spam”, and a moderator looks at that first." in answer.json()["message"]
    client.force_login(UserFactory())
    html = client.post(post_address(article), {"text": "More spam."}, follow=True).content.decode()
    assert "It says “spam”" in html
    # And as long as it waits.
    assert "It says “spam”" in page(client, article)
    assert "It says “spam”" not in page(Client(), article)


def test_what_is_held_is_told_nobody_until_a_moderator_lets_it_in(mails: Any) -> None:
    list_words("spam")
    parent = CommentFactory()
    reply = CommentFactory(parent=parent, text="spam")
    assert not Notification.objects.exists()
    reply.restore(by=ModeratorFactory())
    tell_due(timezone.now() + UNDO_FOR)
    mails()
    assert Notification.objects.filter(recipient=parent.author, kind="reply").count() == 1


def test_a_change_of_a_rule_is_in_the_log_with_what_it_was() -> None:
    moderator = ModeratorFactory()
    set_rule("length", most=500, by=moderator)
    set_rule("length", most=500, by=moderator)
    entry = ModerationEntry.objects.get()
    assert (entry.act, entry.rule, entry.actor) == ("rule", "length", moderator)
    assert (entry.before, entry.after) == ({"most": 10_000}, {"most": 500})
    assert refusal(text="x" * 501).code == "long"


def test_lists_are_in_the_log_too() -> None:
    list_words("spam", "scam")
    list_words("spam", answer="refuse")
    list_words("spam", answer="refuse")
    entries = ModerationEntry.objects.order_by("id").values_list("rule", "before", "after")
    assert list(entries) == [
        ("words", {}, {"spam": "hold", "scam": "hold"}),
        ("words", {"spam": "hold"}, {"spam": "refuse"}),
    ]
