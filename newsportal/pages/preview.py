"""An article before it is out, for whoever has the link (articles/previews.py): the page as it will be, without a discussion."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles import previews
from articles.models import Article


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Leads to the article once it is out. 410 where the link has run out or the article was taken off the site, 404 for a
    link that was never one."""
    try:
        pk = previews.opened(token)
    except previews.OverError:
        return render(request, "newsportal/preview_over.html", status=410)
    if pk is None:
        raise Http404
    article = get_object_or_404(Article.objects.with_page(), pk=pk)
    if article.is_public:
        return HttpResponseRedirect(article.get_absolute_url())
    if not article.is_to_come:
        return render(request, "410.html", {"way_back": ""}, status=410)
    context = {
        "article": article,
        "site_line": article.site_line(settings.SITE_OWNER),
        # Nothing of it is kept for anybody else.
        "kept_for": 0,
    }
    return render(request, "newsportal/preview.html", context)
