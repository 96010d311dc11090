"""Drafts: nothing typed is overwritten unseen, and nothing that was sent comes back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from comments import drafts
from comments.drafts import Composer, Owner
from comments.models import Comment, Discussion, Draft
from comments.tasks import forget_drafts
from tests.factories import ArticleFactory, CommentFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def composer() -> Composer:
    return Composer(Draft.Act.POST, ArticleFactory().pk)


@pytest.fixture
def owner() -> Owner:
    return Owner(UserFactory().pk)


def texts(owner: Owner, composer: Composer) -> list[str]:
    return [draft.text for draft in composer.of(owner)]


def test_a_composer_saves_its_draft_again_and_again(owner: Owner, composer: Composer) -> None:
    first = drafts.keep(owner, composer, "The fer", key="tab")
    assert first
    second = drafts.keep(owner, composer, "The ferry", key="tab", seen=first.version)
    assert second and (second.key, second.version) == ("tab", first.version + 1)
    assert texts(owner, composer) == ["The ferry"]


def test_two_tabs_that_began_apart_keep_two_drafts(owner: Owner, composer: Composer) -> None:
    drafts.keep(owner, composer, "From one.", key="one")
    drafts.keep(owner, composer, "From the other.", key="other")
    assert texts(owner, composer) == ["From the other.", "From one."]


def test_a_tab_that_comes_too_late_overwrites_nothing(owner: Owner, composer: Composer) -> None:
    # Both were opened with the same draft.
    drafts.keep(owner, composer, "Begun.", key="tab")
    drafts.keep(owner, composer, "Written on here.", key="tab", seen=1)
    late = drafts.keep(owner, composer, "Changed there.", key="tab", seen=1)
    assert late and late.key != "tab"
    assert texts(owner, composer) == ["Changed there.", "Written on here."]


def test_a_text_that_another_holds_whole_is_no_second_draft(owner: Owner, composer: Composer) -> None:
    drafts.keep(owner, composer, "The ferry", key="one")
    drafts.keep(owner, composer, "The ferry is late.", key="other")
    assert texts(owner, composer) == ["The ferry is late."]


def test_each_composer_has_its_own(owner: Owner, composer: Composer) -> None:
    comment = CommentFactory()
    places = [composer, *(Composer(act, comment.discussion_id, comment.pk) for act in Draft.Act)]
    for number, place in enumerate(places):
        drafts.keep(owner, place, f"draft {number}")
    assert [texts(owner, place) for place in places] == [[f"draft {number}"] for number in range(len(places))]


def test_an_emptied_box_takes_its_draft_back_but_not_another_tabs(owner: Owner, composer: Composer) -> None:
    drafts.keep(owner, composer, "Begun.", key="tab")
    drafts.keep(owner, composer, "Written on.", key="tab", seen=1)
    drafts.keep(owner, composer, "  ", key="tab", seen=1)
    assert texts(owner, composer) == ["Written on."]
    drafts.keep(owner, composer, "", key="tab", seen=2)
    assert texts(owner, composer) == []


def test_what_was_sent_is_gone_and_what_another_tab_wrote_meanwhile_stays(
    owner: Owner, composer: Composer
) -> None:
    drafts.keep(owner, composer, "Sent.", key="tab")
    drafts.settle(owner, composer, "Sent.", key="tab", seen=1)
    assert texts(owner, composer) == []
    drafts.keep(owner, composer, "Begun.", key="tab")
    drafts.keep(owner, composer, "Quite another thought.", key="tab", seen=1)
    drafts.settle(owner, composer, "Begun, and sent.", key="tab", seen=1)
    assert texts(owner, composer) == ["Quite another thought."]
    # Its key has posted; under another it can be posted, too.
    assert composer.of(owner).get().key != "tab"


def test_a_saving_that_was_under_way_while_it_was_posted_brings_nothing_back(composer: Composer) -> None:
    reader = UserFactory()
    discussion = Discussion.objects.of(ArticleFactory())
    place = Composer(Draft.Act.POST, discussion.pk)
    comment = discussion.post(by=reader, text="The ferry is late.", key="tab")
    assert drafts.keep(Owner(reader.pk), place, "The ferry is", key="tab") is None
    # Nor does a copy of it that a browser kept from before it was sent.
    before = comment.created_at - timedelta(minutes=1)
    assert drafts.keep(Owner(reader.pk), place, "The ferry is late.", typed_at=before) is None
    assert drafts.keep(
        Owner(reader.pk), Composer(Draft.Act.POST, discussion.pk, comment.pk), "The ferry is late."
    )
    change = Composer(Draft.Act.EDIT, discussion.pk, comment.pk)
    assert drafts.keep(Owner(reader.pk), change, "The ferry is late.\n", key="box") is None
    assert drafts.keep(Owner(reader.pk), change, "The ferry was late.", key="box")


def test_who_says_again_what_they_have_said_finds_it_kept_like_anything_else() -> None:
    reader = UserFactory()
    discussion = Discussion.objects.of(ArticleFactory())
    place = Composer(Draft.Act.POST, discussion.pk)
    discussion.post(by=reader, text="I agree.", key="then")
    # Signed out, and typed since: kept on the site, as a copy in the browser, or saved outright.
    drafts.keep(Owner(visitor="v" * 32), place, "I agree.", key="now")
    drafts.claim("v" * 32, reader.pk)
    assert texts(Owner(reader.pk), place) == ["I agree."]
    Draft.objects.all().delete()
    assert drafts.keep(Owner(reader.pk), place, "I agree.", typed_at=timezone.now())
    Draft.objects.all().delete()
    assert drafts.keep(Owner(reader.pk), place, "I agree.", key="box")


def test_what_was_typed_before_the_login_is_the_readers_after_it(owner: Owner, composer: Composer) -> None:
    visitor = Owner(visitor="secret")
    drafts.keep(owner, composer, "Written last week.", key="old")
    drafts.keep(visitor, composer, "Typed before.", key="tab")
    drafts.claim("secret", owner.reader_id or 0)
    assert texts(owner, composer) == ["Typed before.", "Written last week."]
    assert not visitor.drafts.exists()


def test_a_login_that_had_ended_goes_on_with_the_same_draft(owner: Owner, composer: Composer) -> None:
    drafts.keep(owner, composer, "Begun.", key="tab")
    drafts.keep(Owner(visitor="secret"), composer, "Another end.", key="tab", seen=1)
    drafts.claim("secret", owner.reader_id or 0)
    assert texts(owner, composer) == ["Another end."]


def test_only_so_many_are_kept_the_newest(owner: Owner) -> None:
    visitor = Owner(visitor="secret")
    for _ in range(drafts.MOST_OF_A_VISITOR + 1):
        drafts.keep(visitor, Composer(Draft.Act.POST, ArticleFactory().pk), "Typed.")
    assert visitor.drafts.count() == drafts.MOST_OF_A_VISITOR
    place = Composer(Draft.Act.POST, ArticleFactory().pk)
    for number in range(drafts.MOST + 2):
        drafts.keep(owner, place, f"draft {number:03}")
    assert texts(owner, place)[::-1] == [f"draft {number:03}" for number in range(2, drafts.MOST + 2)]


def test_what_nobody_came_back_to_is_forgotten_after_thirty_days(
    owner: Owner, composer: Composer, time_machine: Any
) -> None:
    drafts.keep(owner, composer, "Old.")
    time_machine.move_to(timezone.now() + timedelta(days=30, minutes=1))
    drafts.keep(owner, Composer(Draft.Act.POST, ArticleFactory().pk), "New.")
    forget_drafts.enqueue()
    forget_drafts.call()
    assert [draft.text for draft in owner.drafts.newest()] == ["New."]


def test_a_reply_to_a_comment_that_is_erased_becomes_a_comment_of_its_own(owner: Owner) -> None:
    comment: Comment = CommentFactory()
    drafts.keep(owner, Composer(Draft.Act.POST, comment.discussion_id, comment.pk), "I disagree.")
    comment.delete()
    assert texts(owner, Composer(Draft.Act.POST, comment.discussion_id)) == ["I disagree."]


def test_more_than_a_comment_may_have_is_kept_to_be_cut(owner: Owner, composer: Composer) -> None:
    kept = drafts.keep(owner, composer, "x" * 30_000 + "\x00\r\n.")
    assert kept and kept.text == "x" * 30_000 + "\n."


@pytest.mark.django_db(transaction=True)
def test_eight_savings_at_the_same_moment_lose_nothing(owner: Owner, composer: Composer) -> None:
    def save(number: int) -> None:
        try:
            drafts.keep(owner, composer, f"{number}, from a tab", key="tab")
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(save, range(8)))
    assert sorted(texts(owner, composer)) == [f"{number}, from a tab" for number in range(8)]
