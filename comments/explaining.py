"""What readers are told of a decision on them, in sentences: the one place for these.

What such a statement must say is written in the Digital Services Act, Art. 17 (3): what was done, on which facts and whose
notice, whether by machine, on which ground, and what can be done about it.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.stamps import stamp
from comments.models.comment import Comment
from comments.models.moderation_entry import ModerationEntry
from comments.models.report import Report
from comments.models.statement import Statement
from comments.rules import name_of

_ACT = ModerationEntry.Act


def told(statement: Statement, word: str) -> str:
    """What a notification of it says: the decision itself, or with a `word` what became of it (statements.py)."""
    sentences = {
        "restored": ngettext(
            "Your comment is public again", "Your comments are public again", statement.count
        ),
        "lifted": _("What was decided on you is lifted"),
        "upheld": _("Your appeal was decided: the decision stands"),
        "overturned": _("Your appeal was decided: the decision is taken back"),
    }
    return sentences[word] if word else head(statement)


def head(statement: Statement) -> str:
    """What was decided."""
    if statement.act == _ACT.HIDE:
        words = ngettext("Your comment was removed", "%(n)d of your comments were removed", statement.count)
        return words % {"n": statement.count}
    if statement.act == _ACT.REFUSE:
        return _("Your comment wasn't taken")
    if statement.act == _ACT.WARN:
        return _("You have been warned")
    if statement.act == _ACT.SUSPEND and statement.sanction and statement.sanction.until:
        return _("You are suspended until %(time)s") % {"time": stamp(statement.sanction.until)}
    return _("You are banned")


def effect(statement: Statement) -> str:
    """What follows from it."""
    if statement.act == _ACT.HIDE:
        return ngettext(
            "Readers can't see it any more, wherever they are. The answers to it stay.",
            "Readers can't see them any more, wherever they are. The answers to them stay.",
            statement.count,
        )
    if statement.act == _ACT.REFUSE:
        return _("Nobody but you, and a moderator where you appeal, can read it.")
    if statement.act == _ACT.WARN:
        return _("You can write again as soon as you have said that you have read this.")
    return _("You can read, and see to your account. You can't comment, vote or report.")


def decider(statement: Statement) -> str:
    """Whether a person or a rule decided."""
    if statement.rule_code:
        rule = {"rule": name_of(statement.rule_code)}
        return _("The rule “%(rule)s” decided this by itself, when you sent it. No person did.") % rule
    return _("A moderator decided this, a person.")


def facts(statement: Statement) -> str:
    """How it came to be looked at."""
    comment = statement.entry.comment
    if comment is None:
        return ""
    if Report.objects.filter(comment=comment, created_at__lt=statement.entry.created_at).exists():
        return _("Readers had reported it.")
    earlier = ModerationEntry.objects.filter(comment=comment, act=_ACT.HOLD, pk__lt=statement.entry_id)
    held = earlier.order_by("-pk").first()
    if held is not None and held.rule:
        rule = {"rule": name_of(held.rule)}
        return _("The rule “%(rule)s” had held it for a moderator to look at.") % rule
    return _("The moderator came upon it; nobody had reported it.")


def standing(statement: Statement) -> str:
    """What has become of it since; empty while it holds as it was decided."""
    sanction = statement.sanction
    if sanction is not None and sanction.lifted_at is not None:
        return _("It was lifted on %(time)s.") % {"time": stamp(sanction.lifted_at)}
    if sanction is not None and not sanction.is_in_force:
        return _("You have read it.") if sanction.read_at else _("It is over.")
    if statement.act != _ACT.HIDE:
        return ""
    hidden = _still_hidden(statement)
    if hidden == 0:
        return ngettext("The comment is public again.", "The comments are public again.", statement.count)
    if hidden < statement.count:
        words = ngettext("%(n)d of them is still removed.", "%(n)d of them are still removed.", hidden)
        return words % {"n": hidden}
    return ""


def _still_hidden(statement: Statement) -> int:
    """Of one comment without a query: a list of decisions asks it of each."""
    only = statement.entry.comment if statement.count == 1 else None
    if only is not None:
        return int(only.state == Comment.State.HIDDEN)
    return statement.comments.filter(state=Comment.State.HIDDEN).count()
