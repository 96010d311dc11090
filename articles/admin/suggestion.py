"""What readers suggest to be corrected: the open ones first, each with its article, and decided on its own page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Case, QuerySet, When
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from accounts.characters import set_apart
from articles.admin.text_boxes import TextBox
from articles.models import Article, Correction, Suggestion
from articles.models.suggestion import DecidedError


class DecisionForm(forms.Form):
    words = TextBox(
        label=gettext_lazy("The correction, as readers will read it"),
        required=False,
        max_length=Correction.MOST,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 6}),
        help_text=gettext_lazy("It begins with the reader's words: make them the paper's."),
    )
    thanks = forms.BooleanField(required=False)
    answer = TextBox(
        label=gettext_lazy("To the reader, if you like"),
        required=False,
        max_length=Suggestion.MOST_OF_ANSWER,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 3}),
        help_text=gettext_lazy("They are told by mail and in their account what came of it, with this."),
    )

    def __init__(self, typed: Any, *, suggestion: Suggestion) -> None:
        super().__init__(typed, initial={"words": suggestion.words, "thanks": suggestion.may_name})
        if suggestion.may_name:
            name = set_apart(suggestion.reader.username)
            self.fields["thanks"].label = _("Thank %(name)s below the correction") % {"name": name}
        else:
            del self.fields["thanks"]


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    list_display = ["excerpt", "about", "outcome", "reader", "made_at"]
    list_display_links = ["excerpt"]
    list_filter = ["outcome"]
    list_select_related = ["article", "reader"]
    search_fields = ["words", "reader__username", "article__headline"]
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Suggestion | None = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Suggestion]:
        return super().get_queryset(request).defer("article__body")

    def get_ordering(self, request: HttpRequest) -> Any:
        return [Case(When(outcome=Suggestion.Outcome.OPEN, then=0), default=1).asc(), "-id"]

    @admin.display(description=gettext_lazy("words"))
    def excerpt(self, suggestion: Suggestion) -> str:
        return str(suggestion)

    @admin.display(description=gettext_lazy("article"), ordering="article__headline")
    def about(self, suggestion: Suggestion) -> str:
        address = f"/admin/articles/article/{suggestion.article_id}/change/"
        return format_html('<a href="{}">{}</a>', address, suggestion.article)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The page of one, which stands at the admin's own address of it."""
        if object_id is None or not self.has_view_permission(request):
            raise PermissionDenied
        suggestion = self._found(request, object_id)
        form = DecisionForm(request.POST or None, suggestion=suggestion)
        if request.method == "POST" and suggestion.is_open and form.is_valid():
            answer = self._decide(request, suggestion, form)
            if answer is not None:
                return answer
            # As it stands, where another editor was quicker.
            suggestion = self._found(request, object_id)
        return self._shown(request, suggestion, form)

    def _found(self, request: HttpRequest, object_id: str) -> Suggestion:
        related = ("article__section", "reader", "decided_by", "correction")
        found = self.get_queryset(request).select_related(*related)
        suggestion = found.filter(pk=object_id).first() if object_id.isdigit() else None
        if suggestion is None:
            raise Http404
        return suggestion

    def _decide(
        self, request: HttpRequest, suggestion: Suggestion, form: DecisionForm
    ) -> HttpResponse | None:
        """None where it can't be: the form says why, or the suggestion has been decided."""
        given = form.cleaned_data
        try:
            with transaction.atomic():
                self._verb(request, suggestion)(request, suggestion, given)
        except ValidationError as error:
            form.add_error("words", error)
        except ValueError:
            form.add_error(None, _("The article isn't public any more: it needs no correction now."))
        except DecidedError:
            return None
        if form.errors:
            return None
        messages.success(request, _("Decided. The reader is told."))
        return HttpResponseRedirect(request.path, status=303)

    def _verb(self, request: HttpRequest, suggestion: Suggestion) -> Callable[..., None]:
        """By the button that was pressed. Raises ValidationError where it was none: nothing is decided by mistake."""
        verbs = {"_accept": self._accept, "_put_right": self._put_right, "_decline": self._decline}
        for button, verb in verbs.items():
            if button in request.POST:
                return verb
        raise ValidationError(_("Choose what is to happen."), code="outcome")

    def _accept(self, request: HttpRequest, suggestion: Suggestion, given: dict[str, Any]) -> None:
        made = suggestion.accept(
            by=acting(request),
            words=given["words"],
            thanks=given.get("thanks", False),
            answer=given["answer"],
        )
        articles = self.admin_site.get_model_admin(Article)
        articles.log_change(request, suggestion.article, _("Corrected: “%(words)s”") % {"words": made.words})

    def _put_right(self, request: HttpRequest, suggestion: Suggestion, given: dict[str, Any]) -> None:
        suggestion.put_right(by=acting(request), answer=given["answer"])

    def _decline(self, request: HttpRequest, suggestion: Suggestion, given: dict[str, Any]) -> None:
        suggestion.decline(by=acting(request), answer=given["answer"])

    def _shown(self, request: HttpRequest, suggestion: Suggestion, form: DecisionForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Suggested correction"),
            "subtitle": suggestion.article.headline,
            "opts": self.opts,
            "suggestion": suggestion,
            "form": form,
            "may_decide": request.user.has_perm("articles.publish_article"),
        }
        status = 422 if request.method == "POST" else 200
        return TemplateResponse(request, "admin/articles/suggestion/decide.html", context, status=status)
