"""Pictures that are dragged into the library, or chosen for it several at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from accounts.acting import acting
from articles import uploads
from articles.admin.upload_zone import ACCEPTED, zone
from articles.models import Photo

if TYPE_CHECKING:
    Base = ModelAdmin[Photo]
else:
    Base = object


class UploadPages(Base):
    """What the admin of photos has of uploads."""

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.upload_view)
        choose = self.admin_site.admin_view(self.choose_view)
        return [
            path("upload/", view, name="articles_photo_upload"),
            path("choose/", choose, name="articles_photo_choose"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = self.has_add_permission(request)
        context = {"zone": zone() if may else "", "accepted": ACCEPTED, **(extra_context or {})}
        return super().changelist_view(request, context)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        return _upload(request)

    def choose_view(self, request: HttpRequest) -> HttpResponse:
        """The latest pictures that `?q=` finds, as the library's own search does, for the dialog of a text."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _offered(request, self)


# As many as a dialog shows without being a library of its own.
_OFFERED = 24
_LONGEST = 200  # characters of a search


@require_safe
def _offered(request: HttpRequest, admin: UploadPages) -> HttpResponse:
    pictures = Photo.objects.exclude(image="")
    # Postgres knows no NUL.
    asked = request.GET.get("q", "").replace("\x00", "")[:_LONGEST]
    found, _may_repeat = admin.get_search_results(request, pictures, asked)
    return JsonResponse({"photos": [described(photo) for photo in found[:_OFFERED]]})


@require_POST
def _upload(request: HttpRequest) -> HttpResponse:
    """Each is taken or refused by itself. A script, which sends one, is told as JSON; a browser is led back to the list."""
    files = request.FILES.getlist("pictures")
    if request.accepts("text/html"):
        _tell(request, [_taken(request, file) for file in files])
        is_popup = "_popup" in request.GET
        return redirect(reverse("admin:articles_photo_changelist") + ("?_popup=1" if is_popup else ""))
    if len(files) != 1:
        return JsonResponse({"said": _("Choose pictures first.")}, status=422)
    taken = _taken(request, files[0])
    return JsonResponse(taken, status=422 if "said" in taken else 200)


def _taken(request: HttpRequest, file: UploadedFile) -> dict[str, Any]:
    """The photo as scripts have it; or what was `said` of the file."""
    try:
        photo = uploads.take(file, by=acting(request))
    except ValidationError as error:
        return {"name": file.name, "said": error.messages[0]}
    return described(photo)


def described(photo: Photo) -> dict[str, Any]:
    """A photo as the desk's scripts have it."""
    return {
        "id": photo.pk,
        "name": str(photo),
        "thumbnail": photo.thumbnail,
        "src": photo.image.url,
        "width": photo.width,
        "height": photo.height,
        "alt": photo.alt,
        "caption": photo.caption,
        "credit": photo.credit,
        "url": reverse("admin:articles_photo_change", args=[photo.pk]),
    }


def _tell(request: HttpRequest, taken: list[dict[str, Any]]) -> None:
    for one in taken:
        if "said" in one:
            messages.error(request, f"“{one['name']}”: {one['said']}")
    count = sum("said" not in one for one in taken)
    if count:
        words = ngettext("%(count)s picture was added.", "%(count)s pictures were added.", count)
        messages.success(request, words % {"count": count})
    if not taken:
        messages.error(request, _("Choose pictures first."))
