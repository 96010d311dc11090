"""How much may be written."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.characters import visible
from comments.answers import PASS, Answer, Kind, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings
from comments.text import MAX_LENGTH


class Form(forms.Form):
    most = forms.IntegerField(
        label=gettext_lazy("Most characters"),
        min_value=100,
        max_value=MAX_LENGTH,
        initial=MAX_LENGTH,
        help_text=gettext_lazy("At most %(most)s.") % {"most": f"{MAX_LENGTH:,}"},
    )
    least = forms.IntegerField(
        label=gettext_lazy("Fewest characters that can be seen"), min_value=1, max_value=100, initial=1
    )


def too_long(text: str, settings: Settings) -> Answer:
    """What is said of a comment's source that is too long, also before it is sent; any other passes."""
    if len(text) <= settings.most:
        return PASS
    words = _("A comment has at most %(most)s characters; this one has %(now)s.")
    return refuse(words % {"most": f"{settings.most:,}", "now": f"{len(text):,}"}, "long")


def ask(posting: Posting, settings: Settings) -> Answer:
    long = too_long(posting.text, settings)
    if long.kind != Kind.PASS:
        return long
    seen = visible(posting.shown)
    if not seen:
        return refuse(_("Write something first: the comment is empty."), "empty")
    if "\x00" in posting.text:
        # Postgres can't store it, and no keyboard types it.
        return refuse(
            _("The comment holds a character that can't be stored (NUL). Remove it and post again."), "nul"
        )
    if settings.least > 1 and len(seen) < settings.least:
        words = ngettext(
            "A comment has at least %(n)d character; say a little more.",
            "A comment has at least %(n)d characters; say a little more.",
            settings.least,
        )
        return refuse(words % {"n": settings.least}, "short")
    return PASS


RULE = Rule(
    code="length",
    name=gettext_lazy("Length"),
    about=gettext_lazy("A comment is neither empty nor too long."),
    ask=ask,
    form=Form,
    is_fixed=True,
)
