"""What must not be said, or is looked at first: the list of words, see models/word_rule.py."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind, hold, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings
from comments.word_list import Found


def ask(posting: Posting, settings: Settings) -> Answer:
    """The gravest answer of the words that are found. Staff may quote what they decide on."""
    if posting.author.is_staff or not posting.book.words.has_any:
        return PASS
    found = posting.book.words.find(posting.shown)
    passing = [one for one in found if one.listed.answer == Kind.PASS]
    left = [one for one in found if one.listed.answer != Kind.PASS and not _is_within(one, passing)]
    refused = [one for one in left if one.listed.answer == Kind.REFUSE]
    if refused:
        return refuse(
            _("Comments with “%(words)s” in them aren't taken here. What you wrote is still in the box.")
            % {"words": refused[0].words}
        )
    if left:
        return hold(_("It says “%(words)s”, and a moderator looks at that first.") % {"words": left[0].words})
    return PASS


def _is_within(one: Found[str], passing: list[Found[str]]) -> bool:
    """Whether it is but a part of what may be said: "Scunthorpe" for "*cunt*", ばかり for ばか."""
    return any(other.start <= one.start and one.end <= other.end for other in passing)


RULE = Rule(
    code="words",
    name=gettext_lazy("List of words"),
    about=gettext_lazy(
        "Each word or phrase of the list says itself what happens to a comment with it, in whatever disguise."
    ),
    ask=ask,
    is_about_content=True,
)
