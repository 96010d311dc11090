"""The end of an account: asked for on a page of it, and taken back there or by the link in the mail."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import erasing, languages
from accounts.acting import acting
from accounts.own_forms import ErasureForm


def _asks(request: HttpRequest) -> bool:
    """Whoever finds a browser left open must not be able to end an account; to keep it takes no proof."""
    return request.method == "POST" and "keep" not in request.POST


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=_asks)
def erasure(request: HttpRequest) -> HttpResponse:
    """POST asks for it, with what is to become of the comments in `comments`; with `keep` it takes it back."""
    reader = acting(request)
    if "keep" in request.POST:
        reader.take_back_erasure()
        messages.success(request, _("Your account stays."))
        return HttpResponseRedirect(reverse("account"), status=303)
    form = ErasureForm(request.POST if request.method == "POST" else None, initial=ErasureForm.chosen(reader))
    if form.is_valid():
        try:
            reader.ask_erasure(removes=form.removes)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return HttpResponseRedirect(reverse("erasure"), status=303)
    context = {
        "form": form,
        "author": getattr(reader, "author", None),
        "backup_days": settings.BACKUP_DAYS,
    }
    return render(request, "accounts/erasure.html", context, status=422 if form.is_bound else 200)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, for mail programs open links by themselves; POST keeps the account. It takes no token against forged forms:
    the address holds all the authority there is, and a forger doesn't have it."""
    try:
        user = erasing.read(token)
    except erasing.Void:
        return render(request, "accounts/keep.html", status=404)
    if request.method == "POST":
        user.take_back_erasure()
    with languages.by_clock_of(user):
        return render(request, "accounts/keep.html", {"kept": user, "is_kept": request.method == "POST"})
