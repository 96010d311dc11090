"""A section's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Section
from newsportal.pages.cards import page_of
from newsportal.stored_pages import stored


@require_safe
@stored
def section(request: HttpRequest, section: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=section)
    page = page_of(Article.objects.published().in_section(found), request)
    return render(request, "newsportal/section.html", {"section": found, "page": page})
