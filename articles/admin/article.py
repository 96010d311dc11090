"""Articles: listed, written, published by the verbs of the model."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from articles import versions
from articles.admin.alert import AlertPages
from articles.admin.article_form import ArticleForm
from articles.admin.collision import CollisionPages
from articles.admin.correction import CorrectionPages
from articles.admin.discarding import DiscardingPages
from articles.admin.handing_over import HandingOverPages
from articles.admin.history import HistoryPages
from articles.admin.inlines import ArticleTopicInline, BylineInline
from articles.admin.lead_picture import LeadPicturePages
from articles.admin.long_list import LongListPaginator
from articles.admin.notes import NotePages
from articles.admin.plain import plain
from articles.admin.presences import PresencePages
from articles.admin.preview import PreviewPages
from articles.admin.review import ReviewPages
from articles.admin.text_boxes import TextBoxes
from articles.admin.working_copies import WorkingCopyPages
from articles.models import Article

# Of the form, what says nothing to whoever can't change the article.
_TO_WRITE = {"is_minor", "publish_at", "lead_picture", "photo_file", "photo_alt"}
# What takes its place there.
_TO_READ: dict[str, Any] = {
    "body": "text",
    **{name: plain(Article, name) for name in ("section", "source", "photo")},
}


class StateFilter(admin.SimpleListFilter):
    """By what an article is called in the list, where one that waits for its time isn't published."""

    title = gettext_lazy("state")
    parameter_name = "state__exact"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        found: list[tuple[str, Any]] = [*Article.State.choices]
        found.insert(2, ("scheduled", _("scheduled")))
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet[Article]) -> QuerySet[Article]:
        state, published = self.value(), Article.State.PUBLISHED
        if state == "scheduled":
            return queryset.filter(state=published, published_at__gt=Now())
        if state == published:
            return queryset.filter(state=published, published_at__lte=Now())
        return queryset.filter(state=state) if state else queryset


@admin.register(Article)
class ArticleAdmin(
    PresencePages,
    WorkingCopyPages,
    CollisionPages,
    AlertPages,
    CorrectionPages,
    HistoryPages,
    PreviewPages,
    NotePages,
    ReviewPages,
    HandingOverPages,
    DiscardingPages,
    LeadPicturePages,
    TextBoxes,
):
    form = ArticleForm
    inlines = [BylineInline, ArticleTopicInline]
    list_display = ["headline", "section", "standing", "published_at", "updated_at"]
    list_filter = [StateFilter, "section", "published_at", "authors"]
    list_per_page = 50
    paginator = LongListPaginator
    show_full_result_count = False
    list_select_related = ["section"]
    search_fields = ["headline", "standfirst"]
    # As they were begun; of the times of a million nothing is asked that no index knows.
    ordering = ["-pk"]
    prepopulated_fields = {"slug": ["headline"]}
    autocomplete_fields = ["source"]
    raw_id_fields = ["photo"]
    actions = ["publish_selected", "unpublish_selected"]
    change_form_template = "admin/articles/article/change_form.html"

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def standing(self, article: Article) -> str:
        return _("scheduled") if article.is_scheduled else article.get_state_display()

    def view_on_site(self, obj: Article) -> str:
        """The page itself; editors see it there before anybody else does."""
        return obj.get_absolute_url()

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        """What readers needn't hear of is said right below the body; what nobody has read yet has no update. When it comes out is
        for those to say who publish."""
        left_out = {"is_minor"} if self.has_publish_permission(request) else {"is_minor", "publish_at"}
        fields = [name for name in super().get_fields(request, obj) if name not in left_out]
        if obj and obj.has_readers:
            fields.insert(fields.index("body") + 1, "is_minor")
        if obj and not self.has_change_permission(request, obj):
            return [_TO_READ.get(name, name) for name in fields if name not in _TO_WRITE]
        return fields

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        """Without the link to its page for those to whom that doesn't open: moderators find here what isn't public, too."""
        response: Any = super().render_change_form(request, context, add, change, form_url, obj)
        if obj and not request.user.has_perm("articles.change_article"):
            seen = Article.objects.visible_to(request.user).filter(pk=obj.pk)
            response.context_data["has_absolute_url"] = seen.exists()
        return response

    @admin.display(description=gettext_lazy("body"))
    def text(self, article: Article) -> SafeString:
        """For those who read it here and can't change it: the body is clean HTML."""
        return format_html('<div class="read-body" dir="auto">{}</div>', mark_safe(article.body))  # noqa: S308

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Article | None:
        """Locked while it is being saved: what another editor does at that moment must not be written over. None where it is
        being deleted at that moment."""
        article = super().get_object(request, object_id, from_field)
        if article is not None and request.method == "POST":
            return Article.objects.select_for_update(no_key=True).filter(pk=article.pk).first()
        return article

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        if change and obj.has_readers and not form.cleaned_data["is_minor"] and obj.is_reworded(form.initial):
            obj.updated_at = timezone.now()
        if change:
            versions.begin(obj)
        else:
            obj.begun_by = acting(request)
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: Any, change: bool) -> None:
        """The buttons act once everything typed is saved, in the same transaction."""
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        versions.keep(article, by=acting(request))
        if "_submit" in request.POST:
            article.submit(by=acting(request))
        elif "_publish" in request.POST:
            article.publish(by=acting(request))
        elif "_schedule" in request.POST:
            self._schedule(request, article, form.cleaned_data["publish_at"])
        elif "_unpublish" in request.POST:
            article.unpublish(by=acting(request))

    @staticmethod
    def _schedule(request: HttpRequest, article: Article, at: datetime) -> None:
        try:
            article.schedule(by=acting(request), at=at)
        except ValueError:
            # Since the form was looked through the time has come, this one or the one from before.
            article.publish(by=acting(request))

    def response_add(
        self, request: HttpRequest, obj: Article, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._told(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return self._told(request, obj) or super().response_change(request, obj)

    def _told(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """What came of a button, on the same page; None where no button was pressed."""
        time = (
            timezone.localtime(article.published_at).strftime("%Y-%m-%d %H:%M %Z")
            if article.published_at
            else ""
        )
        said = {
            "_submit": _("Submitted. The editors find it first in their list."),
            "_publish": _("Published."),
            "_schedule": _("Scheduled for %(time)s.") % {"time": time},
            "_unpublish": _("Taken off the site."),
        }
        for button, words in said.items():
            if button in request.POST:
                self.message_user(request, words, messages.SUCCESS)
                return HttpResponse(
                    status=302,
                    headers={"Location": reverse("admin:articles_article_change", args=[article.pk])},
                )
        return None

    @admin.action(description=gettext_lazy("Publish now"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            article.publish(by=acting(request))
        self.message_user(request, _("Published."), messages.SUCCESS)

    @admin.action(description=gettext_lazy("Take off the site"), permissions=["publish"])
    def unpublish_selected(self, request: HttpRequest, articles: QuerySet[Article]) -> None:
        for article in articles:
            article.unpublish(by=acting(request))
        self.message_user(request, _("Taken off the site."), messages.SUCCESS)

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.publish_article")
