"""Reads the mails that were sent, from the files that they are without a server; and whose address is known to be theirs."""

import email
import email.policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

from allauth.account.models import EmailAddress
from django.conf import settings

from accounts.models import User
from tests.factories import UserFactory


def mails() -> list[EmailMessage]:
    """All that were sent, in no order; one a file."""
    folder = Path(settings.MAILERS["default"]["OPTIONS"]["file_path"])
    return [parsed(path.read_bytes()) for path in folder.glob("*")] if folder.exists() else []


def parsed(content: bytes) -> EmailMessage:
    message = content.rpartition(b"\n" + b"-" * 79)[0] or content
    return cast("EmailMessage", email.message_from_bytes(message, policy=email.policy.default))


def one_mail() -> EmailMessage:
    [mail] = mails()
    return mail


def raw_header(mail: EmailMessage, name: str) -> str:
    """The header as it stands in the mail, not as Python reads it."""
    return dict(mail.raw_items())[name]


def text(mail: EmailMessage) -> str:
    return cast("EmailMessage", mail.get_body(("plain",))).get_content()


def html(mail: EmailMessage) -> str:
    return cast("EmailMessage", mail.get_body(("html",))).get_content()


def reader_with_mail(**fields: Any) -> User:
    """A reader who has confirmed their address."""
    reader = UserFactory(**fields)
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    return reader
