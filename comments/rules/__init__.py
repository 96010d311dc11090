"""What a new comment, and a change to one, must pass, in this order; the list reads as the policy.

Each rule answers that the comment passes, waits for a moderator, or is refused, with the words for its author. The first that
refuses ends it; the first that holds is the one that the log and the author are told. How a rule is set the editors say in
the admin (models/rule_setting.py); all are read as one snapshot for each comment (rulebook.py).
"""

from __future__ import annotations

from typing import NamedTuple

from comments.answers import PASS, Answer, Kind
from comments.refusal import Refusal
from comments.rules import (
    author,
    discussion,
    history,
    length,
    links,
    members,
    newcomer,
    pace,
    parent,
    premoderation,
    reports,
    sanction,
    slow,
    spam,
    words,
)
from comments.rules.posting import Posting
from comments.rules.rule import Rule

ORDER: tuple[Rule, ...] = (
    author.RULE,
    sanction.RULE,
    discussion.RULE,
    members.RULE,
    parent.RULE,
    length.RULE,
    words.RULE,
    links.RULE,
    premoderation.RULE,
    newcomer.RULE,
    history.RULE,
    spam.RULE,
    # Last, for they count what has passed all others.
    slow.RULE,
    pace.RULE,
    # Asked when readers have spoken.
    reports.RULE,
)
BY_CODE = {rule.code: rule for rule in ORDER}


class Held(NamedTuple):
    """By which rule a comment is held, and the words for its author."""

    rule: Rule
    words: str


def name_of(code: str) -> str:
    """What moderators call the rule; of one that is no more, its code."""
    return str(BY_CODE[code].name) if code in BY_CODE else code


def check(posting: Posting) -> Held | None:
    """The first rule that holds the comment; None where it passes. Raises the Refusal of the first rule that refuses. What was
    refused for its words and granted on appeal is refused for them no more."""
    held = None
    for rule in ORDER:
        answer = ask(rule, posting)
        if answer.kind == Kind.REFUSE and not (rule.is_about_content and posting.is_granted):
            raise Refusal(answer.words, code=answer.code or rule.code, rule=rule.code)
        if answer.kind == Kind.HOLD and held is None:
            held = Held(rule, answer.words)
    return held


def ask(rule: Rule, posting: Posting) -> Answer:
    """What `rule` says, as the posting's book sets it."""
    settings = posting.book.settings(rule)
    return rule.ask(posting, settings) if settings.is_on or rule.is_placed else PASS


__all__ = ["BY_CODE", "ORDER", "Held", "Posting", "ask", "check", "name_of"]
