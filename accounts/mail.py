"""Mail, written in the request and sent by the worker."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives
from django.tasks import task


@task
def send(
    subject: str, body: str, sender: str, to: list[str], html: str = "", headers: dict[str, str] | None = None
) -> None:
    """Send one mail. A worker that is killed right after sending may send it again: better twice than never."""
    message = EmailMultiAlternatives(subject, body, sender, to, headers=headers or {})
    if html:
        message.attach_alternative(html, "text/html")
    message.send()
