"""The first page of one's account: all that is one's own at a glance, each with the way to change it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.acting import acting
from accounts.models import AlertSubscription
from comments import limits
from comments.models import ReaderSettings


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    reader = acting(request)
    addresses = EmailAddress.objects.filter(user=reader).order_by("-primary", "-verified")
    context = {
        "address": addresses.first(),
        "settings": ReaderSettings.objects.of(reader),
        "limits": limits.of(reader),
        "chosen_language": dict(django_settings.LANGUAGES).get(reader.language),
        "has_alerts": AlertSubscription.objects.active().filter(reader=reader).exists(),
    }
    return render(request, "newsportal/account.html", context)
