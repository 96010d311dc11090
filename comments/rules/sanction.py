"""Whom a moderator lets write."""

from django.utils.translation import gettext_lazy as _

from accounts.languages import by_clock_of
from comments import limits
from comments.answers import PASS, Answer, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


def ask(posting: Posting, settings: Settings) -> Answer:
    """Staff can't be sanctioned, so nothing is asked for them."""
    if posting.author.is_staff or posting.record.sanction is None:
        return PASS
    with by_clock_of(posting.author):
        limit = limits.of_sanction(posting.record.sanction)
    return refuse(limit.sentence, limit.code)


RULE = Rule(
    code="sanction",
    name=_("Sanctions"),
    about=_("Who is banned, suspended, or hasn't read a warning posts nothing."),
    ask=ask,
    is_fixed=True,
    can_be_tried=False,
)
