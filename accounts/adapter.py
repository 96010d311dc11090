"""What django-allauth does our way: names, and mail that is sent by the worker."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter

from accounts import mail
from accounts.names import cleaned_name


class AccountAdapter(DefaultAccountAdapter):
    def clean_username(self, username: str, shallow: bool = False) -> str:
        """`shallow` is allauth's question whether a name could be one at all, without looking for who has it."""
        return super().clean_username(cleaned_name(username), shallow=shallow)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Renders the mail now, in the reader's language; the worker sends it."""
        mail.post(self.render_mail(template_prefix, email, {"request": self.request, **context}))
