"""A mail of the newsroom to one person, about what they have to do with: not an alert, which goes to many."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string

from accounts import languages, mail
from accounts.mail import Mail
from accounts.models import User


def post(to: User, subject: Any, template: str, shown: dict[str, Any]) -> None:
    """Leaves it to the worker, in the transaction that it tells of: `template`.txt and .html in their language, for which `subject`
    is called without arguments. It goes to a confirmed address alone, for any other may be a stranger's; who has none gets none."""
    address = EmailAddress.objects.filter(user=to, verified=True).order_by("-primary").first()
    if not to.is_active or address is None:
        return
    with languages.writing_to(to):
        site = {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
        message = Mail(
            # A header has one line, whatever a headline has.
            " ".join(subject().split()),
            render_to_string(f"{template}.txt", {**shown, **site}),
            to=[address.email],
            # No answer of a machine is wanted (RFC 3834).
            headers={"Auto-Submitted": "auto-generated"},
        )
        message.attach_alternative(render_to_string(f"{template}.html", {**shown, **site}), "text/html")
        mail.post(message)
