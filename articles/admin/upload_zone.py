"""The place on a page of the desk that pictures are dragged to: static/js/desk/upload.js reads from it where to and what to say."""

from __future__ import annotations

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from articles.pictures import MAX_BYTES

# What the dialog of the browser offers; what comes is looked at all the same.
ACCEPTED = "image/jpeg,image/png,image/webp,image/avif,image/tiff"


def zone() -> SafeString:
    return format_html(
        '<div class="upload-zone" data-upload="{}" data-most="{}" data-large="{}" data-away="{}" data-out="{}"'
        ' data-silent="{}"><p>{}</p><ul class="uploads" aria-live="polite"></ul></div>',
        reverse("admin:articles_photo_upload"),
        str(MAX_BYTES),
        _("The picture is larger than 25 MB. Save it smaller and try again."),
        _("The site can't be reached. Try again."),
        _("Nothing was taken. Reload the page and try again."),
        _("Say what it shows"),
        _("Drag pictures here."),
    )
