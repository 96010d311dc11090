"""The history of an article at the desk: its versions, the difference between any two, and the way back to one of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import acting
from articles.admin.about import ArticlePages
from articles.comparing import compared, label
from articles.models import Article
from articles.versions import MovedOnError

# Versions on a page.
_SHOWN = 50
# What a line of the list doesn't say.
_LONG = ("body", "standfirst", "source_notice", "site_notice")


class HistoryPages(ArticlePages):
    """What the admin of articles has of versions."""

    object_history_template = "admin/articles/article/history.html"

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view, "articles_article"
        return [
            path("<int:pk>/history/compare/", view(self.compare_view), name=f"{name}_compare"),
            path("<int:pk>/history/<int:version>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Django's own, under the versions: who saved what, an alert, a correction."""
        article = self.article_opened(request, object_id)
        found = Article.versions.filter(id=object_id) if object_id.isdigit() else Article.versions.none()
        before = request.GET.get("before", "")
        page = found.filter(history_id__lt=int(before)) if before.isdigit() and len(before) < 19 else found
        shown = list(page.select_related("history_user").defer(*_LONG)[: _SHOWN + 1])
        versions = shown[:_SHOWN]
        context = {
            "title": pgettext("of an article", "History"),
            "rows": [(version, [label(name) for name in version.changed]) for version in versions],
            "newest": found.values_list("history_id", flat=True).first(),
            "has_change_permission": article is not None and self.has_change_permission(request, article),
            "more": versions[-1].history_id if len(shown) > _SHOWN else None,
        }
        return super().history_view(request, object_id, {**context, **(extra_context or {})})

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _compare(request, self, self._seen(request, pk))

    def restore_view(self, request: HttpRequest, pk: int, version: int) -> HttpResponse:
        article = self._seen(request, pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return _restore(request, self, article, version)

    def _seen(self, request: HttpRequest, pk: int) -> Article:
        article = self.article_at(pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        return article


@require_safe
def _compare(request: HttpRequest, desk: Any, article: Article) -> HttpResponse:
    """The versions `from` and `to` of the query, the older first however they were chosen."""
    old, new = sorted(_number(request.GET.get(name, "")) for name in ("from", "to"))
    found = article.versions.select_related("history_user").in_bulk([old, new])
    if old not in found or new not in found:
        raise Http404
    newest = article.versions.values_list("history_id", flat=True).first()
    context = {
        **desk.around(request, article, _("Difference")),
        "old": found[old],
        "new": found[new],
        "rows": compared(found[old], found[new]),
        "newest": newest,
        "has_change_permission": desk.has_change_permission(request, article),
    }
    return TemplateResponse(request, "admin/articles/article/compare.html", context)


@require_POST
def _restore(request: HttpRequest, desk: Any, article: Article, number: int) -> HttpResponse:
    version = get_object_or_404(article.versions.all(), history_id=number)
    back = HttpResponseRedirect(reverse("admin:articles_article_history", args=[article.pk]), status=303)
    try:
        gone = article.restore(version, by=acting(request), seen=_number(request.POST.get("seen", "")))
    except MovedOnError:
        said = _(
            "Somebody has changed the article since you opened its history: look again. Nothing was restored."
        )
        messages.error(request, said)
    except ValidationError as error:
        messages.error(request, " ".join([_("Nothing was restored."), *error.messages]))
    else:
        desk.log_change(request, article, _("Restored version %(number)s.") % {"number": number})
        messages.success(request, _("Restored. The words that stood until now are a version, too."))
        if gone:
            said = _("This has been deleted since and couldn't come back: %(names)s.")
            messages.warning(request, said % {"names": ", ".join(label(name) for name in gone)})
    return back


def _number(text: str) -> int:
    """What stands in the query; 0, which no version has, where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
