"""To whom a newsletter goes, and how an editor sees an issue before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import languages, mail
from accounts.models import AlertSubscription
from articles import letters
from articles.models import AlertChoice, Newsletter, NewsletterIssue

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User

_Chosen: Any = AlertChoice.newsletters.through


def subscribers_of(newsletter: Newsletter) -> QuerySet[AlertSubscription]:
    """Those who have chosen it, and said yes to mail; of several accounts whose mails go to one address, one."""
    who = _Chosen.objects.filter(newsletter=newsletter).values("alertchoice")
    wanting = AlertSubscription.objects.active().filter(reader__is_active=True, pk__in=who)
    once = wanting.order_by("email", "pk").distinct("email")
    return AlertSubscription.objects.filter(pk__in=once.values("pk"))


def send_test(issue: NewsletterIssue, *, to: User) -> None:
    """Leaves the mail of the issue as it stands to the worker, for `to` alone. Its links of a subscriber's own lead nowhere:
    who tests may be none. Raises ValueError where no story of it is public, and where `to` has no address."""
    with languages.writing_to(to):
        letter = letters.newsletter(issue)
        if letter is None or not to.email:
            raise ValueError("a test has a story and an address")
        mail.post(letter.test(to.email))
