"""The page from which editors send an article's alert, see beforehand how the mail will look, and afterwards how far it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import acting
from articles import letters
from articles.admin.about import ArticlePages
from articles.admin.text_boxes import TextBox
from articles.alerts import subscribers_of
from articles.models import Alert, Article

# Whatever an editor types, in the frame nothing runs, loads, leads out or is sent. The mail's style stands within it, as mail
# programs want it; where nothing else is allowed, a style can't do harm.
PREVIEW_CSP = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
_ALREADY = gettext_lazy("An alert of this article had been sent already; yours wasn't.")


class AlertForm(forms.Form):
    subject = TextBox(
        label=gettext_lazy("Subject"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "vTextField"}),
        help_text=gettext_lazy("Telephones show its first forty letters or so."),
    )
    text = TextBox(
        label=gettext_lazy("Words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"class": "vLargeTextField", "rows": 5}),
        help_text=gettext_lazy("At most 500 letters. An empty line makes a new paragraph."),
    )

    @property
    def alert(self) -> dict[str, str]:
        """The words as they stand in the form, be they right or not."""
        return {name: self[name].value() or "" for name in self.fields}


class AlertPages(ArticlePages):
    """What the admin of articles has of alerts."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/alert/", view(self.alert_view), name="articles_article_alert"),
            path("<int:pk>/alert/preview/", view(self.alert_preview), name="articles_article_alert_preview"),
            *super().get_urls(),
        ]

    def alert_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _alert_view(request, self, self._article(request, pk))

    def alert_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _preview(request, self._article(request, pk))

    def _article(self, request: HttpRequest, pk: int) -> Article:
        if not request.user.has_perm("articles.publish_article"):
            raise PermissionDenied
        return self.article_at(pk)


@require_http_methods(["GET", "HEAD", "POST"])
def _alert_view(request: HttpRequest, desk: AlertPages, article: Article) -> HttpResponse:
    alert = Alert.objects.with_progress().select_related("sent_by").filter(article=article).first()
    initial = {"subject": article.headline, "text": article.standfirst}
    form = AlertForm(request.POST if request.method == "POST" else None, initial=initial)
    if "_send" in request.POST and (alert or form.is_valid()):
        if alert:
            messages.warning(request, _ALREADY)
        else:
            _send(request, desk, article, form)
        return HttpResponseRedirect(request.path, status=303)
    words = {"subject": alert.subject, "text": alert.text} if alert else form.alert
    query = QueryDict(mutable=True)
    query.update(words)
    context = {
        **desk.around(request, article, _("News alert")),
        "form": form,
        "alert": alert,
        "count": 0 if alert else subscribers_of(article).count(),
        "text": _letter(article, **words).content("txt", letters.NOWHERE),
        "preview": f"{reverse('admin:articles_article_alert_preview', args=[article.pk])}?{query.urlencode()}",
    }
    return TemplateResponse(request, "admin/articles/article/alert.html", context)


def _send(request: HttpRequest, desk: AlertPages, article: Article, form: AlertForm) -> None:
    """Sends the alert and tells the editor, and the article's history, what came of it."""
    try:
        with transaction.atomic():
            alert, is_new = Alert.objects.send(article, by=acting(request), **form.cleaned_data)
            said = ngettext(
                "The alert goes to %(count)s reader.",
                "The alert goes to %(count)s readers.",
                alert.recipients,
            ) % {"count": alert.recipients}
            if is_new:
                desk.log_change(request, article, said)
    except ValueError:
        messages.error(request, _("The article isn't public any more, so no alert was sent."))
        return
    if is_new:
        messages.success(request, said)
    else:
        messages.warning(request, _ALREADY)


@require_safe
@xframe_options_sameorigin
def _preview(request: HttpRequest, article: Article) -> HttpResponse:
    """The mail as it will look with the words of the query."""
    letter = _letter(article, subject=request.GET.get("subject", ""), text=request.GET.get("text", ""))
    headers = {"Content-Security-Policy": PREVIEW_CSP}
    return HttpResponse(letter.content("html", letters.NOWHERE), headers=headers)


def _letter(article: Article, *, subject: str, text: str) -> letters.Letter:
    return letters.breaking(Alert(article=article, subject=subject, text=text))
