"""What django-allauth does our way: names, and mail that is sent by the worker."""

from __future__ import annotations

from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings

from accounts import mail
from accounts.names import cleaned_name


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        """`shallow` is allauth's question whether a name could be one at all, without looking for who has it."""
        return super().clean_username(cleaned_name(username), shallow=shallow)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the mail now, in the reader's language, and leaves the sending to the worker: a slow mail server must
        neither slow the page down nor tell by its slowness whether an address is known."""
        message = self.render_mail(template_prefix, email, {"request": self.request, **context})
        # Ours, so that one that is sent twice after all is known as the same mail.
        headers = {
            "Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
            **message.extra_headers,
        }
        html = next((part for part, kind in getattr(message, "alternatives", []) if kind == "text/html"), "")
        mail.send.enqueue(message.subject, message.body, message.from_email, message.to, html, headers)
