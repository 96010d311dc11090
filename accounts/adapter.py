"""What django-allauth does our way."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Our choices in allauth's flows."""
