"""What an editor typed and hasn't saved, at the desk: kept every few seconds while the form is open and whenever a save is
refused, offered when the form is opened again, gone with the save.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.acting import acting
from articles import review, versions
from articles.admin.about import ArticlePages
from articles.admin.holding import hold
from articles.admin.typed import LISTS, typed
from articles.models import Article, WorkingCopy

# Offered at a time; the others come when these are taken up or thrown away.
_OFFERED = 3
_FORMS = {"articles_article_add", "articles_article_change"}


class WorkingCopyPages(ArticlePages):
    """What the admin of articles has of working copies."""

    def get_urls(self) -> list[Any]:
        view, name = self.admin_site.admin_view, "articles_article_copy"
        forms = super().get_urls()
        for form in forms:
            if form.name in _FORMS:
                # Where the token no longer fits, as after a login in another tab: see failures.csrf_failure.
                form.callback.back = self._kept_to_be_sent_again  # type: ignore[attr-defined]
        return [
            path("add/copy/", view(self.copy_view), name=f"{name}_of_new"),
            path("<int:pk>/copy/", view(self.copy_view), name=name),
            *forms,
        ]

    def copy_view(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        article = get_object_or_404(Article.objects.defer("body"), pk=pk) if pk else None
        if self._may_write(request, article):
            return _keep(request, article)
        if self._wrote(request, article):
            return _keep(request, article, status=409)
        raise PermissionDenied

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        article = self.article_opened(request, object_id)
        if not self._may_write(request, article):
            if article is not None and request.method == "POST" and self._wrote(request, article):
                return self._moved_on(request, article)
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            if request.method == "POST":
                _put_back(request, article)
                if "_drop" in request.POST and not _says_something(request, article):
                    # The form holds nothing beside: it is opened anew, with the other copies.
                    messages.success(request, _("Thrown away."))
                    return HttpResponseRedirect(request.get_full_path(), status=303)
                hold(request.POST)
            context = {
                "copy_key": request.POST.get("copy") or secrets.token_urlsafe(16),
                "copies": [] if request.method == "POST" else offered(request, article),
                **(extra_context or {}),
            }
            response = super().changeform_view(request, object_id, form_url, context)
            if request.method != "POST":
                return response
            if object_id is not None and self.article_opened(request, object_id) is None:
                # Deleted since the form was opened.
                if _says_something(request, None) and _copy(request, None):
                    messages.warning(request, _kept_for_a_new_one())
            elif response.status_code != 302 and _says_something(request, article):
                # Refused, or not meant to be saved yet: whoever closes the page now loses nothing.
                _copy(request, article)
            return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        WorkingCopy.objects.filter(editor=acting(request), key=request.POST.get("copy", "")).delete()

    def _may_write(self, request: HttpRequest, article: Article | None) -> bool:
        return self.has_change_permission(request, article) if article else self.has_add_permission(request)

    def _wrote(self, request: HttpRequest, article: Article | None) -> bool:
        """Whether who may still write could write in `article` before: it was theirs until somebody moved it on."""
        if article is None or not self.has_add_permission(request):
            return False
        user = acting(request)
        return article.begun_by_id == user.pk or article.versions.filter(history_user=user).exists()

    def _moved_on(self, request: HttpRequest, article: Article) -> HttpResponse:
        """Keeps what came too late, and says where it is."""
        messages.warning(request, _("Not saved: the article isn't yours to change any more."))
        if _says_something(request, article) and _copy(request, article):
            messages.warning(request, _where_kept(request, article))
        if self.has_view_permission(request, article):
            page = reverse("admin:articles_article_change", args=[article.pk])
        else:
            page = reverse("admin:articles_article_changelist")
        return HttpResponseRedirect(page, status=303)

    def _kept_to_be_sent_again(self, request: HttpRequest, object_id: str | None = None) -> str:
        """The address at which what was typed is offered; empty where nothing was kept."""
        article = self.article_opened(request, object_id)
        if (object_id is not None and article is None) or not self._may_write(request, article):
            return ""
        return request.path if _says_something(request, article) and _copy(request, article) else ""


@require_POST
def _keep(request: HttpRequest, article: Article | None, status: int = 200) -> HttpResponse:
    copy = _copy(request, article)
    if copy is None:
        return JsonResponse({}, status=400)
    return JsonResponse({"at": f"{timezone.localtime(copy.saved_at):%H:%M}"}, status=status)


def _where_kept(request: HttpRequest, article: Article) -> str:
    if article.state == Article.State.IN_REVIEW and review.is_own(article, request.user):
        return _("What you typed is kept: it is offered to you here once you have taken the article back.")
    return _kept_for_a_new_one()


def _kept_for_a_new_one() -> str:
    return _("What you typed is kept: it is offered to you when you add an article.")


def _copy(request: HttpRequest, article: Article | None) -> WorkingCopy | None:
    """What was typed, kept; None where it came without the key of a form."""
    key = request.POST.get("copy", "")
    try:
        return WorkingCopy.objects.keep(by=acting(request), article=article, key=key, typed=request.POST)
    except ValueError:
        return None


def _put_back(request: HttpRequest, article: Article | None) -> None:
    """Makes a copy that is taken up be what was typed, after what the form held is kept; or throws one away."""
    own = WorkingCopy.objects.of(acting(request), article)
    own.filter(key=request.POST.get("_drop", "")).delete()
    taken = own.filter(key=request.POST.get("_take_up", "")).first()
    if taken is not None:
        if _says_something(request, article):
            _copy(request, article)
        data = taken.typed
        data["copy"] = data["_take_up"] = taken.key
        data["csrfmiddlewaretoken"] = request.POST.get("csrfmiddlewaretoken", "")
        if article is None:
            # Typed in one that was thrown away or moved on, it names rows of that one.
            for listed in LISTS.values():
                listed.lay_out(data, None, listed.chosen(data))
        request.POST = data  # type: ignore[assignment]


def _says_something(request: HttpRequest, article: Article | None) -> bool:
    """Whether anything would be lost with the form."""
    if article is None:
        return any(request.POST.get(name) for name in Article.READ)
    stands = versions.standing(article)
    return typed(request.POST, stands) != stands


def offered(request: HttpRequest, article: Article | None) -> list[WorkingCopy]:
    """The newest copies that say anything else than what stands."""
    copies = WorkingCopy.objects.of(acting(request), article)
    if article is None:
        return list(copies[:_OFFERED])
    stands = versions.standing(article)
    return [copy for copy in copies[:_OFFERED] if typed(copy.typed, stands) != stands]
