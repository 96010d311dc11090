"""How fast may be written, and when the same again: it keeps a thread from being flooded, by a hand or by a program."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from datetime import timedelta

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.characters import visible
from accounts.models import User
from comments.answers import PASS, Answer, Kind, refuse
from comments.models.pace import Pace, Window
from comments.rules.posting import Posting
from comments.rules.rule import Rule, Settings

# Changes have a pace of their own, for a slip is seen right after posting: each renders and stores an earlier wording.
EDITS, EDITS_WITHIN = 6, timedelta(minutes=1)


class Form(forms.Form):
    # Nobody reads, thinks and writes in less; a second press of the button comes sooner.
    between = forms.IntegerField(
        label=gettext_lazy("Seconds between comments"), min_value=0, max_value=3600, initial=10
    )
    # An account made to advertise posts within minutes of its registration, the same under every article. Thirty seconds
    # leave a newcomer time for a conversation and take nine tenths of its worth from a flood.
    between_of_new = forms.IntegerField(
        label=gettext_lazy("The same in an account's first day"), min_value=0, max_value=3600, initial=30
    )
    # Long enough that what seemed not to have arrived is not sent once more, short enough for who greets every day.
    repeated = forms.IntegerField(
        label=gettext_lazy("Minutes until the same text can be posted again"),
        min_value=0,
        max_value=1440,
        initial=6,
    )
    repeated_of_new = forms.IntegerField(
        label=gettext_lazy("The same in an account's first day"), min_value=0, max_value=1440, initial=60
    )


def ask(posting: Posting, settings: Settings) -> Answer:
    """Staff are exempt: they are known to the paper, and answer many readers in a row, at times with the same words."""
    if posting.author.is_staff:
        return PASS
    speed, repeated = _speed(posting, settings), _repeated(posting, settings)
    left = posting.paces.step([window for window in (speed, repeated) if window], at=posting.now)
    # The longer wait first: who is told to wait ten seconds must not be refused again after them.
    if repeated and repeated.key in left:
        return refuse(
            _(
                "You have said exactly this already. Say it in other words, or post it again in %(time)s. "
                "It is still in the box."
            )
            % {"time": in_words(left[repeated.key])},
            "repeated",
        )
    return refuse(_too_fast(posting, left[speed.key])) if left else PASS


def forget(author: User, text: str) -> None:
    """`text` of `author` stands no longer: it may be posted again, as after deleting it under the wrong article."""
    Pace.objects.filter(key=_key(author, text)).delete()


def is_same(text: str, other: str) -> bool:
    """Whether two texts count as the same."""
    return _bare(text) == _bare(other)


def _speed(posting: Posting, settings: Settings) -> Window:
    author = posting.author
    if posting.comment is not None:
        return Window(f"edit/{author.pk}", EDITS_WITHIN, most=EDITS)
    seconds = settings.between_of_new if posting.is_of_new_account else settings.between
    return Window(f"post/{author.pk}", timedelta(seconds=seconds))


def _repeated(posting: Posting, settings: Settings) -> Window | None:
    """None for an edit that leaves the words as they are, which would otherwise repeat itself."""
    if posting.comment is not None and is_same(posting.comment.text, posting.text):
        return None
    minutes = settings.repeated_of_new if posting.is_of_new_account else settings.repeated
    return Window(_key(posting.author, posting.text), timedelta(minutes=minutes))


def _key(author: User, text: str) -> str:
    return f"same/{author.pk}/{hashlib.blake2b(_bare(text).encode(), digest_size=16).hexdigest()}"


def _bare(text: str) -> str:
    """`text` without what makes no difference to who reads it: case, spaces, full width, invisible characters."""
    return visible(unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()))


def _too_fast(posting: Posting, left: timedelta) -> str:
    if posting.comment is not None:
        sentence = _(
            "You have changed comments often just now. Save again in %(time)s; it is still in the box."
        )
    elif posting.is_of_new_account:
        sentence = _(
            "In an account's first day you wait a little longer between comments. Post again in %(time)s; "
            "what you wrote is still in the box."
        )
    else:
        sentence = _("That was quick. Post again in %(time)s; what you wrote is still in the box.")
    return sentence % {"time": in_words(left)}


def in_words(left: timedelta) -> str:
    """The time left, rounded up, so that who waits for so long isn't refused again."""
    seconds = math.ceil(left.total_seconds())
    if seconds < 100:
        return ngettext("%(n)d second", "%(n)d seconds", seconds) % {"n": seconds}
    minutes = math.ceil(seconds / 60)
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


RULE = Rule(
    code="pace",
    name=gettext_lazy("Pace"),
    about=gettext_lazy("Keeps a thread from being flooded: how fast is written, and when the same again."),
    ask=ask,
    form=Form,
    answers=(Kind.REFUSE,),
)
