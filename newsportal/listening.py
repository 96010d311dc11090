"""What the address that `make run` listens at means: where it can be opened, and under which names readers come."""

from __future__ import annotations

import ipaddress
import socket

# All of the machine's addresses at once, none of which they are themselves.
_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "localhost"}  # noqa: S104 - asked for, not chosen


def in_an_address(host: str) -> str:
    """How `host` is written in an address that a browser on this machine can open."""
    host = _EVERYWHERE.get(host, host)
    return f"[{host}]" if ":" in host else host


def own_names(host: str) -> list[str]:
    """What else than in_an_address(host) leads here from other machines, as addresses have it; the name comes last.

    None but at a host that stands for all of the machine's addresses. Those that it gets later aren't among them.
    """
    if host not in _EVERYWHERE:
        return []
    import ifaddr  # every process reads the settings, and hardly any listens everywhere

    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips]
    addresses = [ipaddress.ip_address(ip if isinstance(ip, str) else ip[0]) for ip in found]
    # Addresses of one link need its name beside them, which no browser takes.
    outer = [ip for ip in addresses if not (ip.is_loopback or ip.is_link_local)]
    if host == "0.0.0.0":  # noqa: S104
        outer = [ip for ip in outer if ip.version == 4]
    return [*(in_an_address(str(ip)) for ip in outer), socket.gethostname().lower()]
