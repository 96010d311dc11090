"""One's own public name, and another in its place."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
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


def _asks(request: HttpRequest) -> bool:
    """Whoever finds a browser left open must not be able to use up the owner's 30 days."""
    return request.method == "POST"


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required(enabled=_asks)
def change_name(request: HttpRequest) -> HttpResponse:
    reader = acting(request)
    before = reader.username
    form = NameForm(request.POST if request.method == "POST" else None, user=reader)
    if form.is_valid():
        try:
            form.save()
        except ValidationError as refusal:
            form.add_error("username", refusal)
            if reader.renaming_told in refusal.messages:
                # The sentence above the box is the refusal's own.
                form["username"].help_text = ""
        else:
            if reader.username != before:
                get_adapter(request).tell_of_new_name(reader, before)
            messages.success(request, _("Your name is saved."))
            return HttpResponseRedirect(reverse("change_name"), status=303)
    return render(request, "accounts/name.html", {"form": form}, status=422 if form.is_bound else 200)
