"""Who may write."""

from django.utils.translation import gettext as _

from comments.refusal import Refusal
from comments.rules.posting import Posting


def may_write(posting: Posting) -> None:
    if not posting.author.is_active:
        raise Refusal(_("This account is closed and can't post."), code="author")
