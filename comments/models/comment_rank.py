"""What comments are ranked by beside their score: how sure it is that they are liked, and how much they divide."""

from __future__ import annotations

from typing import Any

from django.db.models import FloatField, Value
from django.db.models.functions import Cast, Greatest, Least, Power, Sign, Sqrt

# z for a one-sided 90 % lower bound; Wilson (1927), "Probable inference, the law of succession, and statistical inference".
Z = 1.2816


def wilson() -> Any:
    """The lower bound of the share of up votes, written so that no vote at all gives 0."""
    up, down = Cast("up", FloatField()), Cast("down", FloatField())
    spread = Sqrt(up * down / Greatest(up + down, Value(1.0)) + Value(Z * Z / 4))
    return (up + Value(Z * Z / 2) - Value(Z) * spread) / (up + down + Value(Z * Z))


def controversy() -> Any:
    """Votes to the power of their balance: many votes, evenly split, come first; one-sided ones are 0."""
    up, down = Cast("up", FloatField()), Cast("down", FloatField())
    balance = Least(up, down) / Greatest(up, down, Value(1.0))
    return Power(up + down, balance) * Sign(Least(up, down))
