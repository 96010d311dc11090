"""Pictures, where no web server stands before the application; nginx answers them itself."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve

from accounts import pictures


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    response = serve(request, name, document_root=str(settings.MEDIA_ROOT))
    if name.startswith(f"{pictures.FOLDER}/"):
        # Who takes their picture away wants nobody to have it any more; whatever kept it asks again, and is told that it is gone.
        response["Cache-Control"] = "public, max-age=60"
    else:
        # A name is never used for another picture, so a browser never has to ask again.
        response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
