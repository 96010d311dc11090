"""What readers report is held once it weighs enough, until a moderator has seen it. Nothing is asked of it when a comment is
posted, for nobody has reported it then: `weighing.py` asks it at each report.
"""

from django import forms
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, Kind
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


class Form(forms.Form):
    weight = forms.FloatField(
        label=gettext_lazy("What the reports of a comment weigh together when it is held"),
        min_value=1,
        max_value=1000,
        initial=4,
        help_text=gettext_lazy(
            "A report by somebody of whom nothing is known weighs 1; by who was mostly right up to 2; by who was mostly wrong "
            "next to nothing. Accounts that act together count once."
        ),
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    return PASS


RULE = Rule(
    code="reports",
    name=gettext_lazy("Reports"),
    about=gettext_lazy(
        "Takes what readers report off the page once that weighs enough, until a moderator has seen it. What one has decided on "
        "stays as it is."
    ),
    ask=ask,
    form=Form,
    answers=(Kind.HOLD,),
    can_be_tried=False,
)
