"""Who may write."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from comments.answers import PASS, Answer, refuse
from comments.refusal import Refusal
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings


def ask(posting: Posting, settings: Settings) -> Answer:
    return PASS if posting.author.is_active else refuse(closed())


def require_account(reader: User) -> None:
    """Raises Refusal for one that was erased a moment ago; all others stay, and are not barred, until the transaction
    ends."""
    if not User.objects.hold(reader.pk):
        raise Refusal(closed(), code="author")


def closed() -> str:
    """The sentence for an account that is closed or gone."""
    return _("This account is closed and can't post.")


RULE = Rule(
    code="author",
    name=gettext_lazy("Account"),
    about=gettext_lazy("Nobody posts from an account that is closed."),
    ask=ask,
    is_fixed=True,
    can_be_tried=False,
)
