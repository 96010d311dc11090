"""The nouns of accounts."""

from accounts.models.alert_subscription import AlertSubscription
from accounts.models.name import Name
from accounts.models.recovery import Recovery
from accounts.models.user import User

__all__ = ["AlertSubscription", "Name", "Recovery", "User"]
