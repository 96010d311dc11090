"""Writers and editors at the desk: who opens and changes which article, and the steps of review between the two."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import acting
from articles import review
from articles.admin.about import ArticlePages
from articles.models import Article, Note

# Actions of the list that move articles; they are for those who publish.
_MOVING = {"publish_selected", "unpublish_selected"}
# In review that the list shows above itself; the rest is behind the filter.
_SHOWN = 20


class ReviewPages(ArticlePages):
    """What the admin of articles has of review."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.take_back_view)
        return [path("<int:pk>/take-back/", view, name="articles_article_take_back"), *super().get_urls()]

    # ------------------------------------------------------------------ who

    def get_queryset(self, request: HttpRequest) -> Any:
        """Lists and boxes to choose from hold what is theirs."""
        found: Any = super().get_queryset(request)
        return found.at_desk_of(request.user)

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Also what another began: that may not be opened, which is another answer than that there is none."""
        return self.article_opened(request, object_id)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) or request.user.has_perm(review.WRITE)

    def has_view_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        is_writers = request.user.has_perm(review.WRITE) if obj is None else review.is_own(obj, request.user)
        return super().has_view_permission(request, obj) or is_writers

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_change_permission(request) or request.user.has_perm(review.WRITE)
        return review.may_write(obj, request.user)

    # ------------------------------------------------------------------ the list

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With what is in review above it, and what has notes that weren't read; unless something else is looked for."""
        publishes = request.user.has_perm("articles.publish_article")
        if request.POST.get("action") in _MOVING and not publishes:
            raise PermissionDenied
        context: dict[str, Any] = dict(extra_context or {})
        if not request.GET and (publishes or request.user.has_perm(review.WRITE)):
            waiting = Article.objects.at_desk_of(request.user).in_review()
            context |= {
                "waiting": waiting[:_SHOWN],
                "waiting_count": waiting.count(),
                "unread_notes": Note.objects.articles_unread_by(request.user)[:_SHOWN],
            }
        return super().changelist_view(request, context)

    # ------------------------------------------------------------------ the steps

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """With the step that brought the article where it is, and whether its writer may take it back."""
        article = self.article_opened(request, object_id)
        if article is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        moves = article.versions.exclude(act="").select_related("history_user").defer("body")
        may_take_back = article.state == Article.State.IN_REVIEW and review.is_own(article, request.user)
        context = {"moved": moves.first(), "may_take_back": may_take_back, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def take_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _take_back(request, self.article_at(pk))


@require_POST
def _take_back(request: HttpRequest, article: Article) -> HttpResponse:
    try:
        article.take_back(by=acting(request))
    except review.NotThereError:
        messages.error(request, _("It isn't in review any more: an editor has decided meanwhile."))
    else:
        messages.success(request, _("Taken back. You can write on."))
    return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]), status=303)
