"""The pages of a reader's own account, as every one of them lists them."""

from typing import NamedTuple

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.models import User

register = template.Library()

# The pages by what they are about: the name of each one's address and what it is called. A page below another's address, as that
# of the recovery codes is below that of the second factor, belongs to it.
GROUPS = [
    ("", [("account", gettext_noop("Overview"))]),
    (
        gettext_noop("What others see"),
        [
            ("picture", gettext_noop("Picture")),
            ("change_name", gettext_noop("User name")),
            ("user", gettext_noop("Your comments")),
        ],
    ),
    (
        gettext_noop("Reading and mail"),
        [
            ("settings", gettext_noop("Settings")),
            ("alerts", gettext_noop("News alerts")),
            ("language", gettext_noop("Language and time")),
            ("muted", gettext_noop("Muted readers")),
        ],
    ),
    (
        gettext_noop("What was decided"),
        [
            ("reports", gettext_noop("Your reports")),
            ("suggestions", gettext_noop("Suggested corrections")),
            ("decisions", gettext_noop("Decisions on you")),
        ],
    ),
    (
        gettext_noop("Logging in"),
        [
            ("account_email", gettext_noop("Email address")),
            ("account_change_password", gettext_noop("Password")),
            ("socialaccount_connections", gettext_noop("Connected accounts")),
            ("mfa_index", gettext_noop("Second factor")),
            ("usersessions_list", gettext_noop("Devices")),
        ],
    ),
    (
        gettext_noop("All that is yours"),
        [("own_data", gettext_noop("Your data")), ("erasure", gettext_noop("Erase the account"))],
    ),
]
# The one that isn't below the overview: it is public, and has the reader's name in its address.
_PUBLIC = "user"
PAGES = [page for _about, pages in GROUPS for page in pages if page[0] != _PUBLIC]


class Way(NamedTuple):
    """One line of the list; `is_current` on the page itself and on those below it."""

    address: str
    label: str
    is_current: bool


class Ways(NamedTuple):
    """The lines in groups, each with what it is about, and what the page is called that is open, "" where it is none of them."""

    groups: list[tuple[str, list[Way]]]
    here: str


@register.simple_tag
def account_ways(user: User, path: str) -> Ways:
    """The list for the page of `user` at `path`."""
    addresses = {name: reverse(name) for name, _label in PAGES}
    # The longest that fits, for all of them are below the overview, which therefore is meant only by its own address.
    above = [address for address in addresses.values() if path.startswith(address)]
    current = max(above, key=len, default="")
    if current == addresses["account"] != path:
        current = ""
    addresses[_PUBLIC] = user.get_absolute_url()
    groups = [
        (
            _(about) if about else "",
            [Way(addresses[name], _(label), addresses[name] == current) for name, label in pages],
        )
        for about, pages in GROUPS
    ]
    here = next((way.label for _about, ways in groups for way in ways if way.is_current), "")
    return Ways(groups, here)
