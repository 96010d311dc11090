"""The table that `make bench` prints."""

from __future__ import annotations


def line(what: str, result: str, bound: str) -> str:
    return f"{what:<58}{result:>22}   {bound}"
