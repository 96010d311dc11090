"""The forms of what is a reader's own: the picture, language and time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class PictureForm(forms.Form):
    """A file to be shown as the reader's picture; whether it can be, `User.show_picture` says."""

    picture = forms.FileField(
        label=_("Picture"),
        help_text=_(
            "JPEG, PNG, WebP or AVIF, up to 10 MB. We show the middle of it, cut square, and keep nothing of the file: "
            "no place, no time, no camera."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
        error_messages={
            "required": _("Choose a picture first."),
            "missing": _("Choose a picture first."),
            "invalid": _("Choose a picture first."),
            "empty": _("This file is empty. Choose another."),
        },
        # Names of files mean nothing here, however long.
        max_length=None,
    )
