"""The picture at an article's head, at the desk: from the library, or from the editor's own computer into it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from accounts.acting import acting
from accounts.models import User
from articles import uploads
from articles.admin.about import ArticlePages
from articles.admin.text_boxes import TextBox
from articles.admin.upload_zone import ACCEPTED, zone
from articles.in_xml import in_xml
from articles.models import Article, Photo
from articles.photo_words import LENGTHS

_BUTTONS = {"_publish", "_schedule"}


class LeadPictureForm(forms.ModelForm):
    """Part of an article's form. `by` is who has it open."""

    by: User
    photo_file = forms.FileField(
        label=gettext_lazy("New picture"),
        required=False,
        widget=forms.FileInput({"accept": ACCEPTED}),
        help_text=gettext_lazy("From your computer; it is in the library from then on."),
    )
    photo_alt = TextBox(
        label=gettext_lazy("What the picture shows"),
        required=False,
        max_length=LENGTHS["alt"],
        widget=forms.TextInput({"class": "vTextField"}),
        help_text=gettext_lazy(
            "For those who can't see it. Needed where the photo doesn't say so yet; what it says already stays."
        ),
    )

    def _said_of_it(self) -> str:
        """Before the form has read it."""
        return in_xml(self.data.get("photo_alt", ""), " ")[: LENGTHS["alt"]]

    def clean_photo(self) -> Photo | None:
        """The one chosen from the library; or the new one, which is there from now on, whatever else of the form is refused."""
        upload, photo = self.files.get("photo_file"), self.cleaned_data["photo"]
        if not upload:
            return photo
        try:
            photo = uploads.take(upload, by=self.by, alt=self._said_of_it())
        except ValidationError as error:
            self._refusal = error
            return photo
        sent: Any = self.data
        typed = sent.copy()
        typed["photo"] = str(photo.pk)
        self.data = typed
        return photo

    def clean_photo_file(self) -> Any:
        if refusal := getattr(self, "_refusal", None):
            raise refusal
        return self.cleaned_data["photo_file"]

    def clean_photo_alt(self) -> str:
        """Words for a photo that has none. Asked for when it comes to the article, and before readers see it."""
        photo, alt = self.cleaned_data.get("photo"), self.cleaned_data["photo_alt"]
        is_silent = photo is not None and photo.image and not photo.alt
        comes = photo is not None and photo.pk != self.initial.get("photo")
        if is_silent and not alt and (comes or _BUTTONS & set(self.data)):
            raise ValidationError(_("Say what the picture shows, for those who can't see it."))
        return alt if is_silent else ""


class LeadPicturePages(ArticlePages):
    """What the admin of articles has of the picture at the head."""

    def get_form(
        self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        # Django makes the class anew for each request.
        made: Any = super().get_form(request, obj, change=change, **kwargs)
        made.by = acting(request)
        return made

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        own = ("lead_picture", "photo_file", "photo_alt")
        fields = [name for name in super().get_fields(request, obj) if name not in own]
        place = fields.index("photo")
        return [*fields[:place], own[0], "photo", *own[1:], *fields[place + 1 :]]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "lead_picture"]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        # What stands in the text is in the paper's language, whatever its editor's is.
        with override(settings.LANGUAGE_CODE):
            credit = _("Image: %(credit)s") % {"credit": "{}"}
        context = {"accepted": ACCEPTED, "figure_credit": credit, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    @admin.display(description=gettext_lazy("Picture at the head"))
    def lead_picture(self, article: Article) -> SafeString:
        photo = article.photo
        shown: Any = _("None")
        if photo and photo.image:
            shown = format_html('<img class="thumbnail" src="{}" alt="{}">', photo.thumbnail, photo.alt)
        return format_html('<div class="lead-picture">{}</div>{}', shown, zone())

    def save_model(self, request: HttpRequest, obj: Article, form: forms.ModelForm, change: bool) -> None:
        if obj.photo and (alt := form.cleaned_data["photo_alt"]):
            obj.photo.alt = alt
            obj.photo.save(update_fields=["alt"])
        super().save_model(request, obj, form, change)
