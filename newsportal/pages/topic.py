"""A topic's page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Article, Topic
from newsportal.pages.cards import page_of
from newsportal.stored_pages import stored


@require_safe
@stored
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Topic, slug=slug)
    page = page_of(Article.objects.published().on_topic(found), request)
    context = {"topic": found, "page": page, "kept_for": page.kept_for}
    return render(request, "newsportal/topic.html", context)
