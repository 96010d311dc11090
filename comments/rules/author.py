"""Who may write."""

from django.utils.translation import gettext as _

from accounts.models import User
from comments.refusal import Refusal
from comments.rules.posting import Posting


def may_write(posting: Posting) -> None:
    if not posting.author.is_active:
        raise _closed()


def require_account(reader: User) -> None:
    """Raises Refusal for one that was erased a moment ago; all others stay until the transaction ends."""
    if not User.objects.hold(reader.pk):
        raise _closed()


def _closed() -> Refusal:
    return Refusal(_("This account is closed and can't post."), code="author")
