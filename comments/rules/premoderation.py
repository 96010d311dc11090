"""What a moderator reads before it appears: all of a discussion, or all of a reader; see models/premoderation.py."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind, hold
from comments.limits import because
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


def ask(posting: Posting, settings: Settings) -> Answer:
    if posting.terms.is_held:
        return hold(_("All comments here are read first."))
    if not posting.author.is_staff and posting.record.premoderation:
        return hold(f"{_('All comments of yours are read first.')} {because(posting.record.premoderation)}")
    return PASS


RULE = Rule(
    code="premoderation",
    name=gettext_lazy("Read before it appears"),
    about=gettext_lazy(
        "Holds each comment, in held discussions and of the readers whom you have chosen; switched on, everywhere."
    ),
    ask=ask,
    answers=(Kind.HOLD,),
    is_on=False,
    is_placed=True,
)
