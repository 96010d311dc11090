"""Users in the admin: for superusers, who alone hold the rights to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    BaseAdmin = DjangoUserAdmin[User]
else:
    BaseAdmin = DjangoUserAdmin


@admin.register(User)
class UserAdmin(BaseAdmin):
    list_display = ["username", "email", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_stand_in", "groups"]
    search_fields = ["username", "email"]
    fieldsets = [
        (None, {"fields": ["username", "email", "password"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Times"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "email", "usable_password", "password1", "password2"],
            },
        )
    ]
    readonly_fields = ["last_login", "date_joined"]
