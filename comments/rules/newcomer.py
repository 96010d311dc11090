"""Who is new here: until some comments stand, each is looked at first."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind, hold
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    approved = forms.IntegerField(
        label=gettext_lazy("Comments until somebody is no newcomer any more"),
        min_value=1,
        max_value=20,
        initial=2,
        help_text=gettext_lazy("Those that a moderator has approved, or that have stood for a day."),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    if not posting.terms.holds_newcomers or posting.author.is_staff:
        return PASS
    if posting.record.approved >= settings.approved:
        return PASS
    return hold(_("A moderator reads the first comments of newcomers before they appear."))


RULE = Rule(
    code="newcomer",
    name=gettext_lazy("Newcomers"),
    about=gettext_lazy("Holds the first comments of each reader."),
    ask=ask,
    form=Form,
    answers=(Kind.HOLD,),
    is_on=False,
    is_placed=True,
)
