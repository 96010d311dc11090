"""The mail by which a reader learns what became of the correction that they suggested."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from accounts import languages, mail
from accounts.mail import Mail
from articles.models import Suggestion


def tell(suggestion: Suggestion) -> None:
    """Leaves the mail to the worker, in the transaction of the decision. It goes to a confirmed address alone, for any other may be
    a stranger's; who has none finds the outcome in their account."""
    reader = suggestion.reader
    addresses = EmailAddress.objects.filter(user=reader, verified=True)
    address = addresses.order_by("-primary").first()
    if not reader.is_active or address is None:
        return
    with languages.writing_to(reader):
        mail.post(_message(suggestion, address.email))


def _message(suggestion: Suggestion, address: str) -> Mail:
    subject = _("Your suggestion: %(headline)s") % {"headline": suggestion.article.headline}
    shown = {"suggestion": suggestion, "site_name": settings.SITE_NAME, "site_url": settings.SITE_URL}
    message = Mail(
        # A header has one line, whatever a headline has.
        " ".join(subject.split()),
        render_to_string("articles/mail/suggestion.txt", shown),
        to=[address],
        # No answer of a machine is wanted (RFC 3834).
        headers={"Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(render_to_string("articles/mail/suggestion.html", shown), "text/html")
    return message
