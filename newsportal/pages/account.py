"""The first page of one's account: all that is one's own at a glance, each with the way to change it."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings as django_settings
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import time_zones
from accounts.acting import acting
from accounts.models import AlertSubscription, User
from comments import limits
from comments.models import ReaderSettings


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    reader = acting(request)
    addresses = EmailAddress.objects.filter(user=OuterRef("pk")).order_by("-primary", "-verified")
    alerts = AlertSubscription.objects.active().filter(reader=OuterRef("pk"))
    address, has_alerts = User.objects.values_list(
        Subquery(addresses.values("email")[:1]), Exists(alerts)
    ).get(pk=reader.pk)
    context = {
        "address": address,
        "settings": ReaderSettings.objects.of(reader),
        "limits": limits.of(reader),
        "chosen_language": dict(django_settings.LANGUAGES).get(reader.language),
        "chosen_city": time_zones.city_of(reader.time_zone),
        "has_alerts": has_alerts,
    }
    return render(request, "newsportal/account.html", context)
