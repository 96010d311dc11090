"""The page that has a reader log in once more at another site before something that keeps the account safe is changed."""

from __future__ import annotations

from typing import Any

from allauth.account import views as account_views
from allauth.account.utils import get_next_redirect_url
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse

from accounts import proof_elsewhere
from accounts.acting import acting


class ProofElsewhereView(account_views.BaseReauthenticateView):
    form_class = Form
    template_name = "account/reauthenticate_elsewhere.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """`site` is the id of the one to go to; of one that isn't the reader's, the page once more."""
        for site in proof_elsewhere.sites_of(request, acting(request)):
            if site.sub_id == request.POST.get("site"):
                return proof_elsewhere.begin(request, site, get_next_redirect_url(request))
        return self.get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        sites = proof_elsewhere.sites_of(self.request, acting(self.request))
        return {**super().get_context_data(**kwargs), "sites": sites}


proof_elsewhere_page = login_required(ProofElsewhereView.as_view())
