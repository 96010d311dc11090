"""The forms of what is a reader's own: the picture, language and time, and the end of the account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from accounts import time_zones
from accounts.models import User


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


class LanguageForm(forms.Form):
    """The language of the pages, and the clock of one's own."""

    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        help_text=_("Of all pages and mails, wherever you log in."),
        # Django's own sentence repeats what was sent, however long.
        error_messages={"invalid_choice": _("Choose one of the languages offered.")},
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_(
            "Of the pages of your account, of your mails, and of what is told to you alone. When an article or a comment was "
            "written is by one clock for all. Each time says which."
        ),
        error_messages={"invalid_choice": _("Choose one of the time zones offered.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [("", _("As the browser asks")), *settings.LANGUAGES]  # type: ignore[attr-defined]
        site_s = _("As the paper: %(zone)s") % {"zone": time_zones.city_of(settings.TIME_ZONE)}
        by_region = time_zones.offered(self.initial.get("time_zone", ""))
        self.fields["time_zone"].choices = [("", site_s), *by_region]  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """What is to become of the comments of an account that is erased."""

    REMOVED, ANONYMOUS = "removed", "anonymous"

    comments = forms.ChoiceField(
        label=_("Your comments"),
        choices=[
            (ANONYMOUS, _("They stay, without your name")),
            (REMOVED, _("They go; where somebody has answered, it says that a comment was deleted")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what is to become of your comments."),
            "invalid_choice": _("Choose what is to become of your comments."),
        },
    )

    @classmethod
    def chosen(cls, user: User) -> dict[str, str]:
        """What `user` chose when they asked; nothing before."""
        if user.erasure_due_at is None:
            return {}
        return {"comments": cls.REMOVED if user.erasure_removes else cls.ANONYMOUS}

    @property
    def removes(self) -> bool:
        return bool(self.cleaned_data["comments"] == self.REMOVED)
