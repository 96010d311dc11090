"""Photos: cleaned as they come in, their sizes made by the worker."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext as _

from articles import pictures
from articles.models import Photo
from articles.tasks import make_sizes


class PhotoForm(forms.ModelForm):
    class Meta:
        model = Photo
        fields = ["image", "ppoi", "alt", "caption", "credit"]

    def clean_image(self) -> Any:
        image = self.cleaned_data["image"]
        # A new file only: one that lies in the storage already was cleaned when it came.
        return pictures.cleaned(image) if isinstance(image, UploadedFile) else image

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("image") and not cleaned.get("alt"):
            self.add_error("alt", _("Say what the picture shows, for those who can't see it."))
        return cleaned


@admin.register(Photo)
class PhotoAdmin(admin.ModelAdmin):
    form = PhotoForm
    list_display = ["caption", "credit", "alt", "uploaded_at"]
    search_fields = ["caption", "credit", "alt"]

    def save_model(self, request: HttpRequest, obj: Photo, form: forms.ModelForm, change: bool) -> None:
        remade = {"image", "ppoi"} & set(form.changed_data)
        if remade:
            obj.sizes_made = False
        super().save_model(request, obj, form, change)
        if remade and obj.image:
            make_sizes.enqueue(obj.pk)
