"""How much may be written."""

from django.utils.translation import gettext as _

from comments.refusal import Refusal
from comments.rules.posting import Posting
from comments.text import MAX_LENGTH


def is_right(posting: Posting) -> None:
    if len(posting.text) > MAX_LENGTH:
        raise Refusal(
            _("A comment has at most %(most)s characters; this one has %(now)s.")
            % {"most": f"{MAX_LENGTH:,}", "now": f"{len(posting.text):,}"},
            code="long",
        )
    if posting.reading.is_blank:
        raise Refusal(_("Write something first: the comment is empty."), code="empty")
    if "\x00" in posting.text:
        # Postgres can't store it, and no keyboard types it.
        raise Refusal(
            _("The comment holds a character that can't be stored (NUL). Remove it and post again."),
            code="nul",
        )
