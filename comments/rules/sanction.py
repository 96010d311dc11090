"""Whom a moderator lets write."""

from comments import limits
from comments.models.sanction import Sanction
from comments.refusal import Refusal
from comments.rules.posting import Posting


def is_free(posting: Posting) -> None:
    """Staff can't be sanctioned, so nothing is asked for them."""
    if posting.author.is_staff:
        return
    sanction = Sanction.objects.against(posting.author)
    if sanction is not None:
        limit = limits.of_sanction(sanction)
        raise Refusal(limit.sentence, code=limit.code)
