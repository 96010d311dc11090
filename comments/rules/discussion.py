"""Where may be written."""

from django.utils.translation import gettext as _

from comments.refusal import Refusal
from comments.rules.posting import Posting


def is_open(posting: Posting) -> None:
    if posting.discussion.is_closed:
        raise Refusal(
            _("This discussion is closed. What you wrote is still in the box."),
            code="closed",
        )
