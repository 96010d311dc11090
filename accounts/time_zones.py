"""The time zones that one can live in, each by its city as the page's language calls it (CLDR, which Babel brings)."""

from __future__ import annotations

import zoneinfo
from functools import cache

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

_REGIONS = (
    gettext_noop("Africa"),
    gettext_noop("America"),
    gettext_noop("Antarctica"),
    gettext_noop("Arctic"),
    gettext_noop("Asia"),
    gettext_noop("Atlantic"),
    gettext_noop("Australia"),
    gettext_noop("Europe"),
    gettext_noop("Indian"),
    gettext_noop("Pacific"),
)


@cache
def known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())


def offered(own: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """(region, (zone, city) of each of its zones in the order of cities). Earlier names of a zone are left out, as that of
    Kyiv, but for the reader's `own`."""
    return [
        (
            _(region),
            sorted(((zone, city_of(zone)) for zone in _zones_of(region, own)), key=lambda one: one[1]),
        )
        for region in _REGIONS
    ]


def _zones_of(region: str, own: str) -> list[str]:
    later = _names()
    return [zone for zone in known() if zone.startswith(f"{region}/") and (zone == own or zone not in later)]


def city_of(zone: str) -> str:
    """ "Buenos Aires" for America/Argentina/Buenos_Aires."""
    return (
        _cities(get_language()).get(zone)
        or zone.partition("/")[2].replace("_", " ").replace("/", ", ")
        or zone
    )


@cache
def _names() -> dict[str, str]:
    """{earlier name of a zone: its present one}."""
    from babel.core import get_global

    return {earlier: zone for earlier, zone in get_global("zone_aliases").items() if zone in known()}


@cache
def _cities(language: str) -> dict[str, str]:
    """{zone: city} as far as CLDR says so; of some it knows the earlier name alone."""
    # Not before somebody asks: it brings ten languages' worth of data.
    from babel import Locale

    said = Locale.parse(language, sep="-").time_zones
    cities = {zone: names["city"] for zone, names in said.items() if "city" in names}
    return {zone: cities[earlier] for earlier, zone in _names().items() if earlier in cities} | cities
