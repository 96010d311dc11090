"""Who is meant by a name, an address or what somebody types to log in; accounts as they are made and held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import UserManager as BaseUserManager
from django.db import connection, models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Lower

from accounts import names
from accounts.models.name import Name, told_where_taken

if TYPE_CHECKING:
    from accounts.models.user import User

# Accounts with one address that nobody has confirmed: more than anybody makes by mistake.
MOST_IN_A_MAIL = 20


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """Raises ValidationError for a name that can't be had."""
        of_house = fields.get("is_staff", False)
        name = names.cleaned_name(username, of_house=of_house)
        Name.objects.require_free(name, of_house=of_house)
        with told_where_taken():
            return super().create_user(name, email, password, **fields)

    def create_superuser(
        self, username: str, email: str | None = None, password: str | None = None, **fields: Any
    ) -> User:
        """Raises ValidationError, as above, which the command of this name tells."""
        name = names.cleaned_name(username, of_house=True)
        with told_where_taken():
            return super().create_superuser(name, email, password, **fields)

    def hold(self, pk: int) -> bool:
        """Keeps the account from being erased, and from being barred, until the transaction ends; False where it is gone
        already. To be asked for before any other lock, as erasure and sanctions take theirs, so that no two wait for each
        other. Foreign keys alone would ask for less, and at the end."""
        return self._locked(pk, "FOR SHARE")

    def halt(self, pk: int) -> bool:
        """Waits until what the account does under `hold` is done, and has it do nothing more until the transaction ends; False
        where it is gone. Before any other lock, too."""
        return self._locked(pk, "FOR NO KEY UPDATE")

    def _locked(self, pk: int, strength: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id FROM accounts_user WHERE id = %s {strength}", [pk])  # noqa: S608 -- our own words
            return cursor.fetchone() is not None

    def bearing(self, name: str) -> models.QuerySet[User]:
        """Who is called so, in whatever case; found by the index that keeps names unique."""
        return self.alias(lower_name=Lower("username")).filter(lower_name=Lower(Value(name)))

    def who_bore(self, name: str) -> User | None:
        """Who was once called so, or looks as if."""
        found = Name.objects.like(name).select_related("bearer").first()
        return found.bearer if found else None

    def of_login(self, typed: str) -> models.QuerySet[User]:
        """Whom somebody may mean who types this to log in, an address or a name."""
        return self.giving(typed) if "@" in typed else self.bearing(typed)

    def giving(self, address: str) -> models.QuerySet[User]:
        """Whose address this is by their own word: who has confirmed it first, then as they came."""
        confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), email=address.lower(), verified=True)
        return (
            self._with_email(address)
            .annotate(has_confirmed=Exists(confirmed))
            .order_by("-has_confirmed", "pk")
        )

    def reached_at(self, address: str) -> list[User]:
        """Whose account whoever reads the mail of `address` may open: who has confirmed it; where nobody has, all who give it
        and have confirmed no other, the newest first. See accounts/addresses.py."""
        claims = EmailAddress.objects.filter(email=address.lower())
        confirmed_others = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True).exclude(
            email=address.lower()
        )
        found = list(
            self.filter(pk__in=claims.values("user").union(self._with_email(address).values("pk")))
            .exclude(Exists(confirmed_others))
            .annotate(has_confirmed=Exists(claims.filter(user=OuterRef("pk"), verified=True)))
            .order_by("-has_confirmed", "-pk")[:MOST_IN_A_MAIL]
        )
        if found and found[0].has_confirmed:
            del found[1:]
        return [user for user in found if user.is_active]

    def void_claims(self, address: str, *, but_of: User) -> None:
        """Whoever has confirmed an address is the one who has it: what others claimed is void."""
        EmailAddress.objects.filter(email=address, verified=False).exclude(user=but_of).delete()
        self._with_email(address).exclude(pk=but_of.pk).update(email="")

    def _with_email(self, address: str) -> models.QuerySet[User]:
        return self.alias(lower_email=Lower("email")).filter(lower_email=Lower(Value(address)))
