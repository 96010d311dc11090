"""The desk of the rules: switched, tuned, tried on the last comments, with how often each was overturned."""

from __future__ import annotations

import re
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import rule_changes
from comments.models import (
    Comment,
    DiscussionPolicy,
    DomainRule,
    ModerationEntry,
    Premoderation,
    RuleSetting,
    VotingPolicy,
    WordRule,
)
from comments.rule_figures import figures
from comments.rule_trials import try_rule, try_words
from comments.rules import BY_CODE
from tests.comments.pages import words
from tests.comments.ruling import list_words, refusal
from tests.factories import ArticleFactory, CommentFactory, ModeratorFactory, SectionFactory, UserFactory

pytestmark = pytest.mark.django_db
RULES = "/admin/comments/rulesetting/"


@pytest.fixture
def moderator() -> Any:
    return ModeratorFactory()


@pytest.fixture
def desk(client: Client, moderator: Any) -> Client:
    client.force_login(moderator)
    return client


def opened(client: Client, address: str, data: dict[str, Any] | None = None) -> str:
    answer = client.post(address, data, follow=True) if data is not None else client.get(address)
    assert answer.status_code == 200
    return words(answer.content.decode())


def test_all_rules_stand_in_their_order_with_their_switches(desk: Client) -> None:
    html = desk.get(RULES).content.decode()
    places = [html.index(f"{RULES}{code}/change/") for code in BY_CODE]
    assert places == sorted(places)
    assert 'value="history"' in html and 'value="length"' not in html


def test_switches_are_set_at_once_and_each_is_in_the_log(desk: Client, moderator: Any) -> None:
    on = set(RuleSetting.objects.filter(is_on=True).values_list("code", flat=True))
    assert "1 rule is switched." in opened(desk, RULES, {"on": [*(on - {"history"})], "seen": [*on]})
    assert "1 rule is switched." in opened(
        desk, RULES, {"on": [*(on - {"history"}), "newcomer"], "seen": [*(on - {"history"})]}
    )
    entries = ModerationEntry.objects.order_by("id").values_list("rule", "before", "after", "actor")
    assert list(entries) == [
        ("history", {"is_on": True}, {"is_on": False}, moderator.pk),
        ("newcomer", {"is_on": False}, {"is_on": True}, moderator.pk),
    ]


def seen_on(client: Client, address: str) -> list[str]:
    """What the form of a page says that stood there."""
    html = re.sub(r"\s+", " ", client.get(address).content.decode())
    return re.findall(r'name="seen" value="(\w+)"', html)


def test_of_two_who_switch_rules_at_once_neither_takes_back_what_the_other_switched(desk: Client) -> None:
    stood = seen_on(desk, RULES)
    other = Client()
    other.force_login(ModeratorFactory())
    other.post(RULES, {"on": [*stood, "newcomer"], "seen": stood})
    desk.post(RULES, {"on": [*stood, "history"], "seen": stood})
    assert {"newcomer", "history"} <= set(
        RuleSetting.objects.filter(is_on=True).values_list("code", flat=True)
    )


def test_the_second_of_two_who_set_a_rule_at_once_is_told_who_did_and_what_stands(desk: Client) -> None:
    address, other = f"{RULES}links/change/", Client()
    other.force_login(ModeratorFactory(username="Mona"))
    typed = {"_save": "1", "is_on": "on", "answer": "hold", "newcomers": "pass", "others": "pass"}
    (seen,) = seen_on(desk, address)
    opened(other, address, {**typed, "most": "5", "seen": seen})
    tried = {name: value for name, value in typed.items() if name != "_save"}
    assert "Mona" not in opened(desk, address, {**tried, "_try": "1", "most": "9", "seen": seen})
    answer = desk.post(address, {**typed, "most": "9", "seen": seen})
    said = words(answer.content.decode())
    assert "Mona has set this rule meanwhile" in said and "Now “Most links in a comment” is: 5." in said
    assert 'value="9"' in answer.text and RuleSetting.objects.get(code="links").values["most"] == 5
    (now,) = re.findall(r'name="seen"\s+value="(\w+)"', answer.text)
    opened(desk, address, {**typed, "most": "9", "seen": now})
    assert RuleSetting.objects.get(code="links").values["most"] == 9


def test_who_sets_a_rule_as_it_is_already_is_told_nothing(desk: Client) -> None:
    address = f"{RULES}length/change/"
    (seen,) = seen_on(desk, address)
    for _time in range(2):
        said = opened(desk, address, {"_save": "1", "most": "500", "least": "1", "seen": seen})
        assert "The rule is set" in said


def test_a_rule_that_keeps_the_site_together_is_not_switched_off(desk: Client) -> None:
    opened(desk, RULES, {})
    opened(desk, f"{RULES}length/change/", {"_save": "1", "most": "900", "least": "1"})
    setting = RuleSetting.objects.get(pk="length")
    assert setting.is_on and setting.values == {"most": 900, "least": 1}


def test_a_rule_is_tuned_from_the_next_comment_on(desk: Client) -> None:
    said = opened(
        desk,
        f"{RULES}links/change/",
        {"_save": "1", "is_on": "on", "answer": "refuse", "most": "0", "newcomers": "pass", "others": "pass"},
    )
    assert "it holds from the next comment on" in said
    assert refusal(text="https://example.com").rule == "links"


def test_what_does_not_fit_is_told_and_nothing_changed(desk: Client) -> None:
    before = RuleSetting.objects.values_list("values", flat=True).get(pk="length")
    answer = desk.post(f"{RULES}length/change/", {"_save": "1", "most": "20000", "least": "1"})
    assert "less than or equal to 10000" in words(answer.content.decode())
    assert RuleSetting.objects.values_list("values", flat=True).get(pk="length") == before
    assert not ModerationEntry.objects.exists()


def test_a_rule_is_tried_on_the_last_comments_before_it_is_switched_on(desk: Client) -> None:
    CommentFactory(text="None.")
    CommentFactory(text="One https://example.com <b>")
    CommentFactory(text="Two https://example.com https://example.org")
    tried = {
        "_try": "1",
        "is_on": "on",
        "answer": "refuse",
        "most": "1",
        "newcomers": "hold",
        "others": "pass",
    }
    html = desk.post(f"{RULES}links/change/", tried).content.decode()
    assert "Of the last 3 comments it would have held 1, refused 1." in words(html)
    assert "One https://example.com &lt;b&gt;" in html and "None." not in html
    assert not ModerationEntry.objects.exists() and RuleSetting.objects.get(pk="links").values["most"] == 20
    assert {comment.state for comment in Comment.objects.all()} == {"public"}


def test_newcomers_are_tried_as_they_were_at_the_time() -> None:
    old, young = UserFactory(), UserFactory()
    for _ in range(4):
        CommentFactory(by=old)
    Comment.objects.update(created_at=timezone.now() - timedelta(days=3))
    CommentFactory(by=old)
    CommentFactory(by=young)
    trial = try_rule(BY_CODE["newcomer"], BY_CODE["newcomer"].settings())
    assert [one.comment.author for one in trial.found] == [young, old, old, old, old]
    assert (trial.count, trial.held, trial.refused) == (6, 5, 0)


def test_the_pace_is_tried_by_the_times_of_the_comments() -> None:
    author, start = UserFactory(), timezone.now() - timedelta(hours=1)
    for seconds, text in ((0, "One."), (5, "Two."), (20, "Three."), (50, "Three.")):
        comment = CommentFactory(by=author, text=text)
        Comment.objects.filter(pk=comment.pk).update(created_at=start + timedelta(seconds=seconds))
    trial = try_rule(BY_CODE["pace"], BY_CODE["pace"].settings())
    assert [one.comment.text for one in trial.found] == ["Three.", "Two."]
    assert trial.refused == 2


def test_history_slow_mode_and_members_are_tried() -> None:
    author, moderator = UserFactory(), ModeratorFactory()
    article = ArticleFactory()
    for _ in range(4):
        CommentFactory(by=author, article=article)
    for comment in Comment.objects.order_by("id")[:3]:
        comment.hide(by=moderator, reason="No.")
    found = {
        code: len(try_rule(BY_CODE[code], BY_CODE[code].settings()).found)
        for code in ("history", "slow", "members")
    }
    assert found == {"history": 1, "slow": 3, "members": 4}


@pytest.mark.parametrize("code", [code for code, rule in BY_CODE.items() if rule.can_be_tried])
def test_a_trial_of_a_thousand_takes_no_more_queries_than_one_of_ten(code: str) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            try_rule(BY_CODE[code], BY_CODE[code].settings())
        return len(captured)

    article = ArticleFactory()
    CommentFactory(article=article)
    few = queries()
    for _ in range(9):
        CommentFactory(article=article)
    assert queries() == few <= 4


def test_a_thousand_comments_are_tried_in_less_than_two_seconds() -> None:
    comment = CommentFactory(
        text="The ferry had been late since the morning, and nobody knew by how much. " * 5
    )
    Comment.objects.bulk_create(
        Comment(
            discussion=comment.discussion,
            author=comment.author,
            text=comment.text,
            html=comment.html,
            renderer=comment.renderer,
            key=f"more-{number}",
            created_at=timezone.now(),
        )
        for number in range(1100)
    )
    start = time.process_time()
    trial = try_words([(f"word{number}", "hold") for number in range(1000)])
    assert time.process_time() - start < 2
    assert (trial.count, trial.found) == (1000, [])


def test_words_are_listed_many_at_once_after_a_trial(desk: Client) -> None:
    CommentFactory(text="Such s.p.a.m, such spam.")
    CommentFactory(text="Nothing.")
    address = "/admin/comments/wordrule/add/"
    typed = {"typed": "spam\r\n\r\n scam* \r\nbuy  now", "answer": "refuse"}
    said = opened(desk, address, {"_try": "1", **typed})
    assert "Of the last 2 comments it would have held 0, refused 1." in said
    assert not WordRule.objects.exists()
    assert "3 are listed now." in opened(desk, address, {"_save": "1", **typed})
    assert list(WordRule.objects.values_list("typed", "answer")) == [
        ("buy now", "refuse"),
        ("scam*", "refuse"),
        ("spam", "refuse"),
    ]
    assert refusal(text="spam").rule == "words"


@pytest.mark.parametrize("typed", ["*", "a*", "…", "x" * 101])
def test_words_that_fit_nothing_or_everything_are_refused(desk: Client, typed: str) -> None:
    said = opened(
        desk, "/admin/comments/wordrule/add/", {"_save": "1", "typed": f"spam\n{typed}", "answer": "hold"}
    )
    assert typed[:40] in said and not WordRule.objects.exists()


@pytest.mark.parametrize("typed", ["a$$", "c++", "18+", "sh!t", "(ab", "\\w+", "[a-z]+", "a$$ hole", "x👎"])
def test_words_of_which_too_little_is_left_without_their_signs_are_refused(desk: Client, typed: str) -> None:
    """Else "a$$" would hold every comment with an "a" in it."""
    said = opened(desk, "/admin/comments/wordrule/add/", {"_save": "1", "typed": typed, "answer": "hold"})
    assert "signs aren't looked for" in said and not WordRule.objects.exists()


def test_signs_around_words_are_left_out_and_all_that_cannot_be_listed_is_told_at_once(desk: Client) -> None:
    address = "/admin/comments/wordrule/add/"
    typed = "“buy now!!!”\n#spam,\nd'oh\n14/88\n死ね！"
    opened(desk, address, {"_save": "1", "typed": typed, "answer": "hold"})
    assert set(WordRule.objects.values_list("typed", flat=True)) == {
        "buy now",
        "spam",
        "d'oh",
        "14/88",
        "死ね！",
    }
    said = opened(desk, address, {"_save": "1", "typed": "scam\na$$\n…\nc++", "answer": "hold"})
    assert all(f"“{word}”" in said for word in ("a$$", "…", "c++"))
    assert WordRule.objects.count() == 5


def test_more_than_can_be_listed_at_once_is_told_and_nothing_lost(desk: Client) -> None:
    list_words("spam")
    many = "\n".join(f"word{n}" for n in range(5001))
    for address in (
        "/admin/comments/wordrule/add/",
        f"/admin/comments/wordrule/{WordRule.objects.get().pk}/change/",
    ):
        for button in ("_try", "_save"):
            said = opened(desk, address, {button: "1", "typed": many, "answer": "hold"})
            assert "At most 5,000 at once." in said
    assert list(WordRule.objects.values_list("typed", flat=True)) == ["spam"]


def test_a_listed_word_is_changed_and_taken_off(desk: Client) -> None:
    list_words("spam")
    row = WordRule.objects.get()
    opened(
        desk,
        f"/admin/comments/wordrule/{row.pk}/change/",
        {"_save": "1", "typed": "scam", "answer": "refuse"},
    )
    row = WordRule.objects.get()
    assert (row.typed, row.answer) == ("scam", "refuse")
    opened(desk, f"/admin/comments/wordrule/{row.pk}/delete/", {"post": "yes"})
    assert not WordRule.objects.exists()
    changes = (
        ModerationEntry.objects.filter(actor__isnull=False).order_by("id").values_list("before", "after")
    )
    assert list(changes)[1:] == [({"spam": "hold"}, {}), ({}, {"scam": "refuse"}), ({"scam": "refuse"}, {})]


def test_thousands_are_taken_off_in_few_statements_with_one_entry(
    moderator: Any, django_assert_max_num_queries: Any
) -> None:
    list_words(*(f"word{number}" for number in range(50)))
    rows = list(WordRule.objects.all())
    WordRule.objects.filter(typed="word7").delete()
    with django_assert_max_num_queries(8):
        rule_changes.unlist(rows, by=moderator)
    entry = ModerationEntry.objects.get(actor=moderator)
    assert not WordRule.objects.exists() and len(entry.before) == 49 and "word7" not in entry.before


def test_who_opens_a_word_that_another_has_taken_off_is_led_to_the_list(desk: Client) -> None:
    address = "/admin/comments/wordrule/999/change/"
    assert "isn't listed any more" in words(desk.get(address, follow=True).text)
    # What was typed is listed all the same.
    opened(desk, address, {"_save": "1", "typed": "spam", "answer": "hold"})
    assert WordRule.objects.get().typed == "spam"


def test_domains_are_listed_however_they_are_typed(desk: Client) -> None:
    CommentFactory(text="https://www.bad.example/x")
    typed = {
        "typed": "https://Bad.Example/path\n*.worse.example\nbücher.example\nodd.example:8080?x=1#y",
        "answer": "refuse",
    }
    address = "/admin/comments/domainrule/add/"
    assert "refused 1" in opened(desk, address, {"_try": "1", **typed})
    opened(desk, address, {"_save": "1", **typed})
    listed = {"bad.example", "worse.example", "xn--bcher-kva.example", "odd.example"}
    assert set(DomainRule.objects.values_list("domain", flat=True)) == listed
    assert "is no domain" in opened(desk, address, {"_save": "1", "typed": "no domain", "answer": "hold"})


def test_how_often_a_rule_was_overturned_is_shown(desk: Client, moderator: Any) -> None:
    list_words("spam")
    held = [CommentFactory(text=f"spam {number}") for number in range(4)]
    held[0].restore(by=moderator)
    held[1].hide(by=moderator, reason="Indeed.")
    held[2].hide(by=moderator, reason="Indeed.")
    held[2].restore(by=moderator)
    found = figures()["words"]
    assert (found.held, found.overturned, found.upheld, found.share) == (4, 2, 1, 67)
    assert "Held 4, refused 0. Let in after all: 2 (67 %)." in opened(desk, RULES)
    assert figures()["links"].share is None


def test_the_list_of_rules_asks_the_same_however_much_they_did(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(RULES)
        return len(captured)

    list_words("spam")
    few = queries()
    for number in range(5):
        CommentFactory(text=f"spam {number}")
    assert queries() == few


def test_the_switches_of_a_discussion_are_set_at_the_desk(desk: Client, moderator: Any) -> None:
    discussion = CommentFactory().discussion
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    opened(
        desk, address, {"state": "open", "holds_links": "on", "slow_seconds": "60", "close_after_days": ""}
    )
    discussion.refresh_from_db()
    assert (discussion.holds_links, discussion.slow_seconds, discussion.close_after_days) == (True, 60, None)
    entry = ModerationEntry.objects.get(act="switch")
    assert entry.after == {"holds_links": True, "slow_seconds": 60}


def test_the_desk_says_when_discussions_close_and_opens_them_again(desk: Client, time_machine: Any) -> None:
    discussion = CommentFactory().discussion
    closes = timezone.localtime(discussion.article.created_at + timedelta(days=14))
    assert f"{closes:%Y-%m-%d %H:%M}" in opened(desk, "/admin/comments/discussion/")
    type(discussion.article).objects.update(
        created_at=timezone.now() - timedelta(days=20), published_at=timezone.now() - timedelta(days=20)
    )
    assert refusal(article=discussion.article).code == "closed"
    address = f"/admin/comments/discussion/{discussion.pk}/change/"
    form = {"state": "open", "slow_seconds": "0", "close_after_days": ""}
    opened(desk, address, form)
    assert refusal(article=discussion.article).code == "closed"
    opened(desk, address, {**form, "reopen": "on"})
    assert CommentFactory(article=discussion.article).is_public


def test_a_list_of_discussions_asks_the_same_for_one_and_for_many(desk: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get("/admin/comments/discussion/")
        return len(captured)

    CommentFactory()
    one = queries()
    for _ in range(4):
        CommentFactory()
    assert queries() == one


def test_the_days_of_a_section_are_set_with_an_entry(desk: Client) -> None:
    section = SectionFactory()
    opened(desk, "/admin/comments/discussionpolicy/add/", {"section": section.pk, "days": "3"})
    opened(desk, f"/admin/comments/discussionpolicy/{section.pk}/change/", {"days": "4"})
    opened(desk, f"/admin/comments/discussionpolicy/{section.pk}/delete/", {"post": "yes"})
    assert not DiscussionPolicy.objects.exists()
    entries = ModerationEntry.objects.order_by("id").values_list("act", "before", "after")
    assert list(entries) == [
        ("policy", {}, {"harbour": 3}),
        ("policy", {"harbour": 3}, {"harbour": 4}),
        ("policy", {"harbour": 4}, {}),
    ]


@pytest.mark.parametrize("kind", ["votingpolicy", "discussionpolicy"])
def test_the_second_of_two_who_set_a_policy_at_once_is_told_what_stands(desk: Client, kind: str) -> None:
    section, other = SectionFactory(), Client()
    other.force_login(ModeratorFactory())
    if kind == "votingpolicy":
        VotingPolicy().save()
        address = "/admin/comments/votingpolicy/"
        mine = {"hides": "never", "minutes": "60", "line_votes": "25", "line_share": "0.75"}
        theirs = mine | {"line_votes": "40"}
    else:
        DiscussionPolicy.objects.create(section=section, days=3)
        address = f"/admin/comments/discussionpolicy/{section.pk}/change/"
        mine, theirs = {"days": "7"}, {"days": "40"}
    (seen,) = seen_on(desk, address)
    assert other.post(address, {**theirs, "seen": seen}).status_code == 302
    answer = desk.post(address, {**mine, "seen": seen})
    assert "set otherwise meanwhile" in words(answer.text) and "is: 40." in words(answer.text)
    (now,) = re.findall(r'name="seen"\s+value="(\w+)"', answer.text)
    assert now != seen and desk.post(address, {**mine, "seen": now}).status_code == 302
    entries = ModerationEntry.objects.filter(act="policy")
    assert entries.count() == 2 and not any("seen" in entry.after for entry in entries)


def test_a_reader_is_read_first_from_the_desk(desk: Client, moderator: Any) -> None:
    reader = UserFactory(username="Kelpie")
    address = "/admin/comments/premoderation/"
    assert "Nobody is called so." in opened(desk, f"{address}add/", {"name": "nobody", "reason": "Loud."})
    opened(desk, f"{address}add/", {"name": "kelpie", "reason": "Loud."})
    assert (found := Premoderation.objects.get()).by == moderator and found.reader == reader
    assert "Loud." in opened(desk, address)
    opened(desk, f"{address}{reader.pk}/delete/", {"post": "yes"})
    assert not Premoderation.objects.exists()
    acts = ModerationEntry.objects.order_by("id").values_list("act", flat=True)
    assert list(acts) == ["premoderate", "unpremoderate"]
