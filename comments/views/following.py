"""Following a discussion, and stopping it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import Article
from comments.models import Discussion
from comments.refusal import Refusal
from comments.views.answers import done, refused
from comments.views.gate import SignedInRequest, signed_in


def _discussion(request: HttpRequest, section: str, slug: str) -> str:
    return f"{reverse('article', args=[section, slug])}#comments"


@require_POST
@signed_in(back=_discussion)
def follow(request: SignedInRequest, section: str, slug: str) -> HttpResponse:
    """`value` is 1 to follow and 0 to stop it; the same again changes nothing."""
    articles = Article.objects.visible_to(request.user)
    discussion = Discussion.objects.of(get_object_or_404(articles, section__slug=section, slug=slug))
    value, back = request.POST.get("value"), _discussion(request, section, slug)
    if value == "1":
        discussion.follow(by=request.user)
        message = _("You follow this discussion: you are told of new comments.")
        other = {"value": "0", "label": _("Unfollow")}
    elif value == "0":
        discussion.unfollow(by=request.user)
        message = _("You no longer follow this discussion.")
        other = {"value": "1", "label": _("Follow")}
    else:
        return refused(request, Refusal(_("A discussion is followed or not."), code="value"), back)
    return done(request, back, message=message, **other)
