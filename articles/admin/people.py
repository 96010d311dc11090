"""Authors. One who stands in bylines isn't deleted: the articles would lose who wrote them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextInputWidget
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from articles.admin.text_boxes import TextBoxes
from articles.models import Author, Byline


class AccountField(forms.CharField):
    """An account by its user name, in whatever case. Editors have no business with the list of users, and so know no number of one."""

    widget = AdminTextInputWidget

    def prepare_value(self, value: Any) -> Any:
        """What was typed, or the name of the account whose number stands there."""
        if not isinstance(value, int):
            return value
        return User.objects.filter(pk=value).values_list("username", flat=True).first()

    def clean(self, value: Any) -> User | None:  # type: ignore[override]
        name = super().clean(value)
        user = User.objects.bearing(name).first() if name else None
        if name and user is None:
            raise forms.ValidationError(_("Nobody is called so."))
        return user

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (self.prepare_value(initial) or "") != (data or "").strip()


class AuthorForm(forms.ModelForm):
    user = AccountField(
        label=gettext_lazy("Account"),
        required=False,
        help_text=gettext_lazy(
            "The user name of the author's account, if they have one: below their articles its comments are marked as the author's."
        ),
    )

    class Meta:
        model = Author
        fields = ["name", "slug", "bio", "user"]


@admin.register(Author)
class AuthorAdmin(TextBoxes):
    form = AuthorForm
    list_display = ["name", "slug"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands in the way is told by author, with the way to the articles. Who puts one of them into a byline at this
        moment is waited for (`articles.admin.holding`)."""
        keys = [author.pk for author in objs]
        locked = list(Author.objects.select_for_update().filter(pk__in=keys).order_by("name", "pk"))
        deleted, counts, lacking, protected = super().get_deleted_objects(locked, request)
        return deleted, counts, lacking, [*_in_bylines(locked)] if protected else []

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # Django opens one for a deletion alone, and not for the look at what it would take along.
        with transaction.atomic():
            return super().delete_view(request, object_id, extra_context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        # One transaction from the look at the bylines to the end of a deletion of several.
        with transaction.atomic():
            return super().changelist_view(request, extra_context)


def _in_bylines(authors: list[Author]) -> list[SafeString]:
    told = []
    for author in authors:
        count = Byline.objects.filter(author=author).count()
        if count:
            words = ngettext(
                "%(name)s wrote %(count)s article. Take them out of its byline first.",
                "%(name)s wrote %(count)s articles. Take them out of those bylines first.",
                count,
            ) % {"name": author.name, "count": count}
            address = f"{reverse('admin:articles_article_changelist')}?authors__id__exact={author.pk}"
            told.append(format_html('<a href="{}">{}</a>', address, words))
    return told
