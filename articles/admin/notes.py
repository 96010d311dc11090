"""The page of an article's notes at the desk: what its writer and the editors said of it, and one more."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from accounts.acting import acting
from articles.admin.about import ArticlePages
from articles.admin.text_boxes import TextBox
from articles.models import Article, Note, NoteMark
from articles.models.note import may_discuss
from articles.review import NotThereError

# The newest, beside the article's form.
_BESIDE = 3


class NoteForm(forms.Form):
    words = TextBox(
        label=gettext_lazy("Note"),
        max_length=Note.MOST,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 5}),
        help_text=gettext_lazy(
            "Plain words, at most 2,000 letters. Only its writer and the editors read it; it can't be changed or taken back."
        ),
    )


class NotePages(ArticlePages):
    """What the admin of articles has of notes."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.notes_view)
        return [path("<int:pk>/notes/", view, name="articles_article_notes"), *super().get_urls()]

    def notes_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        article = self.article_at(pk)
        if not may_discuss(article, request.user):
            raise PermissionDenied
        return _notes(request, self, article)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        article = self.article_opened(request, object_id)
        if article is None or not may_discuss(article, request.user):
            return super().changeform_view(request, object_id, form_url, extra_context)
        context = {
            "may_discuss": True,
            "notes": article.notes.select_related("by").order_by("-pk")[:_BESIDE],
            "notes_count": article.notes.count(),
            "unread": _unread(request, article),
            **(extra_context or {}),
        }
        return super().changeform_view(request, object_id, form_url, context)


def _unread(request: HttpRequest, article: Article) -> set[int]:
    return set(article.notes.all().unread_by(request.user).values_list("pk", flat=True))


@require_http_methods(["GET", "HEAD", "POST"])
def _notes(request: HttpRequest, desk: Any, article: Article) -> HttpResponse:
    form = NoteForm(request.POST or None)
    if form.is_valid() and _act(request, article, form):
        return HttpResponseRedirect(request.path, status=303)
    notes = list(article.notes.select_related("by"))
    context = {
        **desk.around(request, article, _("Notes")),
        "form": form,
        "notes": notes,
        "unread": _unread(request, article),
        "newest": article.versions.values_list("history_id", flat=True).first(),
        "may_send_back": article.state == Article.State.IN_REVIEW
        and request.user.has_perm("articles.publish_article"),
    }
    if notes and request.method == "GET":
        NoteMark.objects.read(article, by=acting(request), upto=notes[-1].pk)
    status = 422 if request.method == "POST" else 200
    return TemplateResponse(request, "admin/articles/article/notes.html", context, status=status)


def _act(request: HttpRequest, article: Article, form: NoteForm) -> bool:
    """By the button that was pressed. False where it couldn't be; the form says why, and keeps the words."""
    words = form.cleaned_data["words"]
    try:
        if "_send_back" in request.POST:
            article.send_back(by=acting(request), words=words)
            messages.success(request, _("Sent back to its writer, with your note."))
        else:
            Note.objects.write(article, by=acting(request), words=words)
            messages.success(request, _("Your note stands."))
    except Article.DoesNotExist as error:
        raise Http404 from error
    except ValidationError as error:
        form.add_error("words", error)
    except NotThereError:
        form.add_error(
            None, _("It isn't in review any more. Nothing was sent back, and your note isn't written yet.")
        )
    return not form.errors
