"""The page of one's language and time, and the choice of a language by who is signed out."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

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


# Without a token against forged forms, for it stands on pages that are the same for all, and stored: the worst that a forger can do is a page
# in another language.
@csrf_exempt
@require_POST
def browser_language(request: HttpRequest) -> HttpResponse:
    """`language` holds in this browser from now on, for who is signed out or has chosen none in their account. Leads back to
    the page that it was chosen on."""
    answer = HttpResponseRedirect(_page_before(request), status=303)
    if (chosen := request.POST.get("language", "")) in languages.offered():
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=languages.COOKIE_LASTS,
            secure=settings.SESSION_COOKIE_SECURE,
            # Nothing but the server asks for it.
            httponly=True,
            samesite="Lax",
        )
    return answer


def _page_before(request: HttpRequest) -> str:
    """Its address, which is one of this site; the front page where the browser doesn't tell or comes from elsewhere."""
    page = request.headers.get("Referer", "")
    return page if url_has_allowed_host_and_scheme(page, {request.get_host()}) else "/"
