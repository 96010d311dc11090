"""What a reader has been told of."""

from accounts.models import User
from comments.models import Notification


def told(reader: User) -> list[tuple[str, int]]:
    """(kind, comment) of what `reader` is told and what can still be read, the oldest first."""
    return list(Notification.objects.of(reader).standing().order_by("id").values_list("kind", "comment_id"))
