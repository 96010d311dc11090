"""Times as the desk's lists show them: short, in the site's zone."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime


def moment(time: datetime) -> str:
    """ "2026-11-25 07:12"."""
    return date_format(localtime(time), "Y-m-d H:i")
