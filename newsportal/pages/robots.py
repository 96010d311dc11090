"""What crawlers may read, and the icon for browsers that ask at the old address."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.templatetags.static import static
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


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(static("img/icon-48.png"))
