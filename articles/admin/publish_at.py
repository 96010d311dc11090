"""The time at which an article is to come out, as an editor types it: by the site's clock, which jumps twice a year in most zones."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PublishAtField(forms.SplitDateTimeField):
    """An aware time. One that a change of the clocks leaves out, or has twice, is refused with a sentence: nobody knows which
    moment was meant."""

    widget = AdminSplitDateTime

    def __init__(self, **options: Any) -> None:
        super().__init__(label=gettext_lazy("Publish at"), required=False, **options)

    def compress(self, data_list: Any) -> datetime | None:
        try:
            return super().compress(data_list)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            raise ValidationError(
                _between_two_clocks(datetime.combine(*data_list)), code=error.code
            ) from error


def _between_two_clocks(typed: datetime) -> str:
    zone = timezone.get_current_timezone()
    early, late = (typed.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    if early is not None and late is not None and early > late:
        return _(
            "The clocks are put back then, so this time comes twice. Choose one before or after that hour."
        )
    return _(
        "The clocks are put forward then, so this time doesn't come. Choose one before or after that hour."
    )


def help_text() -> str:
    """Which clock is meant, and what it says now."""
    told = _(
        "For “Schedule”: the article becomes public by itself at this time, by the site's clock. There it is %(now)s now."
    )
    return told % {"now": f"{timezone.localtime():%H:%M %Z}"}
