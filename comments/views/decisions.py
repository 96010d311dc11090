"""What was decided on a reader and on what they wrote: the list, and for each decision its statement of reasons, with the
appeal."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from comments import appealing, explaining
from comments.models import Appeal, Notification, Statement
from comments.refusal import Refusal
from comments.views.gate import SignedInRequest, signed_in
from comments.views.paging import page_of

PER_PAGE = 20
# Of what one act removed as much is shown.
SHOWN = 20


def _list_page(request: HttpRequest) -> str:
    return reverse("decisions")


def _page(request: HttpRequest, pk: int) -> str:
    return reverse("decision", args=[pk])


@require_safe
@signed_in(back=_list_page)
def decisions(request: SignedInRequest) -> HttpResponse:
    page = page_of(Statement.objects.of(request.user).whole(), request, PER_PAGE)
    rows = [(one, explaining.head(one), explaining.standing(one), _appeal_of(one)) for one in page.rows]
    return render(request, "comments/decisions.html", {"page": page, "rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(back=_page)
def decision(request: SignedInRequest, pk: int) -> HttpResponse:
    """GET tells of it; POST appeals. 404 for another's, as for one that there isn't."""
    statement = get_object_or_404(Statement.objects.of(request.user).whole(), pk=pk)
    if request.method != "POST":
        Notification.objects.of(request.user).filter(statement=statement).mark_read()
        return _shown(request, statement)
    words = request.POST.get("words", "")
    try:
        appealing.appeal(statement, by=request.user, words=words)
    except Refusal as refusal:
        return _shown(request, statement, words, refusal)
    messages.success(
        request, _("Your appeal is made. Another moderator decides on it; you will be told what and why.")
    )
    return HttpResponseRedirect(reverse("decision", args=[pk]), status=303)


def _shown(
    request: SignedInRequest, statement: Statement, words: str = "", refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "statement": statement,
        "head": explaining.head(statement),
        "effect": explaining.effect(statement),
        "decider": explaining.decider(statement),
        "facts": explaining.facts(statement),
        "standing": explaining.standing(statement),
        "comments": statement.comments.select_related("discussion__article__section")[:SHOWN],
        "appeal": _appeal_of(statement),
        "can_appeal": not appealing.is_taken_back(statement) and not appealing.is_late(statement),
        "most": appealing.MOST,
        "words": words,
        "refusal": refusal,
    }
    return render(request, "comments/decision.html", context, status=422 if refusal else 200)


def _appeal_of(statement: Statement) -> Appeal | None:
    return getattr(statement, "appeal", None)
