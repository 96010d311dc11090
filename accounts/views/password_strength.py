"""What a password that is being typed is worth, for the module that tells it beside the field."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import HttpRequest, JsonResponse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from accounts.forms import LONGEST_ADDRESS, LONGEST_PASSWORD
from accounts.models import User
from accounts.names import LONGEST
from accounts.password_strength import judge


# It comes to the server that is to be given it a moment later, in a body, which no log keeps; nothing of it is stored.
@sensitive_post_parameters()
@require_POST
def password_strength(request: HttpRequest) -> JsonResponse:
    """`password`, and at the registration the `username` and `email` that were typed; answers `score` and `words`. 429
    without an answer for a flood: an estimate costs some milliseconds."""
    if not ratelimit.consume(request, action="password_strength"):
        return JsonResponse({}, status=429)
    typed = request.POST.get("password", "")[:LONGEST_PASSWORD]
    reader = request.user
    if not isinstance(reader, User):
        name, email = request.POST.get("username", "")[:LONGEST], request.POST.get("email", "")
        reader = User(username=name, email=email[:LONGEST_ADDRESS])
    strength = judge(typed, of=reader)
    return JsonResponse({"score": strength.score, "words": strength.words})
