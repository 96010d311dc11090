"""What the pages about an article at the desk have in common: beside its form, and around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from articles.models import Article

if TYPE_CHECKING:
    Base = ModelAdmin[Article]
else:
    Base = object


class ArticlePages(Base):
    """Part of the admin of articles."""

    def article_at(self, pk: int) -> Article:
        """The article that a page beside its form is about, without its text. Raises Http404."""
        return get_object_or_404(Article.objects.select_related("section").defer("body"), pk=pk)

    def article_opened(self, request: HttpRequest, object_id: str | None) -> Article | None:
        """The article whose form is asked for, not locked (as `get_object` of a save would); None for a new one, and where
        there is none or can be none. Also one that may not be opened, for whoever asks to say so."""
        try:
            return Article.objects.get(pk=Article._meta.pk.to_python(object_id)) if object_id else None
        except (Article.DoesNotExist, ValidationError):
            return None

    def around(self, request: HttpRequest, article: Article, title: str) -> dict[str, Any]:
        """What admin/articles/page.html needs for a page of `title`."""
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": article.headline,
            "opts": self.opts,
            "original": article,
        }
