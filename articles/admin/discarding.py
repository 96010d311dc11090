"""Throwing articles away at the desk: one's own drafts, with what was said about them, and for editors what nothing of anybody else
hangs on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from accounts.acting import acting
from articles import discarding, review
from articles.admin.about import ArticlePages
from articles.admin.typed import whole_number
from articles.models import Article


class DiscardingPages(ArticlePages):
    """What the admin of articles has of deleting."""

    delete_confirmation_template = "admin/articles/article/delete.html"
    delete_selected_confirmation_template = "admin/articles/article/delete_selected.html"

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        if obj is None:
            return super().has_delete_permission(request) or request.user.has_perm(review.WRITE)
        return discarding.may_discard(obj, request.user)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Of the drafts of a list those that have notes, which keep all of them: nobody was told how many would go. The notes of
        a single one are no obstacle, and whatever else would be keeps it from being deleted at all."""
        if isinstance(objs, QuerySet):
            drafts = objs.filter(state=Article.State.DRAFT, notes__isnull=False).distinct()
            if noted := [str(article) for article in drafts]:
                return [], {}, set(), noted
            return super().get_deleted_objects(objs, request)
        deleted, counts, lacking, _notes = super().get_deleted_objects(objs, request)
        return deleted, counts, lacking, []

    def render_delete_form(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        """With how many notes go along; the form brings the number back."""
        return super().render_delete_form(request, context | {"notes": context["object"].notes.count()})

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Asks once more where a note came while it was being confirmed."""
        try:
            return super().delete_view(request, object_id, extra_context)
        except discarding.MoreNotesError:
            messages.warning(request, _("A note was written meanwhile, so nothing was deleted yet."))
            return HttpResponseRedirect(request.path, status=303)

    def delete_model(self, request: HttpRequest, obj: Article) -> None:
        obj.discard(by=acting(request), notes=whole_number(request.POST.get("notes")))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        with transaction.atomic():
            # In this order always, so that two who delete the same don't wait for each other.
            for article in queryset.order_by("pk"):
                article.discard(by=acting(request))
