"""Where may be written, and for how long."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, refuse
from comments.refusal import Refusal
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    is_closed = forms.BooleanField(
        label=gettext_lazy("Close all discussions"),
        required=False,
        initial=False,
        help_text=gettext_lazy("Until this is taken back nobody posts anything anywhere."),
    )
    days = forms.IntegerField(
        label=gettext_lazy("Days until a discussion closes by itself"),
        min_value=0,
        max_value=3650,
        initial=14,
        help_text=gettext_lazy(
            "From when its article could first be read here, or it was opened again. 0: never. A section, and a single "
            "discussion, can have days of its own."
        ),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    if not posting.terms.is_closed:
        return PASS
    return refuse(_("This discussion is closed. What you wrote is still in the box."), "closed")


def closed() -> Refusal:
    """The refusal before anything was written, for whoever would answer shall learn it first."""
    return Refusal(_("This discussion is closed."), code="closed")


RULE = Rule(
    code="discussion",
    name=gettext_lazy("Closed discussions"),
    about=gettext_lazy("Nothing is posted where a discussion is closed, by a moderator or by itself."),
    ask=ask,
    form=Form,
    is_fixed=True,
    can_be_tried=False,
)
