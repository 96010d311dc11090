"""What a dump of everything once left out: what stands twice, what was before, and what moderators know of comments."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone

from articles.models import Announcement, Article, FormerPicture, PartnerLink, Photo, Topic
from comments.models import (
    Comment,
    CommentEdit,
    Discussion,
    DiscussionPolicy,
    DomainRule,
    Reason,
    RuleSetting,
    Vote,
    VotingPolicy,
    WordRule,
)
from comments.rules import BY_CODE
from newsportal.exchange.rule_records import moderation_record
from tests import as_migrated
from tests.articles.photos import in_text, jpeg, photo
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    SectionFactory,
    UserFactory,
)
from tests.newsportal.exchanging import everything, load, once_more, refused

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_says_the_same_comes_as_often_as_it_stood(tmp_path: Path) -> None:
    ArticleFactory()
    for is_on in (False, True, True):
        Announcement.objects.create(text="Tonight", url="https://example.com/", is_on=is_on)
    now = timezone.now()
    for days in (0, 7):
        at = now + timedelta(days=days)
        PartnerLink.objects.create(
            title="Sale", url="https://example.com/", starts_at=at, ends_at=at + timedelta(days=1)
        )
    once_more(tmp_path)
    assert list(Announcement.objects.order_by("pk").values_list("is_on", flat=True)) == [False, True, True]
    assert PartnerLink.objects.count() == 2


def test_what_is_no_more_says_so_there_as_well(tmp_path: Path, client: Client) -> None:
    ArticleFactory()
    topic = Topic.objects.create(name="Ferries", slug="ferries")
    Topic.objects.filter(pk=topic.pk).update(slug="boats")
    topic.delete()
    assert {client.get(f"/topics/{slug}/").status_code for slug in ("ferries", "boats")} == {410}
    once_more(tmp_path)
    assert {client.get(f"/topics/{slug}/").status_code for slug in ("ferries", "boats")} == {410}


def test_a_version_has_the_picture_that_it_had(tmp_path: Path) -> None:
    editor = EditorFactory()
    first, second = photo("first.jpg"), photo("second.jpg")
    article, other = ArticleFactory(slug="a"), ArticleFactory(slug="b", photo=first)
    for one in (first, second):
        Article.objects.filter(pk=article.pk).update(photo=one)
        article.refresh_from_db()
        article.unpublish(by=editor)
    Photo.objects.filter(pk=other.photo_id).update(caption="Ours")
    once_more(tmp_path)
    article = Article.objects.get(slug="a")
    shown = [row.photo.original_name for row in article.versions.order_by("pk") if row.photo_id]
    assert "first.jpg" in shown and shown[-1] == "second.jpg"
    assert Photo.objects.count() == 2 and Article.objects.get(slug="b").photo.original_name == "first.jpg"


def test_what_a_photo_was_called_before_shows_what_it_has_now(tmp_path: Path) -> None:
    pier = photo()
    before = in_text(pier)
    pier.image.save("other.jpg", ContentFile(jpeg((900, 600))), save=False)
    pier.save()
    article = ArticleFactory(slug="a", body=before, photo=pier)
    assert FormerPicture.objects.count() == 1
    once_more(tmp_path)
    article = Article.objects.get(slug="a")
    Article.objects.filter(pk=article.pk).update(body=before)
    article.refresh_from_db()
    assert article.photo.image.url in article.body and before != article.body


def test_a_discussion_keeps_its_terms_and_comments_what_was_decided_on_them(tmp_path: Path) -> None:
    moderator = ModeratorFactory()
    article = ArticleFactory(slug="a")
    comment, hidden = CommentFactory(article=article), CommentFactory(article=article)
    CommentFactory(article=article)
    hidden.hide(by=moderator, reason="Spam")
    at = timezone.now() - timedelta(hours=3)
    for text in ("First.", "Second."):
        CommentEdit.objects.create(comment=comment, text=text, replaced_at=at)
    Comment.objects.filter(pk=comment.pk).update(approved_at=at, looked_at=at)
    terms: dict[str, Any] = {"members_only": True, "slow_seconds": 60, "close_after_days": 0, "opened_at": at}
    Discussion.objects.filter(pk=article.pk).update(**terms)
    once_more(tmp_path)
    discussion = Discussion.objects.get(article__slug="a")
    assert {name: getattr(discussion, name) for name in terms} == terms and not discussion.holds_links
    first, second, third = Comment.objects.order_by("pk")
    assert (first.approved_at, first.looked_at, third.looked_at) == (at, at, None)
    assert second.looked_at and second.state == "hidden"
    assert list(first.edits.values_list("text", "replaced_at")) == [("First.", at), ("Second.", at)]


def test_comments_keep_the_numbers_by_which_links_find_them(tmp_path: Path, client: Client) -> None:
    article = ArticleFactory(slug="a")
    CommentFactory(article=article)
    comment: Any = CommentFactory(article=article)
    Comment.objects.exclude(pk=comment.pk).delete()
    once_more(tmp_path)
    assert client.get(f"/comments/{comment.pk}/").headers["Location"].endswith(f"#comment-{comment.pk}")
    other: Any = CommentFactory(article=Article.objects.get(slug="a"))
    assert other.pk > comment.pk


def test_votes_were_cast_when_they_were_cast(tmp_path: Path) -> None:
    comment: Any = CommentFactory(article=ArticleFactory(slug="a"))
    voters: list[Any] = UserFactory.create_batch(2)
    for voter, value in zip(voters, (1, -1), strict=True):
        comment.vote(by=voter, value=value)
    Vote.objects.filter(voter=voters[0]).update(cast_at=timezone.now() - timedelta(days=3))
    was = dict(Vote.objects.values_list("voter__username", "cast_at"))
    once_more(tmp_path)
    assert dict(Vote.objects.values_list("voter__username", "cast_at")) == was and len(was) == 2
    assert list(Comment.objects.values_list("up", "down")) == [(1, 1)]


def test_a_number_that_another_comment_has_is_left_to_it(tmp_path: Path) -> None:
    comment: Any = CommentFactory(article=ArticleFactory(slug="a"))
    more = [{"id": str(place), "body": "x", "number": comment.pk} for place in range(2)]
    load(tmp_path, {"section": "harbour", "slug": "b", "headline": "x", "comments": more})
    assert Comment.objects.get(pk=comment.pk).text == comment.text and Comment.objects.count() == 3


def test_what_moderators_have_set_holds_there(tmp_path: Path) -> None:
    moderator, section = ModeratorFactory(), SectionFactory(slug="harbour")
    ArticleFactory(section=section)
    for code, name, value in (("length", "most", 500), ("links", "most", 3), ("newcomer", "approved", 5)):
        setting, rule = RuleSetting.objects.get(code=code), BY_CODE[code]
        values, answer = setting.values | {name: value}, (*rule.answers, "")[-1]
        setting.change(by=moderator, is_on=rule.is_fixed, answer=answer, values=values)
    assert len(moderation_record()["rules"]) == 3
    WordRule.objects.create(typed="spam*", answer="refuse")
    DomainRule.objects.create(domain="spam.example", answer="hold")
    Reason.objects.filter(words__startswith="Spam").delete()
    Reason.objects.create(words="Off topic", words_ja="無関係", position=3)
    DiscussionPolicy.objects.create(section=section, days=0)
    VotingPolicy.objects.create(hides="voted", line_share=0.9)
    was = moderation_record()
    once_more(tmp_path)
    assert moderation_record() == was and len(was) == 6


def test_a_site_that_has_articles_keeps_its_own_rules(tmp_path: Path) -> None:
    WordRule.objects.create(typed="theirs", answer="refuse")
    first = everything()
    as_migrated.restore()
    ArticleFactory()
    load(tmp_path, *first)
    assert not WordRule.objects.exists()


@pytest.mark.parametrize(
    ("moderation", "told"),
    [
        ({"rules": [{"code": "odd"}]}, "no rule “odd”"),
        ({"rules": [{"code": "length", "values": {"most": "x"}}]}, "rule “length”"),
        ({"words": [{"typed": ""}]}, "moderation: "),
        ({"days": {"nowhere": 3}}, "no section “nowhere”"),
        ({"voting": {"line_share": 7}}, "moderation: "),
        ({"voting": 7}, "voting must be an object"),
    ],
)
def test_rules_that_are_none_are_named(moderation: Any, told: str, tmp_path: Path) -> None:
    was = moderation_record()
    assert told in refused(tmp_path, {"site": {"moderation": moderation}}) and moderation_record() == was


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ({"terms": {"slow_seconds": -1}}, "terms: "),
        ({"terms": {"odd": 1}}, "there is no odd"),
        ({"terms": {"opened_at": "x"}}, "opened_at"),
        ({"comments": [{"body": "x", "looked": "x"}]}, "looked"),
        ({"comments": [{"body": "x", "number": -1}]}, "number must be a number"),
        ({"comments": [{"body": "x", "cast": {"ana": "2026-11-24"}}]}, "cast: each is the time of one"),
        ({"comments": [{"body": "x", "votes": {"ana": 1}, "cast": {"ana": "soon"}}]}, "cast: ana must be"),
        ({"comments": [{"body": "x", "earlier": [{"body": "x"}]}]}, "earlier: each has a body"),
        ({"comments": [{"body": "x", "earlier": [{"body": "\x00", "time": "2026-11-24"}]}]}, "earlier: "),
        ({"photo": {"former": ["/etc/passwd"]}}, "former: at must be an address"),
    ],
)
def test_what_is_none_of_it_is_named(record: Any, told: str, tmp_path: Path) -> None:
    assert told in refused(tmp_path, {"section": "harbour", "headline": "x", **record})
    assert not Article.objects.exists()
