"""The network that a reader comes from, as a word that tells two of them apart for a day and then tells nothing.

Bursts of votes and waves of comments are found by it. Addresses themselves are kept nowhere.
"""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from comments.akismet import Sender

# Whoever has one address of these can usually have the others, too: providers hand out a /24 (IPv4) or a /48 (IPv6,
# RFC 6177) to one site.
BITS = {4: 24, 6: 48}
# Sixteen hexadecimal digits: enough that no two networks of a day meet by chance.
DIGITS = 16


def network_of(request: HttpRequest) -> str:
    """The word for the network of whoever sent `request`; empty where it isn't known."""
    address = _address_of(request)
    return hashed(address) if address else ""


def sender_of(request: HttpRequest) -> Sender:
    """Whoever sent `request`: their network, and what the service against spam is told; nothing of that while there is none."""
    network = network_of(request)
    if not settings.AKISMET_KEY:
        return Sender(network=network)
    headers = request.headers
    return Sender(_address_of(request), headers.get("User-Agent", ""), headers.get("Referer", ""), network)


def _address_of(request: HttpRequest) -> str:
    """Empty where it isn't known."""
    try:
        return get_adapter(request).get_client_ip(request)
    except PermissionDenied:
        return ""


def hashed(address: str) -> str:
    """The word for the network of `address`; empty for private ones, which are a proxy's or this machine's own: all
    readers would seem to come from there."""
    parsed = ip_address(address)
    if parsed.version == 6 and parsed.ipv4_mapped:
        parsed = parsed.ipv4_mapped
    if not parsed.is_global:
        return ""
    network = ip_network((parsed, BITS[parsed.version]), strict=False)
    # The key changes each day and lies outside the database, so that neither a copy of the votes nor two days of them
    # beside each other lead back to anybody's address.
    key = f"comments.network.{timezone.now():%Y-%m-%d}"
    return salted_hmac(key, str(network), algorithm="sha256").hexdigest()[:DIGITS]
