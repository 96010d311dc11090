"""What a new comment must pass, in this order; the list reads as the policy. A rule raises Refusal or lets it pass."""

from comments.rules import author, discussion, length, pace, parent, sanction
from comments.rules.posting import Posting

ORDER = (
    author.may_write,
    sanction.is_free,
    discussion.is_open,
    parent.can_be_answered,
    length.is_right,
    # Last, for it counts what has passed all others.
    pace.is_kept,
)


def check(posting: Posting) -> None:
    """Raises the Refusal of the first rule that refuses."""
    for rule in ORDER:
        rule(posting)


__all__ = ["ORDER", "Posting", "check"]
