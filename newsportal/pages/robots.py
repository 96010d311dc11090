"""What crawlers may read."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

_RULES = """User-agent: *
Disallow: /accounts/
Disallow: /admin/
Disallow: /comments/
Disallow: /search/

Sitemap: {sitemap}
Sitemap: {news}
"""


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    rules = _RULES.format(
        sitemap=settings.SITE_URL + reverse("sitemap"),
        news=settings.SITE_URL + reverse("news_sitemap"),
    )
    return HttpResponse(rules, content_type="text/plain")
