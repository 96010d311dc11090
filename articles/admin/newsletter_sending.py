"""The page where editors see the mail of an issue as it will go, send themselves a test, send it, and see how far it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_http_methods, require_safe

from accounts.acting import acting
from articles import letters
from articles.admin.alert import PREVIEW_CSP
from articles.models import Alert, NewsletterIssue
from articles.models.newsletter_issue import NotSendableError
from articles.newsletters import send_test, subscribers_of

if TYPE_CHECKING:
    from django.contrib.admin import ModelAdmin

    Base = ModelAdmin[NewsletterIssue]
else:
    Base = object


class SendingPages(Base):
    """What the admin of issues has beside their forms."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view
        name = "articles_newsletterissue"
        return [
            path("<int:pk>/mail/", view(self.mail_view), name=f"{name}_mail"),
            path("<int:pk>/mail/preview/", view(self.mail_preview), name=f"{name}_mail_preview"),
            *super().get_urls(),
        ]

    def mail_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _mail_view(request, self, _issue(request, pk))

    def mail_preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        return _preview(request, _issue(request, pk))


def _issue(request: HttpRequest, pk: int) -> Any:
    if not request.user.has_perm("articles.publish_article"):
        raise PermissionDenied
    return get_object_or_404(NewsletterIssue.objects.with_outdated().select_related("newsletter"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def _mail_view(request: HttpRequest, desk: SendingPages, issue: Any) -> HttpResponse:
    if request.method == "POST":
        if "_test" in request.POST:
            _test(request, issue)
        elif "_send" in request.POST:
            _send(request, desk, issue)
        return HttpResponseRedirect(request.path, status=303)
    letter = letters.newsletter(issue)
    context = {
        **desk.admin_site.each_context(request),
        "title": _("The mail"),
        "subtitle": str(issue),
        "opts": desk.opts,
        "original": issue,
        "alert": Alert.objects.with_progress().select_related("sent_by").filter(issue=issue).first(),
        "is_outdated": issue.is_outdated,
        "count": subscribers_of(issue.newsletter).count(),
        "letter": letter,
        "text": letter.content("txt", letters.NOWHERE) if letter else "",
    }
    return TemplateResponse(request, "admin/articles/newsletterissue/mail.html", context)


def _test(request: HttpRequest, issue: NewsletterIssue) -> None:
    editor = acting(request)
    try:
        send_test(issue, to=editor)
    except ValueError:
        messages.error(request, _("No test was sent: there is no story, or your account has no address."))
        return
    messages.success(request, _("A test is on its way to %(address)s.") % {"address": editor.email})


def _send(request: HttpRequest, desk: SendingPages, issue: NewsletterIssue) -> None:
    """Sends the issue and tells the editor, and the issue's history, what came of it."""
    try:
        with transaction.atomic():
            alert = issue.send(by=acting(request))
            said = ngettext(
                "The newsletter goes to %(count)s reader.",
                "The newsletter goes to %(count)s readers.",
                alert.recipients,
            ) % {"count": alert.recipients}
            desk.log_change(request, issue, said)
    except NotSendableError:
        messages.warning(
            request,
            _(
                "It wasn't sent: it had gone already, a newer one was put together, or it has no public story."
            ),
        )
        return
    messages.success(request, said)


@require_safe
@xframe_options_sameorigin
def _preview(request: HttpRequest, issue: NewsletterIssue) -> HttpResponse:
    """The mail as it looks, under the same policy as an alert's."""
    letter = letters.newsletter(issue)
    if letter is None:
        raise Http404
    content = letter.content("html", letters.NOWHERE)
    return HttpResponse(content, headers={"Content-Security-Policy": PREVIEW_CSP})
