"""The mail by which one side learns of the other's note: one for all that is written until they look."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from articles import letter_to_one
from articles.models import Article, Note


def whom_to_tell(article: Article, *, is_writers: bool) -> list[User]:
    """Those whom a note that is about to be written finds without one that they haven't read. From the writer's side: the editors
    who have written here; the others find it at the desk. From the editors' side: the writer."""
    if is_writers:
        ids = article.notes.filter(is_writers=False).values("by")
        others = [
            user for user in User.objects.filter(pk__in=ids) if user.has_perm("articles.publish_article")
        ]
    else:
        others = [article.begun_by] if article.begun_by else []
    return [user for user in others if not article.notes.all().unread_by(user).exists()]


def tell(note: Note, to: list[User]) -> None:
    """Leaves a mail to each to the worker, in the transaction of the note."""
    for user in to:
        letter_to_one.post(
            user,
            lambda: _("Note on “%(headline)s”") % {"headline": note.article.headline},
            "articles/mail/note",
            {"note": note},
        )
