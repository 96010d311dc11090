"""Writers, and where their drafts are at the desk."""

from __future__ import annotations

from accounts.models import User
from articles.models import Article

LIST = "/admin/articles/article/"


def with_mail(user: User) -> User:
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    return user


def page(article: Article, name: str) -> str:
    return f"{LIST}{article.pk}/{name}/"
