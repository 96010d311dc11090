"""The pages of a reader's own account, as every one of them lists them."""

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

register = template.Library()

# The name of each page's address and what it is called. A page below another's address, as that of the recovery codes is below
# that of the second factor, belongs to it.
PAGES = [
    ("account", gettext_noop("Overview")),
    ("picture", gettext_noop("Picture")),
    ("change_name", gettext_noop("User name")),
    ("language", gettext_noop("Language and time")),
    ("settings", gettext_noop("Settings")),
    ("alerts", gettext_noop("News alerts")),
    ("muted", gettext_noop("Muted readers")),
    ("reports", gettext_noop("Your reports")),
    ("suggestions", gettext_noop("Suggested corrections")),
    ("decisions", gettext_noop("Decisions on you")),
    ("account_email", gettext_noop("Email address")),
    ("account_change_password", gettext_noop("Password")),
    ("socialaccount_connections", gettext_noop("Connected accounts")),
    ("mfa_index", gettext_noop("Second factor")),
    ("usersessions_list", gettext_noop("Devices")),
    ("own_data", gettext_noop("Your data")),
    ("erasure", gettext_noop("Erase the account")),
]


class Way(NamedTuple):
    """One line of the list; `is_current` on the page itself and on those below it."""

    address: str
    label: str
    is_current: bool


@register.simple_tag
def account_ways(path: str) -> list[Way]:
    """The list for the page at `path`."""
    addresses = {name: reverse(name) for name, _label in PAGES}
    # The longest that fits, for all of them are below the overview, which therefore is meant only by its own address.
    above = [address for address in addresses.values() if path.startswith(address)]
    current = max(above, key=len, default="")
    if current == addresses["account"] != path:
        current = ""
    return [Way(addresses[name], _(label), addresses[name] == current) for name, label in PAGES]
