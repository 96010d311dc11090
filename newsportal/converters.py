"""What may stand in an address."""

from django.urls.converters import StringConverter


class Name(StringConverter):
    """A slug or name in letters of any script; no control characters, for the database can't be asked about a NUL."""

    regex = r"[^/\x00-\x1f\x7f]+"


class FeedKind(StringConverter):
    """A format of feeds beside RSS, which has the bare address."""

    regex = "atom|json"
