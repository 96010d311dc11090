"""The accounts app: who reads, writes and moderates here."""

from datetime import timedelta

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = gettext_lazy("Accounts")
    own_data = "accounts.own_data.parts"
    periodic = {"accounts.tasks.erase_due": timedelta(minutes=1)}

    def ready(self) -> None:
        from accounts.roles import sync_roles

        # Where Django itself makes the permissions; the roles can only be filled after that.
        post_migrate.connect(sync_roles, dispatch_uid="accounts.roles")
