"""Where one is logged in, and being logged out there."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import devices
from accounts import sessions as of_account
from accounts.acting import acting

# Whoever is logged in at more places sees those used last, and can end all.
SHOWN = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def sessions(request: HttpRequest) -> HttpResponse:
    """POST ends one, named by `session`, or with `others` all but this one. One that has ended since is as it should be."""
    living = of_account.living(acting(request))
    here = request.session.session_key
    if request.method != "POST":
        rows = [
            {"session": one, "device": devices.in_words(one.user_agent), "is_here": one.session_key == here}
            for one in living[:SHOWN]
        ]
        others = sum(one.session_key != here for one in living)
        return render(request, "accounts/sessions.html", {"rows": rows, "others": others})
    named = request.POST.get("session", "")
    chosen = [
        one
        for one in living
        if one.session_key != here and ("others" in request.POST or str(one.pk) == named)
    ]
    of_account.end(chosen)
    if chosen:
        messages.success(request, _("Logged out there."))
    else:
        messages.info(request, _("Nothing to log out there: that had ended already."))
    return redirect("usersessions_list")
