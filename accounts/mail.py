"""Mail, written in the request and sent by the worker; or written by the worker itself, at the last moment."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from email.policy import default
from email.utils import make_msgid
from smtplib import SMTPRecipientsRefused
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, mailers
from django.tasks import task

logger = logging.getLogger(__name__)


class Mail(EmailMultiAlternatives):
    """One whose long headers stay as they are: at 78 letters Python would put the address in List-Unsubscribe into code
    words, which mail programs don't read there. A line may have 998 (RFC 5322, 2.1.1)."""

    def message(self, *, policy: Any = default) -> Any:
        return super().message(policy=policy.clone(max_line_length=998))


# Before picture sizes and the like, which are many at times: somebody waits for the code or the link in it.
@task(priority=10)
def send(
    subject: str, body: str, sender: str, to: list[str], html: str = "", headers: dict[str, str] | None = None
) -> None:
    """Send one mail. Where that fails the worker tries again later; one that is killed right after sending sends it
    again, which the Message-ID in `headers` lets mail programs see."""
    if not to:
        # Written to nobody, so that its writing took its time (see accounts/adapter.py).
        return
    message = Mail(subject, body, sender, to, headers=headers or {})
    if html:
        message.attach_alternative(html, "text/html")
    with outbox() as server:
        hand_over(message, server)


@contextmanager
def outbox() -> Iterator[Any]:
    """The mail server, reached and ready to take a mail within the block. Raises OSError where it is away."""
    server = mailers.default
    server.open()
    try:
        yield server
    finally:
        server.close()


def hand_over(message: EmailMessage, server: Any) -> None:
    """Give `message` to the server. Raises where it doesn't take it now; one that it never will is done with."""
    try:
        server.send_messages([message])
    except SMTPRecipientsRefused as refused:
        if not _is_final(refused):
            raise
        logger.warning(
            "A mail was refused for good: %s", [code for code, _why in refused.recipients.values()]
        )


def post(message: EmailMessage) -> None:
    """Leaves the sending to the worker: a slow mail server must neither slow a page down nor tell by its slowness whether
    an address is known. The mail goes with the transaction it is posted in, or not at all."""
    # Ours, so that one that is sent twice after all is known as the same mail.
    headers = {
        "Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
        **message.extra_headers,
    }
    html = next((part for part, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
    send.enqueue(str(message.subject), str(message.body), message.from_email, message.to, html, headers)


def _is_final(refused: SMTPRecipientsRefused) -> bool:
    """Whether the server said never to every recipient (RFC 5321, 4.2.1): asking again would only make us a nuisance."""
    return all(500 <= code < 600 for code, _why in refused.recipients.values())
