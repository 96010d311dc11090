"""Who is warned, suspended or banned, has an address that isn't confirmed, or is new: kept from what, told what, and where."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from accounts.stamps import stamp
from comments.models import Comment, Draft, Report, Sanction, Vote
from comments.refusal import Refusal
from tests.comments.pages import JSON, act, page, words, write
from tests.factories import ArticleFactory, CommentFactory, EditorFactory, ModeratorFactory, UserFactory

pytestmark = pytest.mark.django_db
ACCOUNT = "/accounts/"


@pytest.fixture
def reader(client: Client, kelpie: User) -> Client:
    client.force_login(kelpie)
    return client


def sanction(reader: User, kind: str, until: datetime | None = None) -> Sanction:
    moderator = ModeratorFactory()
    if kind == "suspend":
        until = until or timezone.now() + timedelta(hours=3)
        return Sanction.objects.suspend(reader, by=moderator, reason="Mind your words.", until=until)
    return getattr(Sanction.objects, kind)(reader, by=moderator, reason="Mind your words.")


def is_over(one: Sanction) -> None:
    """So much time has passed; the row itself stands, so its trigger is told to look away."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(
            "UPDATE comments_sanction SET at = at - interval '5 days', until = now() - interval '1 minute' WHERE id = %s",
            [one.pk],
        )
        cursor.execute("SET LOCAL session_replication_role = origin")


HEADS = {
    "warn": "A moderator has warned you.",
    "suspend": "You can't comment, vote or report until",
    "ban": "You can't comment, vote or report here any more.",
}


@pytest.mark.parametrize("kind", HEADS)
def test_the_refusal_says_what_until_when_why_and_what_to_do_and_keeps_what_was_typed(
    reader: Client, kelpie: User, kind: str
) -> None:
    one, article = sanction(kelpie, kind), ArticleFactory()
    answer = write(reader, article)
    told = words(answer.text)
    assert answer.status_code == 422 and not Comment.objects.exists()
    assert HEADS[kind] in told and "Mind your words." in told and "What I think." in answer.text
    if kind == "suspend":
        assert words(stamp(one.until)) in told
    assert "You can appeal" in told
    assert ("have read" in told) == (kind == "warn")
    assert Draft.objects.get(reader=kelpie).text == "What I think."
    message = write(reader, article, **JSON).json()["message"]
    assert HEADS[kind] in message and "“Mind your words”. " in message


@pytest.mark.parametrize("kind", HEADS)
def test_it_stands_beside_every_composer_and_on_the_account_before_anything_is_typed(
    reader: Client, kelpie: User, kind: str
) -> None:
    own = CommentFactory(by=kelpie)
    other = CommentFactory(article=own.discussion.article)
    sanction(kelpie, kind)
    article = page(reader, own.discussion.article)
    reply = reader.get(f"/comments/{other.pk}/reply/").text
    edit = reader.get(f"/comments/{own.pk}/edit/").text
    for html in (article, reply, edit, reader.get(ACCOUNT).text):
        assert HEADS[kind] in words(html) and "Mind your words." in words(html)
    for html in (article, reply, edit):
        # The box stays, for what was begun; what can't be done has no button.
        assert 'name="text"' in html and "Post comment" not in html and "Save changes" not in html


@pytest.mark.parametrize("kind", ["suspend", "ban"])
def test_voting_reporting_and_changing_are_refused_with_the_same_sentence(
    reader: Client, kelpie: User, kind: str
) -> None:
    own, other = CommentFactory(by=kelpie), CommentFactory()
    sanction(kelpie, kind)
    answers = [
        reader.post(f"/comments/{other.pk}/vote/", {"value": "1"}, **JSON),
        reader.post(f"/comments/{other.pk}/report/", {"reason": "spam"}, **JSON),
        reader.post(f"/comments/{own.pk}/edit/", {"text": "Other words."}, **JSON),
    ]
    for answer in answers:
        assert answer.status_code == 422 and HEADS[kind] in answer.json()["message"]
    assert not Vote.objects.exists() and not Report.objects.exists()


def test_a_vote_from_before_cannot_be_changed_either(kelpie: User) -> None:
    other = CommentFactory()
    other.vote(by=kelpie, value=1)
    sanction(kelpie, "ban")
    with pytest.raises(Refusal):
        other.vote(by=kelpie, value=0)
    other.refresh_from_db()
    assert other.up == 1


def test_reading_deleting_ones_own_muting_and_the_account_stay_open(reader: Client, kelpie: User) -> None:
    own = CommentFactory(by=kelpie)
    sanction(kelpie, "ban")
    assert act(reader, own, "delete").status_code == 303
    for path in (ACCOUNT, "/accounts/settings/", "/notifications/", "/accounts/erasure/"):
        assert reader.get(path).status_code == 200


def test_a_warning_is_read_by_one_press_and_then_writing_goes_on(reader: Client, kelpie: User) -> None:
    sanction(kelpie, "warn")
    article = ArticleFactory()
    address = re.search(r'action="(/accounts/warnings/\d+/read/)"', reader.get(ACCOUNT).text)
    assert address
    answer = reader.post(address[1], follow=True)
    assert "You can write again." in words(answer.text) and HEADS["warn"] not in words(answer.text)
    assert write(reader, article).status_code == 303
    assert Sanction.objects.get().read_at


def test_a_warning_keeps_nobody_from_voting(kelpie: User) -> None:
    sanction(kelpie, "warn")
    CommentFactory().vote(by=kelpie, value=1)
    assert Vote.objects.count() == 1


def test_only_who_was_warned_can_say_that_it_was_read(kelpie: User) -> None:
    one, stranger = sanction(kelpie, "warn"), Client()
    stranger.force_login(UserFactory())
    assert stranger.post(f"/accounts/warnings/{one.pk}/read/").status_code == 404
    with pytest.raises(PermissionDenied):
        one.read(by=UserFactory())
    one.refresh_from_db()
    assert one.read_at is None


def test_a_suspension_ends_by_itself_and_a_ban_when_it_is_lifted(reader: Client, kelpie: User) -> None:
    article = ArticleFactory()
    is_over(sanction(kelpie, "suspend"))
    assert write(reader, article).status_code == 303
    one = sanction(kelpie, "ban")
    assert write(reader, article, "More.").status_code == 422
    one.lift(by=ModeratorFactory())
    assert "any more" not in words(reader.get(ACCOUNT).text)
    CommentFactory(by=kelpie, article=article)


def test_of_several_the_gravest_and_longest_is_told(kelpie: User) -> None:
    sanction(kelpie, "warn")
    for days in (7, 30, 1):
        sanction(kelpie, "suspend", timezone.now() + timedelta(days=days))
    longest = Sanction.objects.filter(kind="suspend").latest("until")
    assert Sanction.objects.against(kelpie) == longest
    ban = sanction(kelpie, "ban")
    assert Sanction.objects.against(kelpie) == ban


def test_another_readers_sanction_is_nobody_elses(kelpie: User) -> None:
    sanction(UserFactory(), "ban")
    comment = CommentFactory(by=kelpie)
    client = Client()
    client.force_login(kelpie)
    assert "any more" not in words(page(client, comment.discussion.article))


def test_only_moderators_decide_and_never_on_each_other(kelpie: User) -> None:
    later = timezone.now() + timedelta(hours=1)
    for nobody in (kelpie, EditorFactory()):
        with pytest.raises(PermissionDenied):
            Sanction.objects.ban(UserFactory(), by=nobody, reason="x")
        with pytest.raises(PermissionDenied):
            sanction(UserFactory(), "ban").lift(by=nobody)
    moderator = ModeratorFactory()
    for of_house in (moderator, ModeratorFactory(), EditorFactory()):
        with pytest.raises(Refusal):
            Sanction.objects.warn(of_house, by=moderator, reason="x")
    for wrong in ({"reason": " "}, {"reason": "x" * 501}, {"reason": "x\x00"}):
        with pytest.raises(Refusal):
            Sanction.objects.suspend(kelpie, by=moderator, until=later, **wrong)
    with pytest.raises(Refusal):
        Sanction.objects.suspend(kelpie, by=moderator, until=timezone.now(), reason="x")
    assert not Sanction.objects.filter(reader=kelpie).exists()


def test_what_was_decided_cannot_be_put_otherwise_afterwards(kelpie: User) -> None:
    one = sanction(kelpie, "suspend")
    for change in (
        {"reason": "Other."},
        {"until": one.until + timedelta(days=1)},
        {"kind": "ban", "until": None},
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            Sanction.objects.filter(pk=one.pk).update(**change)


def test_the_desk_begins_and_lifts_them_by_name(kelpie: User) -> None:
    desk = Client()
    desk.force_login(ModeratorFactory())
    typed = {"name": "kelpie", "kind": "suspend", "hours": "24", "reason": "Mind your words."}
    add = "/admin/comments/sanction/add/"
    EditorFactory(username="Ed")
    for wrong, sentence in (
        ({"name": "Nobody"}, "Nobody is called so."),
        ({"hours": ""}, "Say until when"),
        ({"reason": ""}, "required"),
        ({"name": "Ed"}, "of the house"),
    ):
        answer = desk.post(add, {**typed, **wrong})
        assert answer.status_code == 200 and sentence in words(answer.text), wrong
    assert not Sanction.objects.exists()
    assert desk.post(add, typed).status_code == 302
    one = Sanction.objects.get()
    assert one.reader == kelpie and round((one.until - one.at).total_seconds()) == 24 * 60 * 60
    assert desk.get(f"/admin/comments/sanction/{one.pk}/change/").status_code == 200
    desk.post("/admin/comments/sanction/", {"action": "lift", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert one.lifted_at and one.lifted_by
    Sanction.objects.ban(UserFactory(), by=ModeratorFactory(), reason="Sells boats.")
    listed = words(desk.get("/admin/comments/sanction/").text)
    assert f"lifted {one.lifted_at.astimezone(ZoneInfo('Asia/Tokyo')):%Y-%m-%d %H:%M}" in listed
    assert "in force" in listed and "Sells boats." in listed


def test_who_has_not_confirmed_is_told_what_follows_and_can_write(reader: Client, kelpie: User) -> None:
    EmailAddress.objects.create(user=kelpie, email=kelpie.email, primary=True, verified=False)
    article = ArticleFactory()
    for html in (page(reader, article), reader.get(ACCOUNT).text):
        assert "Your email address isn't confirmed yet." in words(html) and "/accounts/email/" in html
    assert write(reader, article).status_code == 303
    EmailAddress.objects.update(verified=True)
    assert "isn't confirmed" not in words(page(reader, article))


def test_who_is_new_is_told_until_when_and_what_waits() -> None:
    newcomer = UserFactory(date_joined=timezone.now() - timedelta(hours=3))
    client, article = Client(), ArticleFactory()
    client.force_login(newcomer)
    ends = words(stamp(newcomer.date_joined + timedelta(days=1)))
    for html in (page(client, article), client.get(ACCOUNT).text):
        assert "Your account is new." in words(html) and f"Until {ends} you wait a little longer" in words(
            html
        )
    User.objects.filter(pk=newcomer.pk).update(date_joined=timezone.now() - timedelta(days=2))
    assert "Your account is new." not in words(page(client, article))


@pytest.mark.parametrize("kind", HEADS)
def test_who_cannot_write_is_promised_nothing_by_what_else_is_told(kind: str) -> None:
    newcomer = UserFactory(date_joined=timezone.now() - timedelta(hours=3))
    EmailAddress.objects.create(user=newcomer, email=newcomer.email, primary=True, verified=False)
    sanction(newcomer, kind)
    client, article = Client(), ArticleFactory()
    client.force_login(newcomer)
    for html in (page(client, article), client.get(ACCOUNT).text):
        assert HEADS[kind] in words(html) and "Your email address isn't confirmed yet." in words(html)
        assert "You can comment" not in words(html)


def test_telling_costs_the_article_page_no_query_and_the_account_stays_cheap(
    reader: Client, kelpie: User
) -> None:
    article = CommentFactory().discussion.article

    def cost(path: str) -> int:
        reader.get(path)
        with CaptureQueriesContext(connection) as queries:
            reader.get(path)
        return len(queries)

    before = cost(article.get_absolute_url())
    sanction(kelpie, "ban")
    EmailAddress.objects.create(user=kelpie, email=kelpie.email, primary=True, verified=False)
    assert cost(article.get_absolute_url()) == before <= 12
    assert cost(ACCOUNT) <= 8
