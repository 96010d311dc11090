"""Who else has an article's form open, at the desk: said when it is opened, and while it is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import acting
from articles.admin.about import ArticlePages
from articles.models import Article, Presence


class PresencePages(ArticlePages):
    """What the admin of articles has of presence."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.presence_view)
        return [path("<int:pk>/presence/", view, name="articles_article_presence"), *super().get_urls()]

    def presence_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.only("pk"), pk=pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return _presence(request, article)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        article = self.article_opened(request, object_id)
        if article is None or not self.has_change_permission(request, article):
            return super().changeform_view(request, object_id, form_url, extra_context)
        Presence.objects.see(article, by=acting(request))
        context = {
            "presence": _others(request, article),
            "version": article.versions.values_list("history_id", flat=True).first(),
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)


@require_POST
def _presence(request: HttpRequest, article: Article) -> HttpResponse:
    """What the form should say now; `version` is the newest that it was opened on."""
    Presence.objects.see(article, by=acting(request))
    said = [_others(request, article)]
    newest = article.versions.select_related("history_user").defer("body").first()
    if newest and str(newest.history_id) != request.POST.get("version", ""):
        words = _("%(name)s saved this article at %(time)s. When you save, you will see both texts.")
        name = newest.history_user or _("A former editor")
        said.append(words % {"name": name, "time": f"{timezone.localtime(newest.history_date):%H:%M}"})
    return JsonResponse({"said": " ".join(words for words in said if words)})


def _others(request: HttpRequest, article: Article) -> str:
    """A sentence on each of the others who have the form open."""
    words = _("%(name)s has had this article open since %(time)s.")
    return " ".join(
        words % {"name": other.editor, "time": f"{timezone.localtime(other.since):%H:%M}"}
        for other in Presence.objects.beside(acting(request), article)
    )
