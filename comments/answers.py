"""What a rule answers about a comment: it passes, waits for a moderator, or is refused; with the words for its author."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    PASS = "pass", _("let it pass")
    HOLD = "hold", _("hold it for a moderator")
    REFUSE = "refuse", _("refuse it")


@dataclass(frozen=True, slots=True)
class Answer:
    """`code` is what scripts call a refusal; where it is empty the rule's own code."""

    kind: str
    words: str = ""
    code: str = ""


PASS = Answer(Kind.PASS)


def hold(words: str) -> Answer:
    return Answer(Kind.HOLD, words)


def refuse(words: str, code: str = "") -> Answer:
    return Answer(Kind.REFUSE, words, code)
