"""Who was often hidden of late: what they write is looked at first."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind, hold, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings

# So many comments of an author are looked at: enough to forgive who has changed.
LATEST = 20


class Form(forms.Form):
    hidden = forms.IntegerField(
        label=gettext_lazy("Hidden comments from which on it answers"),
        min_value=1,
        max_value=LATEST,
        initial=3,
        help_text=gettext_lazy("Among the latest %(n)s of the author.") % {"n": LATEST},
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    if posting.author.is_staff or posting.record.hidden < settings.hidden:
        return PASS
    several = _("Several of your latest comments were hidden.")
    if settings.answer == Kind.REFUSE:
        return refuse(
            f"{several} {_('You can write again when some of them lie further back, or a moderator restores them.')}"
        )
    return hold(f"{several} {_('A moderator reads this one before it appears.')}")


RULE = Rule(
    code="history",
    name=gettext_lazy("History"),
    about=gettext_lazy("Looks at how many of the author's latest comments moderators have hidden."),
    ask=ask,
    form=Form,
    answers=(Kind.HOLD, Kind.REFUSE),
    is_about_content=True,
)
