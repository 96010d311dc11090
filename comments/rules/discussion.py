"""Where may be written."""

from django.utils.translation import gettext as _

from comments.refusal import Refusal
from comments.rules.posting import Posting


def is_open(posting: Posting) -> None:
    if posting.discussion.is_closed:
        raise closed(_("This discussion is closed. What you wrote is still in the box."))


def closed(words: str = "") -> Refusal:
    """The refusal; without `words` the one before anything was written, for whoever would answer shall learn it first."""
    return Refusal(words or _("This discussion is closed."), code="closed")
