"""The records of sessions, without what django-allauth has at each login and change of password: accounts/sessions.py does
that. A module of its own, because Django loads it before the apps are ready.
"""

from allauth.usersessions.apps import UserSessionsConfig


class SessionsConfig(UserSessionsConfig):
    def ready(self) -> None:
        """Nothing, where the app would listen to logins and look at each session of the account."""
