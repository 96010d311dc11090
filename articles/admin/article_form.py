"""The form in which editors write: a rich-text field, a time to publish at, and a guard against two who write at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from articles import body, versions
from articles.admin import publish_at
from articles.admin.lead_picture import LeadPictureForm
from articles.admin.typed import moves
from articles.models import Article

_EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    # What texts from elsewhere have: without them a save here would take it away.
    "Subscript": True,
    "Superscript": True,
    "Code": True,
    "CodeBlock": True,
    "Heading": {"levels": [2, 3]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    # Links are made by hand: "six.New", where a space was forgotten, would become one by itself.
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"], "autolink": False},
    "HardBreak": True,
    "HorizontalRule": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "Figure": True,
    "Caption": True,
    "Image": True,
    "History": True,
}


class ArticleForm(LeadPictureForm):
    body = ProseEditorFormField(
        label=gettext_lazy("Body"),
        required=False,
        config={"extensions": _EXTENSIONS},
        widget=AdminProseEditorWidget,
    )
    publish_at = publish_at.PublishAtField()
    is_minor = forms.BooleanField(
        label=gettext_lazy("Not an update that readers need to hear of"),
        required=False,
        help_text=gettext_lazy("For a typo: the article keeps its time of update."),
    )

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Article
        fields = [
            "headline",
            "section",
            "slug",
            "standfirst",
            "body",
            "photo",
            "source",
            "source_notice",
            "site_notice",
        ]
        widgets = {"standfirst": AdminTextareaWidget(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stands = versions.standing(self.instance) if self.instance.pk else None
        self.fields["publish_at"].help_text = publish_at.help_text()
        self.initial["seen"] = self._stands.mark if self._stands else ""

    def clean_body(self) -> str:
        # The editor's own script cleans what is pasted; what is posted past it is cleaned here.
        try:
            cleaned = body.cleaned(self.cleaned_data["body"])
        except body.TooDeepError as error:
            raise forms.ValidationError(
                _("The body's marks stand too deep in each other. Paste its words as plain text.")
            ) from error
        except body.TooLongError as error:
            raise forms.ValidationError(
                _("The body has more than %(most)s characters. Make two articles of it."),
                params={"most": f"{body.MAX_LENGTH:,}"},
            ) from error
        if body.has_silent_picture(cleaned):
            raise forms.ValidationError(
                _("Say what each picture in the text shows, for those who can't see it.")
            )
        # Its file may go from the disk, and readers be left with a hole; what stands in the text already stood there all the while.
        if versions.lost_pictures(cleaned) - body.pictures(self.initial.get("body", "")):
            raise forms.ValidationError(
                _(
                    "A picture in the text isn't in the library. Take it out, or insert it from there as a figure."
                )
            )
        return cleaned

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self._look_for_another(cleaned.get("seen", ""))
        if "_submit" in self.data and self.instance.state != Article.State.DRAFT:
            self.add_error(None, _("Only a draft is submitted for review. Save it, or publish it."))
        if "_schedule" in self.data and "publish_at" not in self.errors:
            self._check_schedule(cleaned.get("publish_at"))
        return cleaned

    def _look_for_another(self, seen: str) -> None:
        typed: Any = self.data
        if self._stands and self._stands.is_stale(seen, moves=moves(typed)):
            # The form comes back with what stands now, so that the next press is an answer to this.
            again = typed.copy()
            again["seen"] = self._stands.mark
            self.data = again
            self.add_error(
                None, _("Somebody else has saved this article since you opened it. Yours isn't saved.")
            )
        elif {"_take", "_take_up", "_drop"} & set(typed):
            self.add_error(None, _("Not saved yet. Look at what the form holds now, and save it."))

    def _check_schedule(self, at: datetime | None) -> None:
        if at is None:
            self.add_error("publish_at", _("Say when the article is to become public."))
        elif at <= timezone.now():
            self.add_error("publish_at", _("This time has passed. Choose one to come, or publish now."))
        elif self.instance.is_public:
            self.add_error("publish_at", _("The article is public already. Take it off the site first."))
