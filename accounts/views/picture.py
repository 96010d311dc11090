"""The page of one's picture: another one, or none."""

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
from accounts.own_forms import PictureForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest) -> HttpResponse:
    """POST shows the file in `picture`, or takes the present one away where `remove` is sent."""
    reader = acting(request)
    if "remove" in request.POST:
        reader.remove_picture()
        return _done(request, _("Your picture is gone."))
    form = PictureForm(request.POST, request.FILES) if request.method == "POST" else PictureForm()
    if form.is_valid():
        try:
            reader.show_picture(form.cleaned_data["picture"])
        except ValidationError as error:
            form.add_error("picture", error)
        else:
            return _done(request, _("This is your picture from now on."))
    return render(request, "accounts/picture.html", {"form": form}, status=422 if form.is_bound else 200)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    return HttpResponseRedirect(reverse("picture"), status=303)
