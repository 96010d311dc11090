"""For members only: whose address is confirmed, and whose account is older than some hours."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.answers import PASS, Answer, Kind, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    hours = forms.IntegerField(
        label=gettext_lazy("Hours that a member's account has existed"),
        min_value=0,
        max_value=8760,
        initial=24,
        help_text=gettext_lazy("Its email address is confirmed, too."),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    if not posting.terms.members_only or posting.author.is_staff:
        return PASS
    if not posting.record.is_confirmed:
        return refuse(
            _(
                "Only members can write here, and your email address isn't confirmed yet. Your text is still in the box."
            )
        )
    hours = posting.terms.members_hours
    if posting.now - posting.author.date_joined < timedelta(hours=hours):
        return refuse(
            ngettext(
                "Only members can write here: your account must be %(n)d hour old. Your text is still in the box.",
                "Only members can write here: your account must be %(n)d hours old. Your text is still in the box.",
                hours,
            )
            % {"n": hours}
        )
    return PASS


RULE = Rule(
    code="members",
    name=gettext_lazy("Members only"),
    about=gettext_lazy("Only those write whose email address is confirmed and whose account isn't new."),
    ask=ask,
    form=Form,
    answers=(Kind.REFUSE,),
    is_on=False,
    is_placed=True,
)
