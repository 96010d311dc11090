"""Login by password: what was typed is checked by one hash, whoever it means or doesn't and however many it may mean.
And what an account may do, by one query, too."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import Permission
from django.db.models import BigIntegerField, Q, Value
from django.db.models.functions import Concat
from django.http import HttpRequest

from accounts import passwords
from accounts.models import User
from newsportal.compiled import Compiled, Parameter, first

_USER = Parameter("pk", BigIntegerField())
_of_session = Compiled(lambda: User.objects.filter(pk=_USER))
_permissions = Compiled(
    lambda: (
        Permission.objects.filter(
            Q(pk__in=Permission.objects.filter(user=_USER).values("pk"))
            | Q(pk__in=Permission.objects.filter(group__user=_USER).values("pk"))
        )
        .order_by()
        .values_list(Concat("content_type__app_label", Value("."), "codename"), flat=True)
    )
)


class PasswordBackend(AuthenticationBackend):
    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        """allauth would check the password of a known address twice, once as an address and once as a name, and that of an
        unknown one once: the time told who has an account."""
        typed = credentials.get("username") or credentials.get("email") or ""
        user = passwords.fitting(credentials["password"], User.objects.of_login(typed))
        self._did_check_password = True
        if user and not self.user_can_authenticate(user):
            # Who has the password of a closed account is told that it is closed.
            self._stash_user(user)
            return None
        return user

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """As Django's, in one query, where it takes one for a user's own and one for their groups'. Kept with the user, as
        Django keeps them, for as long as they are: a request."""
        if not user_obj.is_active or user_obj.is_superuser or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        if not hasattr(user_obj, "_perm_cache"):
            user_obj._perm_cache = set(_permissions(pk=user_obj.pk))
        return user_obj._perm_cache

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is; each request of theirs asks."""
        user = first(_of_session(pk=user_id))
        return user if user and self.user_can_authenticate(user) else None
