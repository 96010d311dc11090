"""What may be answered."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.answers import PASS, Answer, refuse
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


def ask(posting: Posting, settings: Settings) -> Answer:
    parent = posting.parent
    if parent is None or posting.comment is not None:
        # An edit answers nothing anew: a reply whose parent was removed may still be put right.
        return PASS
    if parent.discussion_id != posting.discussion.pk:
        return refuse(_("The comment you answer belongs to another article."))
    if not parent.is_public:
        return refuse(
            _(
                "The comment you answer has been removed. What you wrote is still in the box; post it as a comment of its own."
            )
        )
    return PASS


RULE = Rule(
    code="parent",
    name=gettext_lazy("What is answered"),
    about=gettext_lazy("A reply answers a comment that stands, under the same article."),
    ask=ask,
    is_fixed=True,
    can_be_tried=False,
)
