"""Login by password: what was typed is looked up by one query and checked by one hash, whoever it means or doesn't."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db.models import BigIntegerField
from django.http import HttpRequest

from accounts.models import User
from newsportal.compiled import Compiled, Parameter, first

_of_session = Compiled(lambda: User.objects.filter(pk=Parameter("pk", BigIntegerField())))


class PasswordBackend(AuthenticationBackend):
    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """allauth would check the password of a known address twice, once as an address and once as a name, and that of an
        unknown one once: the time told who has an account. Where nobody is found, `authenticate` hashes all the same."""
        typed = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(User.objects.of_login(typed), credentials["password"])

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is; each request of theirs asks."""
        user = first(_of_session(pk=user_id))
        return user if user and self.user_can_authenticate(user) else None
