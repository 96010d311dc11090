"""The page from which editors correct an article: what readers were told so far, and the words of one more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.acting import acting
from articles.admin.about import ArticlePages
from articles.admin.text_boxes import TextBox
from articles.models import Article, Correction
from articles.models.correction import GRACE


class CorrectionForm(forms.Form):
    words = TextBox(
        label=gettext_lazy("What was wrong, and what is right"),
        max_length=Correction.MOST,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 6}),
        help_text=gettext_lazy(
            "As readers will read it: “An earlier version gave the year as 1987. The bridge was opened in 1978.” At most 1,000 "
            "letters; an empty line makes a new paragraph."
        ),
    )


class CorrectionPages(ArticlePages):
    """What the admin of articles has of corrections."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "articles_article_corrections"
        return [
            path("<int:pk>/corrections/", view(self.corrections_view), name=name),
            path("<int:pk>/corrections/<int:correction>/", view(self.corrections_view), name=name),
            *super().get_urls(),
        ]

    def corrections_view(self, request: HttpRequest, pk: int, correction: int | None = None) -> HttpResponse:
        """All corrections of an article, with the form of one more or, in its first minutes, of the words of `correction`."""
        if not request.user.has_perm("articles.publish_article"):
            raise PermissionDenied
        article = self.article_at(pk)
        return _corrections(request, self, article, correction)


@require_http_methods(["GET", "HEAD", "POST"])
def _corrections(request: HttpRequest, desk: Any, article: Article, pk: int | None) -> HttpResponse:
    by = acting(request)
    corrections = list(article.corrections.select_related("by").order_by("-at", "-pk"))
    amended = get_object_or_404(Correction, article=article, pk=pk) if pk else None
    form = CorrectionForm(request.POST or None, initial={"words": amended.words if amended else ""})
    is_open = amended.may_amend(by) if amended else article.has_readers
    if is_open and form.is_valid():
        _save(request, desk, article, amended, form.cleaned_data["words"])
        return HttpResponseRedirect(
            reverse("admin:articles_article_corrections", args=[article.pk]), status=303
        )
    context = {
        **desk.around(request, article, _("Corrections")),
        "form": form,
        "rows": [(correction, correction.may_amend(by)) for correction in corrections],
        "amended": amended,
        "is_open": is_open,
        "grace": GRACE,
    }
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/articles/article/corrections.html", context, status=status)


def _save(request: HttpRequest, desk: Any, article: Article, amended: Correction | None, words: str) -> None:
    """Each wording that readers met is in the article's history, with who wrote it."""
    with transaction.atomic():
        if amended:
            before = amended.words
            amended.amend(by=acting(request), words=words)
            told = _("Changed the words of a correction: “%(before)s” is now “%(after)s”.")
            desk.log_change(request, article, told % {"before": before, "after": amended.words})
        else:
            made = article.correct(by=acting(request), words=words)
            desk.log_change(request, article, _("Corrected: “%(words)s”") % {"words": made.words})
    messages.success(
        request, _("The correction has its new words.") if amended else _("The correction is on the article.")
    )
