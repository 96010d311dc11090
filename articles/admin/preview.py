"""The page from which editors hand out a look at an article that isn't out yet."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import previews, review
from articles.admin.about import ArticlePages


class PreviewPages(ArticlePages):
    """What the admin of articles has of previews."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(require_safe(self.preview_view))
        return [path("<int:pk>/preview/", view, name="articles_article_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new link each time; those that were handed out before work until their own time."""
        article = self.article_at(pk)
        if not (review.is_own(article, request.user) or self.has_change_permission(request, article)):
            raise PermissionDenied
        context = {
            **self.around(request, article, _("Preview for others")),
            "link": settings.SITE_URL + previews.address(article),
            "until": timezone.now() + previews.LASTS,
        }
        return TemplateResponse(request, "admin/articles/article/preview.html", context)
