"""A reader's answer to a warning: they have read it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.models import Sanction
from comments.views.gate import SignedInRequest, signed_in


def _account(request: HttpRequest, pk: int) -> str:
    return reverse("account")


@require_POST
@signed_in(back=_account)
def read_warning(request: SignedInRequest, pk: int) -> HttpResponse:
    """404 for another's, as for one that there isn't."""
    get_object_or_404(Sanction, pk=pk, reader=request.user, kind=Sanction.Kind.WARN).read(by=request.user)
    messages.success(request, _("Thank you. You can write again."))
    return HttpResponseRedirect(reverse("account"), status=303)
