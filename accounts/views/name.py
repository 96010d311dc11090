"""One's own public name, and another in its place."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.acting import acting
from accounts.forms import NameForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change_name(request: HttpRequest) -> HttpResponse:
    form = NameForm(request.POST if request.method == "POST" else None, user=acting(request))
    if form.is_valid():
        try:
            form.save()
        except ValidationError as refusal:
            form.add_error("username", refusal)
        else:
            messages.success(request, _("Your name is saved."))
            return HttpResponseRedirect(reverse("change_name"), status=303)
    return render(request, "accounts/name.html", {"form": form}, status=422 if form.is_bound else 200)
