"""The page of one's language and time."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import languages
from accounts.acting import acting
from accounts.own_forms import LanguageForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def language(request: HttpRequest) -> HttpResponse:
    reader = acting(request)
    initial = {"language": reader.language, "time_zone": reader.time_zone}
    form = LanguageForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        reader.choose(**form.cleaned_data)
        with translation.override(languages.of_user(reader) or languages.of_browser(request.META)):
            messages.success(request, _("Your language and time are saved."))
        return HttpResponseRedirect(reverse("language"), status=303)
    return render(request, "accounts/language.html", {"form": form}, status=422 if form.is_bound else 200)
