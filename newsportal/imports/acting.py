"""In whose name an import acts, where it changes or unpublishes what stands here."""

from __future__ import annotations

from accounts.models import User


class NobodyError(Exception):
    """There is nobody of that name who may publish; the message says so in a sentence."""


def editor(name: str) -> User:
    """The account of that name. Raises NobodyError."""
    found = User.objects.filter(username__iexact=name, is_active=True).first() if name else None
    if found is None:
        raise NobodyError(
            f"Nobody here is called {name}." if name else "Say in whose name: --by and an editor's account."
        )
    if not found.has_perm("articles.publish_article"):
        raise NobodyError(
            f"{found.username} may not publish, and so can't correct or take off what an agency says."
        )
    return found
