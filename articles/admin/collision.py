"""Two editors at one article: a save of what was opened before another's save is refused with both texts side by side, and who
was refused takes theirs, keeps their own, or puts the two together by hand, field by field.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from articles import versions
from articles.admin.about import ArticlePages
from articles.admin.typed import FIELDS_TYPED, LISTS, moves, typed
from articles.comparing import Row, compared
from articles.models import Article
from articles.versions import Standing


class CollisionPages(ArticlePages):
    """What the admin of articles has against one editor's writing over another's."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            collision = self._collision(request, object_id)
            if collision is None:
                return super().changeform_view(request, object_id, form_url, extra_context)
            request.POST = collision.data  # type: ignore[assignment]
            context = {"collision": collision, **(extra_context or {})}
            response = super().changeform_view(request, object_id, form_url, context)
            response.status_code = 409
            return response

    def _collision(self, request: HttpRequest, object_id: str) -> Collision | None:
        """None where the form was opened on what stands, and nothing is being put together."""
        # Locked from here to the end of the save: what is compared is what would be written over.
        article = self.get_object(request, object_id)
        if article is None or not self.has_change_permission(request, article):
            return None
        stands = versions.standing(article)
        if (
            stands.is_stale(request.POST.get("seen", ""), moves=moves(request.POST))
            or "_take" in request.POST
        ):
            return Collision(article, stands, request.POST.copy())
        return None


class Collision:
    """What stands and what was typed. `data` is what was typed, with what is taken of theirs, laid out on the rows that stand
    now; `rows` is where the two still differ, theirs before mine; `last` is the version that stands, None where nobody is known
    to have made it."""

    def __init__(self, article: Article, stands: Standing, data: QueryDict) -> None:
        self.data, self.last = data, article.versions.select_related("history_user").first()
        taken = data.get("_take", "")
        for name in [*FIELDS_TYPED, *LISTS] if taken == "all" else [taken]:
            self._take(name, stands)
        for name, listed in LISTS.items():
            theirs = {pk: str(place) for place, (pk, _name) in enumerate(getattr(stands, name))}
            listed.lay_out(data, article, theirs if taken in (name, "all") else listed.chosen(data))
        self.rows: list[Row] = compared(stands, typed(data, stands))

    def _take(self, name: str, stands: Standing) -> None:
        if name in FIELDS_TYPED:
            value = stands.fields[FIELDS_TYPED[name]]
            self.data[name] = "" if value is None else str(value)
