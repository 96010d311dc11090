"""What was filled in on a form of the moderators: brought back after a login, and what was chosen there."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from comments import reasons
from comments.models import Reason


def address_with(request: HttpRequest, page: str, fields: Iterable[str]) -> str:
    """The address of `page` with what was typed into these fields of its form."""
    typed = {name: request.POST[name] for name in fields if request.POST.get(name)}
    return f"{page}{'?' if typed else ''}{urlencode(typed)}"


def reason_of(request: HttpRequest) -> str:
    """What was chosen and written in the fields of `_reason.html`."""
    ground = request.POST.get("ground", "")
    chosen = one_of(Reason.objects.all(), ground) if ground else None
    return reasons.joined(chosen, request.POST.get("words", ""))


def one_of(rows: Any, number: str) -> Any:
    """The one of `rows` with this id; raises Http404."""
    if not (number.isascii() and number.isdecimal() and len(number) < 19):
        raise Http404
    return get_object_or_404(rows, pk=int(number))
