"""Slow mode: how often a reader writes in one and the same discussion."""

from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind, refuse
from comments.models.pace import Window
from comments.rules.pace import in_words
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    seconds = forms.IntegerField(
        label=gettext_lazy("Seconds between the comments of a reader in a discussion"),
        min_value=10,
        max_value=86_400,
        initial=300,
        help_text=gettext_lazy("Where it is switched on for a single discussion, that says its own."),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    """An edit is no further comment."""
    if not posting.terms.slow or posting.author.is_staff or posting.comment is not None:
        return PASS
    window = Window(
        f"slow/{posting.author.pk}/{posting.discussion.pk}", timedelta(seconds=posting.terms.slow)
    )
    left = posting.paces.step([window], at=posting.now)
    if not left:
        return PASS
    return refuse(
        _("Slow mode is on here. Post again in %(time)s; what you wrote is still in the box.")
        % {"time": in_words(left[window.key])}
    )


RULE = Rule(
    code="slow",
    name=gettext_lazy("Slow mode"),
    about=gettext_lazy("Lets each reader write only every few minutes in a discussion; switched on, in all."),
    ask=ask,
    form=Form,
    answers=(Kind.REFUSE,),
    is_on=False,
    is_placed=True,
)
