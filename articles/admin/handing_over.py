"""The page of the desk on which an article becomes another writer's."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.acting import acting
from accounts.models import User
from articles import handing_over
from articles.admin.about import ArticlePages
from articles.admin.working_copies import offered
from articles.models import Article


class HandingOverForm(forms.Form):
    to = forms.ModelChoiceField(
        User.objects.none(), label=gettext_lazy("To"), empty_label=gettext_lazy("Choose a writer")
    )

    def __init__(self, article: Article, *args: Any) -> None:
        super().__init__(*args)
        self.fields["to"].queryset = handing_over.writers(article)  # type: ignore[attr-defined]


class HandingOverPages(ArticlePages):
    """What the admin of articles has of handing over."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.hand_over_view)
        return [path("<int:pk>/hand-over/", view, name="articles_article_hand_over"), *super().get_urls()]

    def hand_over_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_at(pk)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        return _hand_over(request, self, article)


@require_http_methods(["GET", "HEAD", "POST"])
def _hand_over(request: HttpRequest, desk: Any, article: Article) -> HttpResponse:
    form = HandingOverForm(article, request.POST or None)
    if form.is_valid():
        to = form.cleaned_data["to"]
        article.hand_over(by=acting(request), to=to)
        messages.success(request, _("Handed over to %(name)s.") % {"name": to})
        is_still_theirs = desk.has_view_permission(request, article)
        where = reverse("admin:articles_article_change", args=[article.pk])
        return HttpResponseRedirect(
            where if is_still_theirs else reverse("admin:articles_article_changelist"), status=303
        )
    context = {
        **desk.around(request, article, _("Hand over")),
        "form": form,
        "has_unsaved": bool(offered(request, article)),
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/articles/article/hand_over.html", context, status=status)
