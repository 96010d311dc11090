"""The issues of newsletters: as a draft an editor reorders, drops and adds stories and writes a subject and an introduction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.issue_collision import Collision, IssueForm, is_stale
from articles.admin.newsletter_sending import SendingPages
from articles.admin.text_boxes import TextBoxes
from articles.models import Article, NewsletterIssue, NewsletterStory
from articles.models.newsletter_issue import STEP


class StoryForm(forms.ModelForm):
    def has_changed(self) -> bool:
        """A new row without a story is none, whatever its place."""
        return super().has_changed() and (self.instance.pk is not None or "article" in self.changed_data)

    def clean_article(self) -> Article:
        """One that was taken off since it was chosen doesn't stand in the way: it isn't in the mail."""
        article: Article = self.cleaned_data["article"]
        if "article" in self.changed_data and not article.is_public:
            raise ValidationError(_("A newsletter has stories that are public. Publish this one first."))
        return article


class StoryFormSet(BaseInlineFormSet):
    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        """A row of none yet, be it one that a script adds, comes after the others."""
        given = super().get_form_kwargs(index)
        if index is None or index >= self.initial_form_count():
            last = self.instance.stories.aggregate(place=models.Max("position"))["place"]
            given["initial"] = {"position": (last or 0) + STEP}
        return given


class StoryInline(admin.TabularInline):
    model = NewsletterStory
    form = StoryForm
    formset = StoryFormSet
    fields = ["position", "article", "why"]
    readonly_fields = ["why"]
    autocomplete_fields = ["article"]
    extra = 1
    max_num = 40

    def get_queryset(self, request: HttpRequest) -> QuerySet[NewsletterStory]:
        return super().get_queryset(request).select_related("article").defer("article__body")


@admin.register(NewsletterIssue)
class NewsletterIssueAdmin(SendingPages, TextBoxes):
    form = IssueForm
    list_display = ["__str__", "state", "subject"]
    list_filter = ["newsletter"]
    list_select_related = ["newsletter", "alert"]
    fields = ["state", "subject", "introduction", "is_held", "seen"]
    readonly_fields = ["state"]
    inlines = [StoryInline]
    # Until it is sent it is no page.
    view_on_site = False
    formfield_overrides = {models.CharField: {"widget": forms.TextInput(attrs={"class": "vLargeTextField"})}}
    change_form_template = "admin/articles/newsletterissue/change_form.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        return NewsletterIssue.objects.with_outdated()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: NewsletterIssue | None = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and obj.sending)

    @admin.display(description=gettext_lazy("state"))
    def state(self, issue: Any) -> str:
        if issue.sending:
            return _("sent %(when)s") % {"when": _time(issue.sending.sent_at)}
        if issue.is_outdated:
            return _("not sent; a newer one was put together")
        if issue.goes_by_itself:
            return _("draft; goes by itself %(when)s") % {"when": _time(issue.goes_at)}
        return _("draft; waits for an editor")

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if request.method != "POST" or object_id is None or not object_id.isdecimal():
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            # Who sends it at this moment waits, or is waited for: what goes to readers doesn't change while it goes.
            issue = NewsletterIssue.objects.select_for_update(no_key=True).filter(pk=object_id).first()
            if issue is not None and issue.sending and self.has_view_permission(request):
                messages.error(request, _("It was sent meanwhile. What you changed wasn't saved."))
                return HttpResponseRedirect(request.path, status=303)
            if issue is None or not is_stale(issue, request.POST.get("seen", "")):
                return super().changeform_view(request, object_id, form_url, extra_context)
            if not self.has_change_permission(request, issue):
                raise PermissionDenied
            collision = Collision(issue, request.POST.copy())
            request.POST = collision.data  # type: ignore[assignment]
            context = {"collision": collision, **(extra_context or {})}
            response = super().changeform_view(request, object_id, form_url, context)
            response.status_code = 409
            return response

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.instance.renumber()

    def response_change(self, request: HttpRequest, obj: NewsletterIssue) -> HttpResponse:
        if "_see" in request.POST:
            return HttpResponseRedirect(
                reverse("admin:articles_newsletterissue_mail", args=[obj.pk]), status=303
            )
        return super().response_change(request, obj)


def _time(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT")
