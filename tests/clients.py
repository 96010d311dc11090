"""Browsers without a window, signed in."""

from django.test import Client

from accounts.models import User


def signed_in(user: User) -> Client:
    """A new one, of `user`, who needed no password."""
    client = Client()
    client.force_login(user)
    return client
