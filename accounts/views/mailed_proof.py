"""The page that asks for a code from one's mail before something that keeps the account safe is changed."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from accounts import mailed_proof, waiting
from accounts.acting import acting
from accounts.forms import ProofForm


class MailedProofView(account_views.BaseReauthenticateView):
    form_class = ProofForm
    template_name = "account/reauthenticate_by_code.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`send` has a code sent; `code` is the one that came."""
        if "send" not in request.POST:
            response: HttpResponse = super().post(request, *args, **kwargs)
            return response
        address = mailed_proof.address_of(acting(request))
        try:
            waiting.count_code(request, address)
        except ValidationError as refusal:
            messages.error(request, refusal.messages[0])
        else:
            mailed_proof.send(request)
        return HttpResponseRedirect(self.passthrough_next_url(request.path), status=303)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = {
            "address": mailed_proof.address_of(acting(self.request)),
            "is_awaited": mailed_proof.is_awaited(self.request),
        }
        return {**super().get_context_data(**kwargs), **shown}


mailed_proof_page = login_required(MailedProofView.as_view())
