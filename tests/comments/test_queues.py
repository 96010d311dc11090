"""The queues of the desk: what waits in each, in which order, page by page, and what is shown of it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from comments.claiming import claim
from comments.log import note
from comments.look import Kind, Look, Order
from comments.models import Claim, Comment, ModerationEntry
from comments.queues import claim_next, page
from tests.comments.pages import words
from tests.comments.waiting import LIST, deciding, held, ids, report
from tests.factories import (
    ArticleFactory,
    CommentFactory,
    EditorFactory,
    ModeratorFactory,
    SectionFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def pks(look: Look, **place: Any) -> list[int]:
    return [one.pk for one in page(look, **place).rows]


def test_each_queue_has_what_waits_there_and_loses_it_when_it_is_decided(mona: User) -> None:
    plain, reported, (waiting,) = CommentFactory(), CommentFactory(), held(1)
    report(reported)
    hidden = CommentFactory()
    hidden.hide(by=mona, reason="spam")
    assert pks(Look(Kind.REPORTED)) == [reported.pk]
    assert pks(Look(Kind.HELD, Order.OLDEST)) == [waiting.pk]
    assert pks(Look(Kind.NEW, Order.NEWEST)) == [reported.pk, plain.pk]
    assert pks(Look(Kind.ALL, Order.NEWEST)) == ids([hidden, waiting, reported, plain])
    for one in (plain, reported, waiting):
        one.approve(by=mona)
    assert [pks(Look(kind, Order.OLDEST)) for kind in (Kind.REPORTED, Kind.HELD, Kind.NEW)] == [[], [], []]


def test_a_queue_is_narrowed_to_a_section_or_an_article() -> None:
    here, there = (ArticleFactory(section=SectionFactory(slug=slug)) for slug in ("harbour", "sports"))
    (one,), (other,) = held(1, article=here), held(1, article=there)
    assert pks(Look(Kind.HELD, Order.OLDEST, section=here.section.pk)) == [one.pk]
    assert pks(Look(Kind.HELD, Order.OLDEST, article=there.pk)) == [other.pk]
    assert pks(Look(Kind.HELD, Order.OLDEST, section=here.section.pk, article=there.pk)) == []


def test_each_comment_leads_to_all_that_waits_of_its_article(desk: Client) -> None:
    (one, two), (other,) = held(2), held(1)
    path = f"queue=held&amp;order=newest&amp;article={one.discussion_id}"
    for address in (f"{LIST}?queue=held&order=newest", f"{LIST}{one.pk}/?queue=held&order=newest"):
        assert f'href="{LIST}?{path}">only this article</a>' in desk.get(address).text
    html = desk.get(f"{LIST}?{path.replace('&amp;', '&')}").text
    assert f'id="comment-{one.pk}"' in html and f'id="comment-{two.pk}"' in html
    assert f'id="comment-{other.pk}"' not in html and "only this article" not in html


@pytest.mark.parametrize("order", Order.values)
@pytest.mark.parametrize("narrowed", [False, True])
def test_every_page_follows_the_last_and_leads_back_to_it(order: str, narrowed: bool) -> None:
    here = ArticleFactory()
    there = ArticleFactory(section=here.section)
    elsewhere = held(3, article=ArticleFactory(section=SectionFactory(slug="elsewhere"))) if narrowed else []
    for other in elsewhere:
        report(other)
    comments = [held(1, article=article)[0] for article in (here, here, there, there, here, there, here)]
    for comment, times in zip(comments, (0, 2, 1, 0, 2, 0, 1), strict=True):
        report(comment, times)
    expected = {
        "oldest": comments,
        "newest": comments[::-1],
        "most": [comments[n] for n in (1, 4, 2, 6, 0, 3, 5)],
    }[order]
    look = Look(Kind.HELD, Order(order), section=here.section.pk if narrowed else None)
    pages = [page(look, most=3)]
    while pages[-1].after:
        pages.append(page(look, after=pages[-1].after, most=3))
    assert [ids(one.rows) for one in pages] == [ids(expected[n : n + 3]) for n in (0, 3, 6)]
    back = page(look, before=pages[2].before, most=3)
    assert ids(back.rows) == ids(expected[3:6]) and back.before and back.after
    first = page(look, before=back.before, most=3)
    assert ids(first.rows) == ids(expected[:3]) and not first.before


def test_an_address_that_says_nothing_right_is_the_first_page_of_what_is_reported(desk: Client) -> None:
    held(1)
    for query in ("?queue=x&order=y&section=z&article=-1&after=%01&before=9", f"?after={'9' * 30}.1", ""):
        answer = desk.get(LIST + query)
        assert answer.status_code == 200 and "Nothing waits here." in words(answer.text)
    assert desk.get(f"{LIST}?after=%00").status_code == 400


def test_the_next_is_the_first_that_nobody_looks_at_and_that_one_may_decide_on(mona: User) -> None:
    comments, look = held(4), Look(Kind.HELD, Order.OLDEST)
    own = held(1, by=mona)[0]
    claim(comments[1].pk, by=ModeratorFactory())
    assert claim_next(look, by=mona) == comments[0]
    assert claim_next(look, by=mona, after=comments[0]) == comments[2]
    assert claim_next(look, by=mona, after=comments[3]) == comments[0], "from the beginning again"
    assert Claim.objects.get(moderator=mona).comment == comments[0]
    Comment.objects.exclude(pk=own.pk).update(state="public")
    assert claim_next(look, by=mona) is None


def test_the_list_says_what_waits_where_why_and_how_much(desk: Client, mona: User) -> None:
    parent = CommentFactory(by=UserFactory(username="Kelpie"), text="Is that so?")
    comment = CommentFactory(by=UserFactory(username="Selkie"), parent=parent, text="Buy my <b>boat</b>.")
    report(comment, 2)
    comment.report(by=UserFactory(), reason="abuse")
    (waiting,) = held(1)
    note("hold", by=None, comment=waiting, rule="links", reason="A link to boats.example")
    html = desk.get(LIST).text
    for shown in ("Selkie", "answers Kelpie:", "Is that so?", "Spam or advertising ×2 · Insult or threat"):
        assert shown in words(html)
    assert "3 reports" in words(html) and "Buy my &lt;b&gt;boat&lt;/b&gt;." in html
    assert re.search(r"Reported\s+1 .*Held\s+1 .*New\s+2 ", words(html))
    assert "A link to boats.example" in words(desk.get(f"{LIST}?queue=held").text)


def test_of_a_long_comment_the_list_shows_the_beginning_and_lets_nobody_approve_the_rest(
    desk: Client,
) -> None:
    comment = CommentFactory(text="Word. " * 300)
    report(comment)
    assert 'value="approve"' not in desk.get(LIST).text
    assert 'value="approve"' in desk.get(f"{LIST}{comment.pk}/").text


def test_in_the_list_a_decision_leads_on_to_the_next_row(desk: Client) -> None:
    comments = held(2)
    address = deciding(desk.get(f"{LIST}?queue=held&after=0.0").text)
    answer = desk.post(address, {"act": "approve"})
    assert answer["Location"] == f"{LIST}?queue=held&after=0.0#comment-{comments[1].pk}"
    again = desk.post(address, {"act": "approve"}, follow=True)
    assert "You have decided on it meanwhile" in words(again.text)


STEPS = ["1/look/", "1/step/", "1/decide/", "next/", "undo/1/"]


@pytest.mark.parametrize("step", ["", "1/", *STEPS])
def test_the_queues_open_to_moderators_alone_and_nothing_is_done_by_get(step: str) -> None:
    comment = CommentFactory()
    comment.hide(by=ModeratorFactory(), reason="spam")
    path = LIST + step.replace("undo/1", f"undo/{ModerationEntry.objects.get().pk}")
    path = re.sub(r"/1/", f"/{comment.pk}/", path)
    for factory, expected in ((None, 302), (UserFactory, 302), (EditorFactory, 403)):
        client = Client()
        if factory:
            client.force_login(factory())
        assert [client.get(path).status_code, client.post(path).status_code] == [expected] * 2
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(ModeratorFactory())
    assert desk.get(path).status_code == (405 if step in STEPS else 200)
    assert desk.post(path).status_code in ((403,) if step in STEPS else (403, 405)), "without the token"
    assert ModerationEntry.objects.count() == 1 and not Claim.objects.exists()


@pytest.mark.parametrize("kind", Kind.values)
def test_a_queue_takes_the_same_few_queries_for_one_and_for_thirty(desk: Client, kind: str) -> None:
    taken = []
    for count in (1, 29):
        for comment in held(count):
            report(comment)
        for comment in CommentFactory.create_batch(count, article=ArticleFactory()):
            report(comment, 2)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(f"{LIST}?queue={kind}").status_code == 200
        taken.append(len(queries))
    # Where a second factor is asked for, one more.
    assert taken[0] == taken[1] <= 9
