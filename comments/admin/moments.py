"""Times as the desk's lists show them: short, in the site's zone."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime


def moment(time: datetime) -> str:
    """ "2026-11-25 07:12"."""
    return date_format(localtime(time), "Y-m-d H:i")


def stacked(time: datetime) -> SafeString:
    """The same for a narrow column: the time of day may stand below the date, and neither is broken."""
    return format_html('<span class="whole">{}</span> <span class="whole">{}</span>', *moment(time).split())
