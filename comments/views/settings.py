"""The reader's own settings for discussions, one of the pages of their account."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from comments.forms import ReaderSettingsForm
from comments.models import ReaderSettings
from comments.views.gate import SignedInRequest, signed_in


def _settings_page(request: HttpRequest) -> str:
    return reverse("settings")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_settings_page)
def settings(request: SignedInRequest) -> HttpResponse:
    typed = request.POST if request.method == "POST" else None
    form = ReaderSettingsForm(typed, instance=ReaderSettings.objects.of(request.user))
    if form.is_valid():
        ReaderSettings.objects.choose(by=request.user, **form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return HttpResponseRedirect(reverse("settings"), status=303)
    return render(request, "comments/settings.html", {"form": form}, status=422 if form.is_bound else 200)
