"""Links by which somebody outside the newsroom reads an article before it is out, for a while: whom it quotes, a lawyer, a
translator. The link itself says which article and until when, under the site's signature, so nothing of it is kept."""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.urls import reverse

from articles.models import Article

# Long enough for a weekend's answer; whoever needs longer gets another.
LASTS = timedelta(days=3)
_SALT = "articles.preview"


class OverError(Exception):
    """The link was good, and has run out."""


def address(article: Article) -> str:
    """The path of a link that works from now on for as long as LASTS."""
    return reverse("preview", args=[signing.dumps(article.pk, salt=_SALT)])


def opened(token: str) -> int | None:
    """The article's id; None where the token isn't one of ours. Raises OverError."""
    try:
        return signing.loads(token, salt=_SALT, max_age=LASTS)
    except signing.SignatureExpired as error:
        raise OverError from error
    except signing.BadSignature:
        return None
