"""Words that can't be a section's slug, because the site's own pages live at them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

RESERVED = frozenset(
    [
        "accounts",
        "admin",
        "alerts",
        "authors",
        "comments",
        "feed",
        "healthz",
        "media",
        "moderation",
        "notifications",
        "preview",
        "reads",
        "readyz",
        "search",
        "static",
        "tasks",
        "topics",
        "users",
    ]
)


def not_reserved(slug: str) -> None:
    """Raises ValidationError where a section named so would hide a page of the site."""
    if slug in RESERVED:
        raise ValidationError(
            _("“%(slug)s” is the address of another page of the site. Choose another."),
            params={"slug": slug},
        )
