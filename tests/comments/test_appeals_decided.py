"""An appeal is decided by another moderator than the first, undone within ten seconds, and its outcome told to all."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.models import User
from comments import sanctioning, whole_acts
from comments.models import Appeal, Comment, ModerationEntry, Sanction, Statement
from comments.models.telling import UNDO_FOR
from comments.refusal import Refusal
from comments.undoing import undo
from tests.at_once import at_once
from tests.comments.appeals import DESK, appealed, hidden, state, told
from tests.comments.pages import words
from tests.factories import CommentFactory, EditorFactory, ModeratorFactory, UserFactory, rest
from tests.worker import work

pytestmark = pytest.mark.django_db


def test_who_decided_does_not_decide_on_the_appeal(mona: User, moll: User, comment: Comment) -> None:
    appeal = appealed(hidden(comment, mona))
    for decide in (appeal.uphold, appeal.overturn):
        with pytest.raises(Refusal) as refusal:
            decide(by=mona, reason="x")
        assert refusal.value.code == "own"
        for nobody in (UserFactory(), EditorFactory()):
            with pytest.raises(PermissionDenied):
                decide(by=nobody, reason="x")
        with pytest.raises(Refusal):
            decide(by=moll, reason=" ")
    User.objects.filter(pk=mona.pk).update(is_superuser=True)
    with pytest.raises(Refusal):
        appeal.overturn(by=User.objects.get(pk=mona.pk), reason="x")
    assert Appeal.objects.get().outcome == "open" and state(comment) == "hidden"


def test_upheld_it_is_told_to_who_appealed_and_to_who_reported(
    kelpie: User, mona: User, moll: User, comment: Comment
) -> None:
    reporter = UserFactory()
    comment.report(by=reporter, reason="spam")
    appeal = appealed(hidden(comment, mona))
    appeal.uphold(by=moll, reason="It says nothing of the harbour.")
    client = Client()
    client.force_login(kelpie)
    address = f"/accounts/decisions/{appeal.statement_id}/"
    assert "It isn't decided yet." in words(client.get(address).text)
    work(UNDO_FOR)
    shown = words(client.get(address).text)
    assert "The decision stands." in shown and "nothing of the harbour" in shown and "Moll" not in shown
    assert told(kelpie) == ["", "upheld"] and told(reporter, "report") == ["upheld", "appealed"]
    assert "the decision stands" in words(client.get("/notifications/").text)
    client.force_login(reporter)
    assert "Its author has appealed" in words(client.get("/notifications/").text)
    assert state(comment) == "hidden"


def test_overturned_the_comment_is_public_again_and_reporters_learn_that_it_stays(
    kelpie: User, mona: User, moll: User, comment: Comment
) -> None:
    reporter = UserFactory()
    comment.report(by=reporter, reason="spam")
    appeal = appealed(hidden(comment, mona))
    appeal.overturn(by=moll, reason="It was on the subject.")
    assert state(comment) == "public"
    work(UNDO_FOR)
    assert told(kelpie) == ["", "overturned"] and told(reporter, "report")[-1] == "rejected"
    acts = ModerationEntry.objects.filter(comment=comment).order_by("pk")
    assert list(acts.values_list("act", flat=True)) == ["hide", "appeal", "overturn", "restore"]
    overturn, restore = acts[2], acts[3]
    assert overturn.actor == restore.actor == moll and overturn.batch == restore.batch


@pytest.mark.parametrize("kind", ["warn", "suspend", "ban"])
def test_overturned_a_sanction_is_lifted(
    kelpie: User, mona: User, moll: User, comment: Comment, kind: str
) -> None:
    sanctioning.impose_for(comment, kind, by=mona, reason="x", hours=24)
    work(UNDO_FOR)
    appealed(Statement.objects.get()).overturn(by=moll, reason="Too hard.")
    assert Sanction.objects.against(kelpie) is None
    work(UNDO_FOR)
    assert told(kelpie) == ["", "overturned"]


def test_of_one_act_all_comes_back_but_what_was_decided_on_since(
    kelpie: User, mona: User, moll: User, comment: Comment
) -> None:
    rest()
    other, third = CommentFactory(by=kelpie), CommentFactory(by=UserFactory())
    whole_acts.hide_since(kelpie, None, by=mona, reason="x")
    third.hide(by=mona, reason="x")
    work(UNDO_FOR)
    other.restore(by=moll)
    other.hide(by=moll, reason="This one is.")
    work(UNDO_FOR)
    appealed(Statement.objects.filter(reader=kelpie).earliest("pk")).overturn(by=moll, reason="x")
    assert (state(comment), state(other), state(third)) == ("public", "hidden", "hidden")


@pytest.mark.parametrize("outcome", ["uphold", "overturn"])
def test_the_decision_on_an_appeal_is_undone_within_ten_seconds(
    kelpie: User, mona: User, moll: User, comment: Comment, outcome: str
) -> None:
    appeal = appealed(hidden(comment, mona))
    getattr(appeal, outcome)(by=moll, reason="x")
    undo(ModerationEntry.objects.get(act=outcome), by=moll)
    appeal.refresh_from_db()
    assert (appeal.outcome, appeal.decided_by, appeal.decided_at, appeal.answer) == ("open", None, None, "")
    assert state(comment) == "hidden"
    work(UNDO_FOR)
    assert told(kelpie) == [""]
    appeal.overturn(by=moll, reason="y")
    assert state(comment) == "public"


def test_the_desk_lists_shows_decides_and_undoes(mona: User, moll: User, comment: Comment) -> None:
    appeal = appealed(hidden(comment, mona))
    address, client = f"{DESK}{appeal.pk}/", Client()
    client.force_login(mona)
    assert "another moderator must decide" in words(client.get(f"{address}change/").text)
    refused = client.post(f"{address}decide/", {"outcome": "overturned", "reason": "x"})
    assert refused.status_code == 422 and state(comment) == "hidden"
    client.force_login(moll)
    assert "It was on the subject." in words(client.get(f"{DESK}?outcome__exact=open").text)
    html = words(client.get(f"{address}change/").text)
    assert "What I think of it." in html and "Off the subject" in html and "by Mona" in html
    assert client.get(f"{address}decide/").status_code == 302
    refused = client.post(f"{address}decide/", {"outcome": "overturned", "reason": ""})
    assert refused.status_code == 422 and "Say why" in words(refused.text)
    done = client.post(f"{address}decide/", {"outcome": "overturned", "reason": "It was."}, follow=True)
    assert "Decided." in words(done.text) and state(comment) == "public"
    offered = re.search(r'name="undo"\s+value="(\d+)"', done.text)
    assert offered
    client.post(f"{address}decide/", {"undo": offered[1]})
    assert state(comment) == "hidden" and Appeal.objects.get().outcome == "open"


def test_at_the_desk_it_is_for_moderators_alone(mona: User, comment: Comment) -> None:
    appeal = appealed(hidden(comment, mona))
    for user in (UserFactory(), EditorFactory()):
        client = Client()
        client.force_login(user)
        for path in ("", f"{appeal.pk}/change/", f"{appeal.pk}/decide/"):
            assert client.get(DESK + path).status_code in (302, 403)
        assert client.post(
            f"{DESK}{appeal.pk}/decide/", {"outcome": "overturned", "reason": "x"}
        ).status_code in (302, 403)
    assert state(comment) == "hidden"


def test_the_answer_is_told_in_the_readers_language(
    kelpie: User, mona: User, moll: User, comment: Comment
) -> None:
    appeal = appealed(hidden(comment, mona))
    appeal.uphold(by=moll, reason="Off the subject")
    work(UNDO_FOR)
    client = Client()
    client.force_login(kelpie)
    html = client.get(f"/accounts/decisions/{appeal.statement_id}/", headers={"accept-language": "ja"}).text
    assert "Off the subject" not in html and html.count("記事と関係のない内容") == 2


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_does_and_the_other_is_told() -> None:
    kelpie, mona = UserFactory(), ModeratorFactory()
    comment = CommentFactory(by=kelpie)
    appeal = appealed(hidden(comment, mona))
    one, other = ModeratorFactory(), ModeratorFactory()

    def decide(by: User, verb: str) -> str:
        try:
            getattr(Appeal.objects.get(pk=appeal.pk), verb)(by=by, reason="x")
        except Refusal as refusal:
            return refusal.code
        return "done"

    got = at_once(lambda: decide(one, "uphold"), lambda: decide(other, "overturn"))
    assert sorted(got) == ["done", "moved"]
    outcome = Appeal.objects.get().outcome
    assert state(comment) == ("public" if outcome == "overturned" else "hidden")
    assert ModerationEntry.objects.filter(act__in=["uphold", "overturn"]).count() == 1


@pytest.mark.parametrize("outcome", ["", "open", "overturn"])
def test_an_appeal_is_never_decided_without_an_outcome(
    comment: Comment, mona: User, moll: User, outcome: str
) -> None:
    made, client = appealed(hidden(comment, mona)), Client()
    client.force_login(moll)
    answer = client.post(f"{DESK}{made.pk}/decide/", {"outcome": outcome, "reason": "Seen again."})
    assert answer.status_code == 422 and "Choose what is to happen." in words(answer.text)
    assert "Seen again." in answer.text
    made.refresh_from_db()
    assert made.outcome == "open"
