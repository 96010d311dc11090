"""The picture library: found by their words, by whether they say what they show and whether they are used; cleaned as they come
in, their sizes made by the worker; what stands somewhere isn't deleted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminFileWidget, AdminIntegerFieldWidget
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.acting import acting
from articles import photo_files, uploads
from articles.admin import photo_uses
from articles.admin.photo_upload import UploadPages
from articles.admin.text_boxes import TextBoxes
from articles.admin.upload_zone import ACCEPTED
from articles.models import Photo
from articles.tasks import make_sizes


def _percent(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=100,
        initial=50,
        widget=AdminIntegerFieldWidget,
        help_text=gettext_lazy("In percent. What is cut of the picture is cut around this point."),
    )


class PhotoForm(forms.ModelForm):
    # Django's own field for pictures would open whatever Pillow has a decoder for, and its sentences don't say what to do.
    image = forms.FileField(
        label=gettext_lazy("Picture"),
        required=False,
        widget=AdminFileWidget({"accept": ACCEPTED}),
        help_text=gettext_lazy(
            "Another file comes in the place of this one wherever the photo stands, at the head of stories and in their texts."
        ),
    )
    focus_x = _percent(gettext_lazy("Focal point, from the left"))
    focus_y = _percent(gettext_lazy("Focal point, from the top"))

    class Meta:
        model = Photo
        fields = ["image", "alt", "caption", "credit"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["focus_x"], self.initial["focus_y"] = self.instance.focus
        if not self.instance.image:
            self.fields["image"].help_text = ""
        self._said: dict[str, str] = {}

    def clean_image(self) -> Any:
        image = self.cleaned_data["image"]
        # Its readers would be left with a hole, or with a caption of nothing.
        if image is False and Photo.objects.used().filter(pk=self.instance.pk).exists():
            raise forms.ValidationError(
                _(
                    "This photo is used, so it needs a picture. Choose another, or take it out of its articles first."
                )
            )
        # A new file only: one that lies in the storage already was cleaned when it came.
        if not isinstance(image, UploadedFile):
            return image
        clean, self._said = uploads.read(image)
        return clean

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        # What the file says is only offered: what was typed stands.
        cleaned |= {name: text for name, text in self._said.items() if not cleaned.get(name)}
        if cleaned.get("image") and not cleaned.get("alt"):
            self.add_error("alt", _("Say what the picture shows, for those who can't see it."))
        return cleaned


class AltFilter(admin.SimpleListFilter):
    title = gettext_lazy("alternative text")
    parameter_name = "alt"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("with", _("With")), ("without", _("Without"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> QuerySet[Photo]:
        chosen = {"with": queryset.exclude(alt=""), "without": queryset.filter(alt="")}
        return chosen.get(self.value() or "", queryset)


class UseFilter(admin.SimpleListFilter):
    title = gettext_lazy("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("used", _("Used")), ("unused", _("Unused"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Photo]:
        chosen = {"used": queryset.used, "unused": queryset.unused}.get(self.value() or "")
        return chosen() if chosen else queryset


class SizesFilter(admin.SimpleListFilter):
    title = gettext_lazy("sizes")
    parameter_name = "sizes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("given_up", _("Can't be made"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Photo]:
        return queryset.given_up() if self.value() else queryset


@admin.register(Photo)
class PhotoAdmin(UploadPages, TextBoxes):
    form = PhotoForm
    list_display = ["thumbnail", "titled", "details", "used_in", "uploaded"]
    list_display_links = ["thumbnail", "titled"]
    list_filter = [UseFilter, AltFilter, SizesFilter, "uploaded_at"]
    list_select_related = ["uploaded_by"]
    list_per_page = 48
    search_fields = ["caption", "credit", "alt", "original_name", "image"]
    search_help_text = gettext_lazy(
        "Words of the caption, the credit, the alternative text or the file name."
    )
    date_hierarchy = "uploaded_at"
    fields = ["image", ("focus_x", "focus_y"), "alt", "caption", "credit"]
    change_list_template = "admin/articles/photo/change_list.html"
    change_form_template = "admin/articles/photo/change_form.html"
    delete_confirmation_template = "admin/articles/photo/delete.html"
    delete_selected_confirmation_template = "admin/articles/photo/delete_selected.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Photo]:
        shown = request.resolver_match
        is_list = shown is not None and shown.url_name == "articles_photo_changelist"
        most = photo_uses.SHOWN_IN_LIST if is_list else photo_uses.SHOWN_ON_FORM
        return photo_uses.with_uses(super().get_queryset(request), most, request.user)

    def get_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        trouble = ["trouble"] if obj and obj.is_given_up else []
        return [*trouble, *self.fields, *(["all_uses", "uploaded"] if obj else [])]

    def get_readonly_fields(self, request: HttpRequest, obj: Photo | None = None) -> Any:
        return ["trouble", "all_uses", "uploaded"]

    @admin.display(description=gettext_lazy("picture"))
    def thumbnail(self, photo: Photo) -> SafeString | str:
        if not photo.image:
            return _("None yet")
        # Its words stand beside it.
        return format_html(
            '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
            photo.thumbnail,
            str(photo.width),
            str(photo.height),
            photo.alt,
        )

    @admin.display(description=gettext_lazy("caption"), ordering="caption")
    def titled(self, photo: Photo) -> str:
        return photo.caption or _("(without a caption)")

    @admin.display(description=gettext_lazy("alternative text"), ordering="alt")
    def details(self, photo: Photo) -> SafeString:
        """What it shows, by whom it is, and how the file was called and is measured."""
        alt = photo.alt or format_html(
            '<strong class="missing">{}</strong>', _("Alternative text is missing")
        )
        size = f"{photo.width} × {photo.height}" if photo.width else ""
        trouble = self.trouble(photo)
        lines = (alt, photo.credit, photo.original_name, size, trouble)
        return format_html_join("", "<span>{}</span>", ((line,) for line in lines if line))

    @admin.display(description=gettext_lazy("sizes"))
    def trouble(self, photo: Photo) -> SafeString | str:
        """What an editor must know of its sizes; nothing as long as the worker is at them."""
        if not photo.is_given_up:
            return ""
        told = _("Its sizes can't be made, so readers get it in full size. Choose the file again.")
        return format_html('<strong class="missing">{}</strong>', told)

    @admin.display(description=gettext_lazy("used in"))
    def used_in(self, photo: Photo) -> SafeString | str:
        return photo_uses.used_in(photo, photo_uses.SHOWN_IN_LIST)

    @admin.display(description=gettext_lazy("used in"))
    def all_uses(self, photo: Photo) -> SafeString | str:
        return photo_uses.used_in(photo, photo_uses.SHOWN_ON_FORM)

    @admin.display(description=gettext_lazy("uploaded"), ordering="uploaded_at")
    def uploaded(self, photo: Photo) -> str:
        time = f"{timezone.localtime(photo.uploaded_at):%Y-%m-%d %H:%M}"
        return f"{time} · {photo.uploaded_by}" if photo.uploaded_by else time

    def save_model(self, request: HttpRequest, obj: Photo, form: forms.ModelForm, change: bool) -> None:
        remade = {"image", "focus_x", "focus_y"} & set(form.changed_data)
        # A finer one than whole percent, of a load, stays as it is.
        if {"focus_x", "focus_y"} & set(form.changed_data):
            obj.focus_on(form.cleaned_data["focus_x"], form.cleaned_data["focus_y"])
        if remade:
            obj.ask_for_sizes()
        upload = request.FILES.get("image")
        if upload is not None:
            obj.original_name = (upload.name or "")[: Photo.NAME]
        if change and remade:
            photo_files.leave(Photo.objects.get(pk=obj.pk), is_gone="image" in form.changed_data)
        if not change:
            obj.uploaded_by = acting(request)
        super().save_model(request, obj, form, change)
        if remade and obj.image:
            make_sizes.enqueue(obj.pk)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Of photos that are used, where; nothing is deleted then. Which articles could be deleted is no matter here."""
        used = Photo.objects.used().filter(pk__in=[photo.pk for photo in objs])
        stands = photo_uses.with_uses(used, photo_uses.SHOWN_ON_FORM, request.user)
        protected = [format_html("{}{}", photo, self.all_uses(photo)) for photo in stands]
        return ([], {}, set(), protected) if protected else super().get_deleted_objects(objs, request)

    def delete_model(self, request: HttpRequest, obj: Photo) -> None:
        obj.remove()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Photo]) -> None:
        with transaction.atomic():
            for photo in queryset:
                photo.remove()
