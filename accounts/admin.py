"""Users in the admin: for superusers, who alone hold the rights to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import Name, User
from accounts.models.name import told_where_taken
from accounts.names import cleaned_name

if TYPE_CHECKING:
    BaseAdmin = DjangoUserAdmin[User]
else:
    BaseAdmin = DjangoUserAdmin


class _Named:
    """A name by the rule that holds for all. Imported ones, which may break it, are left alone until they are changed."""

    def clean_username(self) -> str:
        form: Any = self
        name: str = form.cleaned_data["username"]
        if name == form.instance.username:
            return name
        name = cleaned_name(name, of_house="is_staff" in form.data or form.instance.is_staff)
        # A guest who writes under a byline has no other way to that name: the desk knows who they are.
        Name.objects.require_free(name, bearer=form.instance.pk, of_house=True)
        form.instance.looks = []
        return name


class AddUserForm(_Named, AdminUserCreationForm):
    """A new account."""


class ChangeUserForm(_Named, UserChangeForm):
    """An account, its name among what can be changed."""


@admin.register(User)
class UserAdmin(BaseAdmin):
    form = ChangeUserForm
    add_form = AddUserForm
    list_display = ["username", "email", "is_active", "is_staff", "date_joined", "last_login"]
    list_filter = ["is_active", "is_staff", "is_superuser", "is_stand_in", "groups"]
    search_fields = ["username", "email"]
    fieldsets = [
        (None, {"fields": ["username", "names_before", "email", "password"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "is_superuser", "groups"]}),
        (_("Times"), {"fields": ["last_login", "date_joined", "erasure_due_at", "erasure_removes"]}),
    ]
    add_fieldsets = [
        (
            None,
            {
                "classes": ["wide"],
                "fields": ["username", "is_staff", "email", "usable_password", "password1", "password2"],
            },
        )
    ]
    readonly_fields = ["names_before", "last_login", "date_joined", "erasure_due_at", "erasure_removes"]
    actions = ["erase_without_names", "erase_with_words", "keep", "remove_pictures"]

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Accounts are erased, by the same verb as their readers use."""
        return False

    @admin.action(description=_("Erase in two weeks; comments stay without the name"))
    def erase_without_names(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._erase(request, users, removes=False)

    @admin.action(description=_("Erase in two weeks; comments go with their words"))
    def erase_with_words(self, request: HttpRequest, users: QuerySet[User]) -> None:
        self._erase(request, users, removes=True)

    def _erase(self, request: HttpRequest, users: QuerySet[User], *, removes: bool) -> None:
        for user in users:
            try:
                user.ask_erasure(removes=removes)
            except ValidationError as refusal:
                self.message_user(request, f"{user}: {refusal.messages[0]}", messages.ERROR)

    @admin.action(description=_("Keep accounts that are to be erased"))
    def keep(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            user.take_back_erasure()

    @admin.action(description=_("Remove the pictures"))
    def remove_pictures(self, request: HttpRequest, users: QuerySet[User]) -> None:
        for user in users:
            user.remove_picture()

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """An address that the desk gives is as unconfirmed as one that a reader types, and the one before opens nothing."""
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            before = EmailAddress.objects.get_verified(obj)
            EmailAddress.objects.filter(user=obj).delete()
            if before:
                get_adapter(request).tell_of_new_address(obj, before.email, obj.email or "-", by_desk=True)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Told to whose it is, as every change of a password."""
        before = self.get_object(request, unquote(id))
        answer = super().user_change_password(request, id, form_url)
        user = self.get_object(request, unquote(id))
        if before and user and user.password != before.password:
            get_adapter(request).tell_of_password_by_desk(user)
        return answer

    @admin.display(description=_("names before"))
    def names_before(self, user: User) -> str:
        before = Name.objects.borne_before(user).order_by("since").values_list("name", flat=True)
        return ", ".join(before) or "-"

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with told_where_taken():
                return super().changeform_view(request, *args, **kwargs)
        except ValidationError as refusal:
            # Somebody registered under it while this form was on its way.
            self.message_user(request, refusal.messages[0], messages.ERROR)
            return redirect(request.get_full_path())
