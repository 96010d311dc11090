"""The news alerts: where a reader begins, chooses and ends them, and each alert as a page."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import AlertSubscription
from accounts.models.alert_subscription import CHOOSE, END
from articles import letters
from articles.alerts import of_reader, with_choice
from articles.forms import AlertChoiceForm
from articles.models import Alert, AlertChoice, Newsletter, NewsletterIssue
from comments.views.gate import SignedInRequest, signed_in
from newsportal.stored_pages import stored


def _alerts_page(request: HttpRequest) -> str:
    return request.get_full_path() if request.method == "GET" else reverse("alerts")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_alerts_page)
def alerts(request: SignedInRequest) -> HttpResponse:
    """One form: what is wanted, and a button that begins, saves or ends."""
    subscription, address = of_reader(request.user)
    form = _form(request, subscription)
    if request.method == "POST":
        if "end" in request.POST and subscription:
            subscription.end()
            return _said(request, _("No more alerts come."))
        if form.is_valid() and (words := _begun_or_saved(request, subscription, form)):
            return _said(request, words)
    context = {"form": form, "subscription": subscription, "address": address}
    return render(request, "newsportal/alerts.html", context, status=422 if form.is_bound else 200)


def _begun_or_saved(
    request: SignedInRequest, subscription: AlertSubscription | None, form: AlertChoiceForm
) -> str:
    """What was done, in words; empty where the alerts can't begin, as then stands in the form."""
    with transaction.atomic():
        if "begin" in request.POST or subscription is None:
            try:
                subscription = AlertSubscription.objects.begin(request.user)
            except ValidationError as refusal:
                form.add_error(None, refusal)
                return ""
        AlertChoice.objects.choose(subscription, **form.cleaned_data)
    if subscription.is_active:
        return _("Your choice is saved.") if "save" in request.POST else _("News alerts are on.")
    return _("A mail is on its way to %(address)s.") % {"address": subscription.email}


def _said(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("alerts"), status=303)


# As with the links that begin and end (accounts/views/alerts.py): the address in the mail holds all the authority there is.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, token: str) -> HttpResponse:
    """The same choice, for who comes from a mail, logged in or not. It begins nothing: the mail may have been sent on."""
    try:
        subscription = with_choice(AlertSubscription.objects.all()).of_link(token, CHOOSE)
    except AlertSubscription.DoesNotExist:
        return render(request, "accounts/alerts.html", status=404)
    form, is_saved = _form(request, subscription), False
    if form.is_valid() and subscription.is_active:
        AlertChoice.objects.choose(subscription, **form.cleaned_data)
        is_saved = True
    context = {
        "form": form,
        "subscription": subscription,
        "is_saved": is_saved,
        "end": subscription.path(END),
    }
    is_refused = form.is_bound and not is_saved
    return render(request, "newsportal/alert_choices.html", context, status=422 if is_refused else 200)


def _form(request: HttpRequest, subscription: AlertSubscription | None) -> AlertChoiceForm:
    typed = request.POST if request.method == "POST" else None
    topic = request.GET.get("topic", "")
    # No slug has what can't be printed; of it NUL is more than Postgres takes.
    return AlertChoiceForm(typed, subscription, also=topic if topic.isprintable() else "")


@require_safe
@stored
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """An alert about an article, for as long as that is public."""
    lines = Alert.objects.public().select_related("article__section").defer("article__body")
    found = get_object_or_404(lines, pk=pk)
    return render(request, "newsportal/alert.html", {"letter": letters.breaking(found), "alert": found})


@require_safe
@stored
def daily_alert(request: HttpRequest, token: str) -> HttpResponse:
    """A day's mail: what stands in the address, and nothing about whom it went to."""
    letter = letters.daily_of(token)
    if letter is None:
        raise Http404
    return render(request, "newsportal/alert.html", {"letter": letter})


@require_safe
@stored
def newsletter(request: HttpRequest, pk: int) -> HttpResponse:
    """An issue of a newsletter that went to its readers, for as long as a story of it is public."""
    issue = get_object_or_404(NewsletterIssue.objects.readable().select_related("newsletter"), pk=pk)
    letter = letters.newsletter(issue)
    if letter is None:
        raise Http404
    return render(request, "newsportal/alert.html", {"letter": letter})


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def end_newsletter(request: HttpRequest, token: str) -> HttpResponse:
    """Ends one newsletter and nothing else. GET asks, for mail programs open links by themselves; POST ends, and answers without
    a redirect: mail programs press it themselves (RFC 8058) and follow none."""
    try:
        subscription, ended = Newsletter.objects.of_link(token)
    except AlertSubscription.DoesNotExist:
        return render(request, "accounts/alerts.html", status=404)
    if request.method == "POST":
        AlertChoice.objects.leave(subscription, ended)
    context = {"newsletter": ended, "is_ended": request.method == "POST"}
    return render(request, "newsportal/end_newsletter.html", context)
