"""What Akismet takes for spam, where its key is set; asked before the discussion is locked, see posting.py."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.akismet import Verdict
from comments.answers import PASS, Answer, Kind, hold, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    when_away = forms.ChoiceField(
        label=gettext_lazy("Comments while the service is away"),
        choices=[(Kind.PASS, Kind.PASS.label), (Kind.HOLD, Kind.HOLD.label)],
        initial=Kind.PASS,
    )
    seconds = forms.FloatField(
        label=gettext_lazy("Seconds that a comment waits for its answer"),
        min_value=0.2,
        max_value=10,
        initial=3,
        help_text=gettext_lazy("After that it counts as away, and isn't asked for half a minute."),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    if posting.verdict == Verdict.AWAY and settings.when_away == Kind.HOLD:
        return hold(_("What looks for spam doesn't answer just now, so a moderator reads the comment first."))
    if posting.verdict != Verdict.SPAM:
        return PASS
    if settings.answer == Kind.REFUSE:
        return refuse(
            _("This looks like advertising, so it isn't taken. What you wrote is still in the box.")
        )
    return hold(_("It looks like advertising to a program, so a moderator reads it first."))


RULE = Rule(
    code="spam",
    name="Akismet",
    about=gettext_lazy(
        "Sends the comment, its author's name and the address it comes from to Akismet, once AKISMET_KEY is set."
    ),
    ask=ask,
    form=Form,
    answers=(Kind.HOLD, Kind.REFUSE),
    is_about_content=True,
    # A thousand comments at once would be sent out of the house for a look.
    can_be_tried=False,
)
