"""What may be answered."""

from django.utils.translation import gettext as _

from comments.refusal import Refusal
from comments.rules.posting import Posting


def can_be_answered(posting: Posting) -> None:
    parent = posting.parent
    if parent is None or posting.comment is not None:
        # An edit answers nothing anew: a reply whose parent was removed may still be put right.
        return
    if parent.discussion_id != posting.discussion.pk:
        raise Refusal(_("The comment you answer belongs to another article."), code="parent")
    if not parent.is_public:
        raise Refusal(
            _(
                "The comment you answer has been removed. What you wrote is still in the box; post it as a comment of its own."
            ),
            code="parent",
        )
