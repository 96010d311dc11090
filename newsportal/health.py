"""Two questions of load balancers: is the process alive, and can it serve."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing of the database, so that a restart isn't tried in vain."""
    return HttpResponse("alive\n", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 where pages can be served; the database's failure is answered as everywhere, with 503."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT version FROM articles_edition")
        cursor.fetchone()
    return HttpResponse("ready\n", content_type="text/plain")
