"""To whom a newsletter goes, and how an editor sees an issue before it does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import languages, mail
from articles import letters
from articles.alerts import one_a_mailbox, reached
from articles.models import AlertChoice, Newsletter, NewsletterIssue

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import AlertSubscription, User

_Chosen: Any = AlertChoice.newsletters.through


def subscribers_of(newsletter: Newsletter) -> QuerySet[AlertSubscription]:
    """Those who have chosen it, and said yes to mail; of several accounts whose mails go to one address, one."""
    who = _Chosen.objects.filter(newsletter=newsletter).values("alertchoice")
    return one_a_mailbox(reached().filter(pk__in=who))


def send_test(issue: NewsletterIssue, *, to: User) -> None:
    """Leaves the mail of the issue as it stands to the worker, for `to` alone. Its links of a subscriber's own lead nowhere:
    who tests may be none. Raises ValueError where no story of it is public, and where `to` has no address."""
    with languages.writing_to(to):
        letter = letters.newsletter(issue)
        if letter is None or not to.email:
            raise ValueError("a test has a story and an address")
        mail.post(letter.test(to.email))
