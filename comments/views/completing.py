"""The names that a composer offers while an @name is being typed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Article
from comments import completion
from comments.refusal import Refusal
from comments.views.answers import refusal_data
from comments.views.gate import SignedInRequest, signed_in


def _composer(request: HttpRequest, section: str, slug: str) -> str:
    return f"{reverse('article', args=[section, slug])}#composer"


@require_safe
@signed_in(back=_composer)
def names(request: SignedInRequest, section: str, slug: str) -> HttpResponse:
    """Those that begin with `?begins=`, the first letters without the @."""
    article = get_object_or_404(Article.objects.visible_to(request.user), section__slug=section, slug=slug)
    try:
        found = completion.people(request.GET.get("begins", ""), discussion=article.pk, by=request.user)
    except Refusal as refusal:
        return refusal_data(refusal)
    return JsonResponse({"people": [person._asdict() for person in found]})
