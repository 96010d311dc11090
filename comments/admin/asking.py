"""Asks for the reason of an act on what was chosen in a list; the same form comes back with it."""

from __future__ import annotations

from django.contrib.admin import ModelAdmin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from comments.models import Reason
from comments.refusal import Refusal


def ask_reason(
    desk: ModelAdmin,
    request: HttpRequest,
    *,
    action: str,
    words: str,
    button: str,
    refusal: Refusal | None,
    is_told: bool = False,
) -> HttpResponse:
    """The page that says in `words` what `action` will do to what was chosen, with a `button` that does it; after a refusal,
    why it wasn't done. `is_told`: those concerned read the reason, so that it is offered in their languages."""
    context = {
        **desk.admin_site.each_context(request),
        "title": button,
        "opts": desk.opts,
        "action": action,
        "words": words,
        "button": button,
        "chosen": request.POST.getlist(ACTION_CHECKBOX_NAME),
        "across": request.POST.get("select_across", "0"),
        "checkbox": ACTION_CHECKBOX_NAME,
        "back": request.get_full_path(),
        "refusal": refusal,
        "is_told": is_told,
        "reasons": Reason.objects.all() if is_told else [],
    }
    return TemplateResponse(request, "admin/comments/ask_reason.html", context)
